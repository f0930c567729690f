package dev.weft.e2e.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Hostile;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails the visitor: the only peer there is, which means ill, or the servers. */
class HostilePeersTest {
  private static final int BYTES = 50_000;

  @TempDir static Path folder;
  private static String digest = "";
  private final Visitors visitors = new Visitors();

  @BeforeAll
  static void site() throws Exception {
    byte[] asset = new byte[BYTES];
    new Random(7).nextBytes(asset);
    digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(asset));
    new SmallSite(folder).page().file("a.bin", asset);
  }

  @AfterEach
  void leave() {
    visitors.close();
  }

  /** Attacks 2, 5, 13 and 16. */
  @Nested
  class Peers {
    private static House house;

    @BeforeAll
    static void open() throws Exception {
      house = House.open(folder);
    }

    @AfterAll
    static void close() {
      house.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fallbacks(Page page) {
      return (Map<String, Object>) page.evaluate("weft.stats().fallbacks");
    }

    /** The asset comes from the origin, whole, for that reason; nothing of the peer's is used. */
    private Page fetchBeside(String mode, String reason) {
      long before = house.requestsFor("/a.bin");
      try (Hostile hostile = Hostile.join(house, mode)) {
        Page page = visitors.meet(house);
        Object millis = page.evaluate("performance.now()");
        assertThat(page.evaluate(Visitors.FETCH, "/a.bin")).isEqualTo(digest);
        System.out.println(
            mode + ": " + page.evaluate("t => Math.round(performance.now() - t) + ' ms'", millis));
        Visitors.counted(page, 1);
        assertThat(hostile.asked()).isPositive();
        assertThat(fallbacks(page)).containsEntry(reason, 1);
        assertThat(page.evaluate("weft.stats().bytes.peers")).isEqualTo(0);
        await().until(() -> house.requestsFor("/a.bin") == before + 1);
        return page;
      }
    }

    @Test
    void oneThatStaysSilentCostsTheBudgetAndNoMore() {
      fetchBeside("silent", "budget");
    }

    @Test
    void oneThatDripsLosesToTheOrigin() {
      fetchBeside("drips", "stalled");
    }

    /** It is not waited for without end even while there is nobody else. */
    @Test
    void oneThatDripsPastItsTimeIsCutOff() throws Exception {
      try (House own = House.open(folder);
          Hostile hostile = Hostile.join(own, "drips")) {
        Page page = visitors.meet(own);
        own.origin().close();
        page.evaluate("weft.fetch('/a.bin').then(r => r.blob()).catch(e => { failure = e.code })");
        assertThat(Visitors.faults(page)).isEqualTo(20);
        assertThat(hostile.asked()).isEqualTo(1);
        assertThat(page.evaluate("failure")).isEqualTo("unavailable");
        assertThat(page.evaluate("weft.stats().peers")).isEqualTo(0);
      }
    }

    @Test
    void oneThatDiesInMidBlockIsReplacedByTheOrigin() {
      fetchBeside("dies", "no-peer");
    }

    @Test
    void wrongBytesAreRefusedTheirSenderIsBannedAndNothingOfItIsKept() {
      Page page = fetchBeside("lies", "bad-block");
      assertThat(page.evaluate("weft.stats().verifyFailures")).isEqualTo(1);
      assertThat(Visitors.faults(page)).isGreaterThanOrEqualTo(100);
      assertThat(page.evaluate("weft.stats().peers")).isEqualTo(0);
      assertThat(page.evaluate(Visitors.FETCH, "/a.bin")).isEqualTo(digest);
      Visitors.counted(page, 2);
      assertThat(page.evaluate("weft.stats().bytes.cache")).isEqualTo(BYTES);
    }

    /**
     * Bytes beyond a block's end or twice, of another block, after a gap, of a block that cannot
     * be; a frame of 2 GB, wants without end.
     */
    @ParameterizedTest
    @ValueSource(strings = {"overruns", "repeats", "strays", "gaps", "beyond", "bombs", "floods"})
    void whoAnswersAgainstTheProtocolIsCutOffAndThePageIsWhole(String mode) {
      Page page = fetchBeside(mode, "no-peer");
      assertThat(Visitors.faults(page)).isEqualTo(50);
      assertThat(page.evaluate("weft.stats().peers")).isEqualTo(0);
      assertThat(page.evaluate(Visitors.FETCH, "/a.bin")).isEqualTo(digest);
    }

    /** A have or a change beyond the shard, a want of a block that is not there, or twice. */
    @ParameterizedTest
    @ValueSource(strings = {"misfits", "changes", "reaches", "doubles"})
    void whoBeginsAgainstTheProtocolIsCutOffAndThePageIsWhole(String mode) {
      try (Hostile hostile = Hostile.join(house, mode)) {
        Page page = visitors.visit(house);
        assertThat(Visitors.faults(page)).isEqualTo(50);
        assertThat(page.evaluate(Visitors.FETCH, "/a.bin")).isEqualTo(digest);
        assertThat(hostile.asked()).isZero();
      }
    }
  }

  /** A visitor who has the asset, from the origin. */
  private void seed(House house) {
    Page seed = visitors.visit(house);
    seed.evaluate("weft.ready");
    assertThat(seed.evaluate(Visitors.FETCH, "/a.bin")).isEqualTo(digest);
  }

  private static void comesFromThePeer(Page page) {
    assertThat(page.evaluate(Visitors.FETCH, "/a.bin")).isEqualTo(digest);
    assertThat(page.evaluate("weft.stats().bytes.peers")).isEqualTo(BYTES);
    assertThat(page.evaluate("weft.stats().state")).isEqualTo("mesh");
  }

  @Test
  void withTheOriginGoneWhatPeersHaveStillComes() throws Exception {
    try (House house = House.open(folder)) {
      seed(house);
      Page page = visitors.meet(house);
      house.origin().close();
      comesFromThePeer(page);
    }
  }

  @Test
  void withTheNodeGoneConnectedPeersGoOn() throws Exception {
    try (House house = House.open(folder)) {
      seed(house);
      Page page = visitors.meet(house);
      house.node().close();
      comesFromThePeer(page);
    }
  }
}
