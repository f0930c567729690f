package dev.weft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeededEntropyTest {
  /** Reference output of the published SplitMix64 for seed 1234567. */
  @Test
  void itIsSplitMix64() {
    SeededEntropy entropy = new SeededEntropy(1234567);
    assertThat(entropy.nextLong()).isEqualTo(6457827717110365317L);
    assertThat(entropy.nextLong()).isEqualTo(3203168211198807973L);
    assertThat(entropy.nextLong()).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
  }

  @Test
  void theSameSeedGivesTheSameBytes() {
    assertThat(new SeededEntropy(7).bytes(33)).isEqualTo(new SeededEntropy(7).bytes(33));
    assertThat(new SeededEntropy(7).bytes(33)).isNotEqualTo(new SeededEntropy(8).bytes(33));
  }
}
