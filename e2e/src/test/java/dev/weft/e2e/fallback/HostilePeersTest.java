package dev.weft.e2e.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Hostile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails the visitor: the only peer there is, which means ill, or the servers. */
class HostilePeersTest {
  private static final String FETCH =
      "p => weft.fetch(p).then(r => r.arrayBuffer())"
          + ".then(b => crypto.subtle.digest('SHA-256', b))"
          + ".then(d => [...new Uint8Array(d)].map(x => x.toString(16).padStart(2, '0')).join(''))";

  @TempDir Path folder;
  private final List<BrowserContext> visitors = new ArrayList<>();
  private String digest = "";

  @BeforeEach
  void site() throws Exception {
    byte[] asset = new byte[50_000];
    new Random(7).nextBytes(asset);
    digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(asset));
    Files.write(folder.resolve("a.bin"), asset);
    Files.writeString(
        folder.resolve("index.html"),
        "<!doctype html><meta charset=utf-8><title>site</title>"
            + "<script src=/weft/weft.js defer></script>");
  }

  @AfterEach
  void leave() {
    visitors.forEach(BrowserContext::close);
  }

  private Page visit(House house) {
    BrowserContext visitor = Browsers.visitor();
    visitors.add(visitor);
    Page page = visitor.newPage();
    page.navigate(house.url() + "/");
    assertThat(page.evaluate("weft.ready.then(r => r.state)")).isEqualTo("mesh");
    return page;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> fallbacks(Page page) {
    return (Map<String, Object>) page.evaluate("weft.stats().fallbacks");
  }

  /** The asset comes from the origin, whole, for that reason; nothing of the peer's is used. */
  private Page fetchBeside(String mode, String reason) throws Exception {
    try (House house = House.open(folder);
        Hostile hostile = Hostile.join(house, mode)) {
      Page page = visit(house);
      Object millis = page.evaluate("performance.now()");
      assertThat(page.evaluate(FETCH, "/a.bin")).isEqualTo(digest);
      System.out.println(
          mode + ": " + page.evaluate("t => Math.round(performance.now() - t) + ' ms'", millis));
      assertThat(hostile.asked()).isPositive();
      assertThat(fallbacks(page)).containsEntry(reason, 1);
      assertThat(page.evaluate("weft.stats().bytes.peers")).isEqualTo(0);
      assertThat(house.requestsFor("/a.bin")).isEqualTo(1);
      return page;
    }
  }

  @Test
  void aPeerThatStaysSilentCostsTheBudgetAndNoMore() throws Exception {
    fetchBeside("silent", "budget");
  }

  @Test
  void aPeerThatDripsLosesToTheOrigin() throws Exception {
    fetchBeside("drips", "stalled");
  }

  @Test
  void aPeerThatDiesInMidBlockIsReplacedByTheOrigin() throws Exception {
    fetchBeside("dies", "no-peer");
  }

  @Test
  void wrongBytesAreRefusedTheirSenderIsBannedAndNothingOfItIsKept() throws Exception {
    Page page = fetchBeside("lies", "bad-block");
    assertThat(page.evaluate("weft.stats().verifyFailures")).isEqualTo(1);
    assertThat(page.evaluate("weft.stats().peers")).isEqualTo(0);
    assertThat(page.evaluate(FETCH, "/a.bin")).isEqualTo(digest);
    assertThat(page.evaluate("weft.stats().bytes.cache")).isEqualTo(50_000);
  }

  /** Bytes beyond a block's end or twice, of another block, a frame of 2 GB, wants without end. */
  @ParameterizedTest
  @ValueSource(strings = {"overruns", "repeats", "strays", "bombs", "floods"})
  void whoBreaksTheProtocolIsCutOffAndThePageIsWhole(String mode) throws Exception {
    Page page = fetchBeside(mode, "no-peer");
    assertThat(page.evaluate("weft.stats().peers")).isEqualTo(0);
    assertThat(page.evaluate(FETCH, "/a.bin")).isEqualTo(digest);
  }

  /** A visitor who has the asset, from the origin. */
  private void seed(House house) {
    BrowserContext first = Browsers.visitor();
    visitors.add(first);
    Page seed = first.newPage();
    seed.navigate(house.url() + "/");
    seed.evaluate("weft.ready");
    assertThat(seed.evaluate(FETCH, "/a.bin")).isEqualTo(digest);
  }

  private void comesFromThePeer(Page page) {
    assertThat(page.evaluate(FETCH, "/a.bin")).isEqualTo(digest);
    assertThat(page.evaluate("weft.stats().bytes.peers")).isEqualTo(50_000);
    assertThat(page.evaluate("weft.stats().state")).isEqualTo("mesh");
  }

  @Test
  void withTheOriginGoneWhatPeersHaveStillComes() throws Exception {
    try (House house = House.open(folder)) {
      seed(house);
      Page page = visit(house);
      house.origin().close();
      comesFromThePeer(page);
    }
  }

  @Test
  void withTheNodeGoneConnectedPeersGoOn() throws Exception {
    try (House house = House.open(folder)) {
      seed(house);
      Page page = visit(house);
      house.node().close();
      comesFromThePeer(page);
    }
  }
}
