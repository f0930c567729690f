package dev.weft.e2e.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import dev.weft.bootstrap.BootstrapNode;
import dev.weft.bootstrap.NodeConfig;
import dev.weft.bootstrap.StunPort;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.WebSocketAddress;
import dev.weft.core.relay.RelayClient;
import dev.weft.core.relay.Reservation;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.DistantPort;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.node.NodeRuntime;
import dev.weft.jvm.LoopThread;
import dev.weft.jvm.SecureEntropy;
import dev.weft.jvm.WebSocketClient;
import dev.weft.jvm.net.TrustedProxies;
import dev.weft.testkit.TestNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Round trips to the real node, counted at a port that makes it 100 ms away. The peer that is
 * dialled is next to the node: a round trip is dialler, far end, dialler. The README has the
 * counts.
 */
class RoundTripsTest {
  /** HTTP's, before the WebSocket is open. */
  private static final int UPGRADE = 1;

  /** Nothing can be had of a node in fewer: it needs our key for the answer, and we its key. */
  private static final int MIN_RESERVATION = 2;

  private static final int MAX_RESERVATION = 3;

  /** The circuit with the handshake over it, of which the offer is a part, and the answer. */
  private static final int MIN_DIAL = 2;

  private static final int MAX_DIAL = 3;

  /** What it is when nothing else comes in between. */
  private static final int JS_RESERVATION = 4;

  private static final int JS_DIAL = 6;

  private static final int JS_TRIES = 3;

  private static final int ASK_SECONDS = 30;

  /** By then what goes on beside a dial is over. */
  private static final int QUIET_MILLIS = 1_000;

  /** When a page gets the answer to its first offer, and when one of Weft said that it dials. */
  private static final String WATCH =
      "(set => { RTCPeerConnection.prototype.setRemoteDescription = function (description) {"
          + " if (description.type === 'answer') globalThis.answered ??= Date.now();"
          + " return set.call(this, description) } })"
          + "(RTCPeerConnection.prototype.setRemoteDescription);"
          + "console.info = text => { if (text === 'weft: dials') globalThis.dialled ??= Date.now() }";

  private static final String JOIN = "relay => join(relay).then(() => Date.now())";

  /** Its own address, once it listens for WebRTC. */
  private static final String ADDRESS =
      "() => peer.getMultiaddrs().map(String).find(address => address.includes('/webrtc'))";

  private static final String DIAL =
      "async address => { const started = Date.now();"
          + " await peer.dial(multiaddr(address)); return started }";

  @TempDir Path keys;
  @TempDir Path site;
  private final List<BrowserContext> visitors = new ArrayList<>();
  private DistantPort distant;
  private BootstrapNode node;

  @BeforeEach
  void farNode() throws Exception {
    distant = new DistantPort();
    node =
        BootstrapNode.start(
            new NodeConfig(
                "127.0.0.1",
                0,
                StunPort.NONE,
                keys.resolve("node.key"),
                List.of("/ip4/127.0.0.1/tcp/" + distant.number() + "/ws"),
                List.of(),
                List.of(),
                TrustedProxies.NONE,
                NodeConfig.DEFAULT_MAX_CONNECTIONS,
                NodeConfig.DEFAULT_MAX_CONNECTIONS_PER_ADDRESS));
    distant.leadTo(node.port());
  }

  @AfterEach
  void leave() {
    visitors.forEach(BrowserContext::close);
    node.close();
    distant.close();
  }

  private Multiaddr near() {
    return Multiaddr.parse("/ip4/127.0.0.1/tcp/" + node.port() + "/ws/p2p/" + node.peerId());
  }

  private House siteWithNodeAt(Multiaddr address) throws Exception {
    return House.withNodeAt(site, address, origin -> origin.siteKey(keys.resolve("site.key")));
  }

  private Page open(House house, String path) {
    BrowserContext visitor = Browsers.visitor();
    visitors.add(visitor);
    visitor.addInitScript(WATCH);
    Page page = visitor.newPage();
    page.navigate(house.url() + path);
    return page;
  }

