package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplesTest {
  /** From n down to 1, so that the k-th from below is k. */
  private static Samples to(int count) {
    Samples samples = new Samples();
    for (int value = count; value > 0; value--) {
      samples.add(value);
    }
    return samples;
  }

  /** The ranks of the tables of the sign test, two-sided, at 5 %. */
  @ParameterizedTest
  @CsvSource({"6, 1, 6", "9, 2, 8", "10, 2, 9", "20, 6, 15", "30, 10, 21", "100, 40, 61"})
  void theMediansLimitsAreThoseOfTheSignTest(int count, int low, int high) {
    assertThat(to(count).interval()).isEqualTo(new Samples.Interval(low, high));
  }

  @Test
  void fewerThanSixValuesHaveNone() {
    assertThat(to(5).interval()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "19, 19", "20, 19", "100, 95", "101, 96"})
  void oneInTwentyExceedsP95(int count, int p95) {
    assertThat(to(count).p95()).isEqualTo(p95);
  }
}
