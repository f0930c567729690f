package dev.weft.origin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowLineTest {
  /** A byte takes a microsecond. */
  private final SlowLine line = new SlowLine(8_000_000);

  private static long micros(long count) {
    return TimeUnit.MICROSECONDS.toNanos(count);
  }

  @Test
  void takesItsTimeEvenWhenIdle() {
    assertThat(line.reserve(100, micros(50))).isEqualTo(micros(150));
  }

  @Test
  void servesInTurn() {
    line.reserve(100, 0);
    assertThat(line.reserve(100, micros(10))).isEqualTo(micros(200));
    assertThat(line.reserve(100, micros(20))).isEqualTo(micros(300));
  }

  @Test
  void savesNothingUpWhileIdle() {
    line.reserve(100, 0);
    assertThat(line.reserve(100, micros(5000))).isEqualTo(micros(5100));
  }

  @Test
  void losesNothingToALateTimer() {
    long first = line.reserve(100, 0);
    assertThat(line.reserve(100, first)).isEqualTo(micros(200));
  }

  @Test
  void worksOnBothSidesOfZero() {
    assertThat(line.reserve(100, micros(-1000))).isEqualTo(micros(-900));
    assertThat(line.reserve(1000, micros(-1000))).isEqualTo(micros(100));
  }

  @Test
  void cutsSlicesByTime() {
    assertThat(line.bytesIn(micros(3000), 256, 16_384)).isEqualTo(3000);
    assertThat(new SlowLine(8000).bytesIn(micros(3000), 256, 16_384)).isEqualTo(256);
    assertThat(new SlowLine(8_000_000_000L).bytesIn(micros(3000), 256, 16_384)).isEqualTo(16_384);
  }
}