  private int at(Object unixMillis) {
    return distant.roundTripsAt(((Number) unixMillis).longValue());
  }

  @Test
  void aReservationComesThreeRoundTripsAfterTheSocketOpenedAtMost() throws Exception {
    try (LoopThread loop = new LoopThread("peer")) {
      TestNode peer = TestNode.on(loop, 1);
      Multiaddr address = node.multiaddr();
      URI url = URI.create(Objects.requireNonNull(WebSocketAddress.url(address)));
      long reserved =
          loop.ask(
                  () ->
                      new WebSocketClient(loop)
                          .connect(url)
                          .flatMap(
                              socket ->
                                  peer.upgrader().dial(socket, address.peerId(), address, false))
                          .flatMap(
                              connection ->
                                  new RelayClient(
                                          loop,
                                          new SecureEntropy(),
                                          peer.upgrader(),
                                          connection,
                                          new Quiet())
                                      .reserve()
                                      .map(
                                          reservation -> {
                                            connection.close();
                                            return System.currentTimeMillis();
                                          })))
              .get(ASK_SECONDS, TimeUnit.SECONDS);

      assertThat(at(reserved) - UPGRADE).isBetween(MIN_RESERVATION, MAX_RESERVATION);
    }
  }

  @Test
  void aWeftPageHasTheAnswerOfAKnownPeerThreeRoundTripsAfterItsDialAtMost() throws Exception {
    Files.writeString(
        site.resolve("index.html"),
        "<!doctype html><title>weft</title><script src=/weft/weft.js defer></script>");
    try (House nearNode = siteWithNodeAt(near());
        House farNode = siteWithNodeAt(node.multiaddr())) {
      assertThat(open(nearNode, "/").evaluate("weft.ready.then(r => r.state)")).isEqualTo("alone");
      Page page = open(farNode, "/?weft=debug");
      page.waitForFunction("globalThis.answered");

      int dial = at(page.evaluate("answered")) - at(page.evaluate("dialled"));
      assertThat(dial).isBetween(MIN_DIAL, MAX_DIAL);
    }
  }

  @Test
  void aJsPageTakesMore() throws Exception {
    NodeRuntime.get().bundle("page.js", site.resolve("page.js"));
    Files.writeString(
        site.resolve("js.html"), "<!doctype html><title>js</title><script src=/page.js></script>");
    try (House house = siteWithNodeAt(near())) {
      Page target = open(house, "/js.html");
      target.evaluate(JOIN, near().toString());
      Object address = target.waitForFunction(ADDRESS).jsonValue();
      Page dialer = open(house, "/js.html");
      int reservation = at(dialer.evaluate(JOIN, node.multiaddr().toString())) - UPGRADE;
      dialer.waitForTimeout(QUIET_MILLIS);

      assertThat(reservation).isGreaterThanOrEqualTo(JS_RESERVATION);
      assertThat(dialOfOne(dialer, house, address)).isGreaterThanOrEqualTo(JS_DIAL);
    }
  }

  /** The round trips of a dial that came to its end: some 3 % of js-libp2p's own never do. */
  private int dialOfOne(Page first, House house, Object address) {
    Page dialer = first;
    for (int tries = 1; ; tries++) {
      try {
        int before = at(dialer.evaluate(DIAL, address));
        return at(dialer.evaluate("answered")) - before;
      } catch (PlaywrightException failed) {
        if (tries == JS_TRIES) {
          throw failed;
        }
        dialer = open(house, "/js.html");
        dialer.evaluate(JOIN, node.multiaddr().toString());
        dialer.waitForTimeout(QUIET_MILLIS);
      }
    }
  }

  private static final class Quiet implements RelayClient.Listener {
    @Override
    public void reserved(Reservation reservation) {}

    @Override
    public void reservationLost(MeshException reason) {}
  }
}
