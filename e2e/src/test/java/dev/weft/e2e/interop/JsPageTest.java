package dev.weft.e2e.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.node.NodeProcess;
import dev.weft.e2e.node.NodeRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages of js-libp2p 3.3, unmodified, and pages of Weft dial one another to open WebRTC
 * connections, knowing only the CID under which a site's visitors announce themselves.
 */
class JsPageTest {
  private static final int DIALS = 50;

  /** Three dials a second; stock relays and nodes refuse more than five of one address. */
  private static final int PACE_MILLIS = 334;

  private static final Duration RELAY_START = Duration.ofSeconds(30);

  /** Direct connections over WebRTC, as the js-libp2p page sees them open. */
  private static final String WATCH =
      "() => { globalThis.opened = [];"
          + " peer.addEventListener('connection:open', ({ detail: c }) => {"
          + "  if (c.remoteAddr.toString().includes('/webrtc') && c.limits == null)"
          + "   opened.push(c.remotePeer.toString()) }) }";

  /** Finds who provides the CID, dials the first by its id, and says over what; then hangs up. */
  private static final String DIAL =
      "async cid => { for await (const found of peer.contentRouting.findProviders(CID.parse(cid))) {"
          + " const connection = await peer.dial(found.id);"
          + " const said = connection.remoteAddr.toString() + ' ' + connection.status;"
          + " const limited = connection.limits != null;"
          + " await peer.hangUp(found.id); await peer.peerStore.delete(found.id);"
          + " return limited ? 'limited ' + said : said } return 'nobody' }";

  @TempDir Path folder;
  private final List<BrowserContext> visitors = new ArrayList<>();

  @BeforeEach
  void site() throws Exception {
    NodeRuntime.get().bundle("page.js", folder.resolve("page.js"));
    Files.writeString(
        folder.resolve("js.html"),
        "<!doctype html><title>js</title><script src=/page.js></script>");
    Files.writeString(
        folder.resolve("index.html"),
        "<!doctype html><title>weft</title><script src=/weft/weft.js defer></script>");
    Files.write(folder.resolve("a.bin"), new byte[50_000]);
  }

  @AfterEach
  void leave() {
    visitors.forEach(BrowserContext::close);
  }

  private Page open(String url) {
    BrowserContext visitor = Browsers.visitor();
    visitors.add(visitor);
    Page page = visitor.newPage();
    page.navigate(url);
    return page;
  }

  private Page jsPage(House house) {
    Page js = open(house.url() + "/js.html");
    JsPages.join(js, house);
    return js;
  }

  @Test
  void weftPagesDialAJsPage() throws Exception {
    try (House house = House.open(folder)) {
      Page js = jsPage(house);
      js.evaluate(WATCH);
      js.evaluate("cid => peer.contentRouting.provide(CID.parse(cid))", JsPages.siteCid(house));
      for (int dial = 1; dial <= DIALS; dial++) {
        Page weft = open(house.url() + "/");
        js.waitForFunction("n => new Set(opened).size >= n", dial);
        weft.waitForTimeout(PACE_MILLIS);
        visitors.remove(visitors.size() - 1).close();
      }
      assertThat(js.evaluate("new Set(opened).size")).isEqualTo(DIALS);
    }
  }

  @Test
  void aJsPageDialsWeftPages() throws Exception {
    try (House house = House.open(folder)) {
      Page weft = open(house.url() + "/");
      assertThat(weft.evaluate("weft.ready.then(r => r.state)")).isEqualTo("alone");
      Page js = jsPage(house);
      String cid = JsPages.siteCid(house);
      List<Object> said = new ArrayList<>();
      for (int dial = 1; dial <= DIALS; dial++) {
        said.add(js.evaluate(DIAL, cid));
        js.waitForTimeout(PACE_MILLIS);
      }
      assertThat(said)
          .allSatisfy(
              each ->
                  assertThat((String) each)
                      .contains("/webrtc/")
                      .endsWith("open")
                      .doesNotStartWith("limited"));
    }
  }

  @Test
  void weftPagesMeetThroughAStockJsRelay() throws Exception {
    try (NodeProcess relay = NodeRuntime.get().start("relay.js", List.of());
        House house =
            House.withNodeAt(folder, Multiaddr.parse(relay.await("listening", RELAY_START)))) {
      Page first = open(house.url() + "/");
      assertThat(first.evaluate("weft.ready.then(r => r.state)")).isEqualTo("alone");
      first.evaluate("weft.fetch('/a.bin').then(r => r.arrayBuffer())");
      Page second = open(house.url() + "/");
      second.waitForFunction("weft.stats().state == 'mesh'");
      second.evaluate("weft.fetch('/a.bin').then(r => r.arrayBuffer())");
      assertThat(second.evaluate("weft.stats().bytes.peers")).isEqualTo(50_000);
    }
  }
}
