package dev.weft.e2e.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Attacks 8 and 13: a peer squats on streams and memory of a page, by raw data channels on a
 * connection that was made in order.
 */
class SquattingTest {
  private static final String FETCH = "weft.fetch('/a.bin').then(r => r.blob()).then(b => b.size)";
  private static final int BYTES = 50_000;

  /** What a page may have grown by for all that one peer sends: far more than is allowed it. */
  private static final long MAX_GROWTH_BYTES = 12 << 20;

  /** Keeps the page's connections. */
  private static final String REMEMBER =
      """
      connections = [];
      RTCPeerConnection = class extends RTCPeerConnection {
        constructor(configuration) { super(configuration); connections.push(this); }
      };
      """;

  /** Opens so many channels, and sends a message on each: these bytes, then zeros. */
  private static final String SQUAT =
      """
      ([count, bytes, length]) => {
        const connection = connections.find(each => each.connectionState == 'connected');
        const message = new Uint8Array(length);
        message.set(bytes.split('-').map(Number));
        squatted = [];
        for (let i = 0; i < count; i++) {
          const channel = connection.createDataChannel('');
          channel.onopen = () => { channel.send(message); channel.sent = true; };
          squatted.push(channel);
        }
      }
      """;

  /** Whether all of it has been sent, or cannot be. */
  private static final String SQUATTED =
      "squatted.every(each => each.sent ? !each.bufferedAmount || each.readyState == 'closed'"
          + " : each.readyState == 'closed')";

  @TempDir static Path folder;
  private static House house;
  private final Visitors visitors = new Visitors();

  @BeforeAll
  static void open() throws Exception {
    house = House.open(new SmallSite(folder).page().file("a.bin", new byte[BYTES]).folder());
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @AfterEach
  void leave() {
    visitors.close();
  }

  private static void squat(Page attacker, int channels, String bytes, int length) {
    attacker.evaluate(SQUAT, new Object[] {channels, bytes, length});
  }

  private Page victim() {
    Page page = visitors.visit(house);
    page.evaluate("weft.ready");
    return page;
  }

  private Page attacker() {
    return visitors.meet(house, REMEMBER);
  }

  @Test
  void whoOpensStreamsWithoutEndIsCutOff() {
    Page page = victim();
    long before = Visitors.heapBytes(page);
    squat(attacker(), 300, "0", 1);
    assertThat(Visitors.faults(page)).isEqualTo(50);
    assertThat(page.evaluate("weft.stats().peers")).isEqualTo(0);
    assertThat(page.evaluate(FETCH)).isEqualTo(BYTES);
    assertThat(Visitors.heapBytes(page) - before).isLessThan(MAX_GROWTH_BYTES);
  }

  /**
   * A frame of 2 GB, a frame whose field is said to be as long, a frame in pieces of which the
   * second says so, and a multistream message of that length.
   */
  @ParameterizedTest
  @CsvSource({
    "frame, 255-255-255-255-7",
    "field, 6-18-255-255-255-255-7",
    "fragments, 0-255-255-255-255-7",
    "multistream, 7-18-5-255-255-255-255-7"
  })
  void whoSendsBombsIsCutOff(String what, String bytes) {
    Page page = victim();
    long before = Visitors.heapBytes(page);
    squat(attacker(), 40, bytes, bytes.split("-").length);
    assertThat(Visitors.faults(page)).as(what).isEqualTo(50);
    assertThat(page.evaluate(FETCH)).isEqualTo(BYTES);
    assertThat(Visitors.heapBytes(page) - before).isLessThan(MAX_GROWTH_BYTES);
  }

  /** 200 streams, and on each the beginning of a message that does not go on. */
  @Test
  void whatIsNeverFinishedIsBounded() {
    Page page = victim();
    Page attacker = attacker();
    page.waitForFunction("weft.stats().peers == 1");
    long before = Visitors.heapBytes(page);
    squat(attacker, 200, "255-125", 16_000);
    assertThat(page.evaluate(FETCH)).isEqualTo(BYTES);
    assertThat(page.evaluate("weft.stats().peers")).isEqualTo(1);
    assertThat(Visitors.heapBytes(page) - before).isLessThan(MAX_GROWTH_BYTES);
  }

  /** 100 streams, and on each a quarter of a frame of 1 MiB. */
  @Test
  void ofFramesThatAreTooLongNothingIsKept() {
    Page page = victim();
    Page attacker = attacker();
    long before = Visitors.heapBytes(page);
    squat(attacker, 100, "128-128-64", 256_000);
    attacker.waitForFunction(SQUATTED);
    assertThat(page.evaluate(FETCH)).isEqualTo(BYTES);
    assertThat(Visitors.heapBytes(page) - before).isLessThan(MAX_GROWTH_BYTES);
  }
}
