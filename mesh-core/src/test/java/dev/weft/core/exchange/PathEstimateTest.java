package dev.weft.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathEstimateTest {
  private static final int SLICE = ExchangeWire.SLICE_BYTES;

  private final PathEstimate path = new PathEstimate();
  private long nowMillis;

  /** Slices that come at a steady rate, after an idle time. */
  private void flow(int slices, double bytesPerMilli) {
    double at = nowMillis;
    for (int i = 0; i < slices; i++) {
      at += SLICE / bytesPerMilli;
      path.received(SLICE, i == 0, Math.round(at));
    }
    nowMillis = Math.round(at);
  }

  @Test
  void theWindowStartsAt256Kib() {
    assertThat(path.windowBytes()).isEqualTo(256 * 1024);
  }

  @Test
  void theRoundTripIsTheShortestSeen() {
    path.firstByte(80);
    path.firstByte(40);
    path.firstByte(300);
    assertThat(path.rttMillis()).isEqualTo(40);
  }

  @Test
  void aPathIsFastWhenThatIsKnown() {
    assertThat(path.isFast()).isFalse();
    flow(100, 4_500);
    assertThat(path.isFast()).isFalse();
    flow(100, 5_500);
    assertThat(path.isFast()).isTrue();
    flow(100, 1_000);
    assertThat(path.isFast()).isFalse();
  }

  @Test
  void theWindowIsWhatThePathCarriesInARoundTripAndTheQueue() {
    path.firstByte(40);
    flow(100, 2_500);
    assertThat(path.bytesPerMilli()).isBetween(2_400.0, 2_600.0);
    assertThat(path.windowBytes()).isBetween(2_400 * 140, 2_600 * 140);
  }

  @Test
  void theWindowShrinksWithTheRateButNotBelowFourSlices() {
    path.firstByte(40);
    flow(100, 2_500);
    int before = path.windowBytes();
    flow(100, 1_250);
    assertThat(path.windowBytes()).isLessThan(before * 6 / 10);
    flow(100, 10);
    assertThat(path.windowBytes()).isEqualTo(4 * SLICE);
  }

  @Test
  void whatAPageTakesInAtOnceAfterAHoldUpDoesNotWidenTheWindow() {
    path.firstByte(40);
    flow(100, 2_500);
    int before = path.windowBytes();
    long held = nowMillis + 100;
    int widest = 0;
    for (int i = 0; i < 15; i++) {
      path.received(SLICE, false, held + i / 3);
      widest = Math.max(widest, path.windowBytes());
    }
    assertThat(widest).isLessThanOrEqualTo(before);
  }

  @Test
  void theWindowNeverExceedsWhatAPeerMayOwe() {
    path.firstByte(100);
    flow(500, 100_000);
    assertThat(path.windowBytes()).isEqualTo(PathEstimate.MAX_OUTSTANDING_BYTES);
  }

  @Test
  void idleTimeIsNoRate() {
    path.firstByte(40);
    flow(50, 2_500);
    double before = path.bytesPerMilli();
    nowMillis += 60_000;
    flow(50, 2_500);
    assertThat(path.bytesPerMilli()).isBetween(before * 0.9, before * 1.1);
  }

  @Test
  void burstsAndTheLullsBetweenThemAreOneRate() {
    path.firstByte(40);
    path.received(SLICE, true, nowMillis);
    for (int slice = 0; slice < 120; slice++) {
      nowMillis += slice % 6 == 0 ? 60 : 1;
      path.received(SLICE, false, nowMillis);
    }
    double average = 6 * SLICE / 65.0;
    assertThat(path.bytesPerMilli()).isBetween(average / 2, average * 2);
  }
}
