package dev.weft.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is dropped for being slow, and who is not: 1 kB/s for 2 s, and a minute without a byte. */
class PaceTest {
  private static final PipeSettings SETTINGS =
      PipeSettings.builder()
          .stall(new PipeSettings.Stall(1000, Duration.ofSeconds(2)))
          .idleLimit(Duration.ofMinutes(1))
          .build();

  private final Pace pace = new Pace();
  private final long start = System.nanoTime();

  private String lateness(double seconds, long taken, boolean behind) {
    long now = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    return String.valueOf(pace.lateness(now, taken, behind, SETTINGS));
  }

  @Test
  void whoTakesLessThanTheRateForTheTimeIsTooSlow() {
    assertThat(lateness(1, 500, true)).isEqualTo("null");
    assertThat(lateness(2.1, 1500, true)).contains("less than");
  }

  @Test
  void whoTakesTheRateIsNot() {
    assertThat(lateness(2.1, 2500, true)).isEqualTo("null");
    assertThat(lateness(4.2, 5000, true)).isEqualTo("null");
    assertThat(lateness(6.3, 7000, true)).as("each time is judged by itself").contains("less");
  }

  @Test
  void whoHasNothingToTakeIsNotSlow() {
    assertThat(lateness(10, 100, false)).isEqualTo("null");
    assertThat(lateness(11, 100, true)).as("for a second").isEqualTo("null");
    assertThat(lateness(12.1, 100, true)).contains("less than");
  }

  @Test
  void whoTakesNothingForTheIdleLimitIsDropped() {
    PipeSettings patient = PipeSettings.builder().idleLimit(Duration.ofMinutes(1)).build();
    long minute = TimeUnit.MINUTES.toNanos(1);
    assertThat(pace.lateness(start + minute / 2, 5, true, patient)).isNull();
    assertThat(pace.lateness(start + minute, 5, true, patient)).isNull();
    assertThat(pace.lateness(start + minute * 8 / 5, 5, true, patient)).contains("took nothing");
  }

  @Test
  void whoHasNothingToTakeIsNotIdle() {
    long minute = TimeUnit.MINUTES.toNanos(1);
    assertThat(pace.lateness(start + 5 * minute, 0, false, SETTINGS)).isNull();
    assertThat(lateness(301, 0, true)).isEqualTo("null");
  }
}
