package dev.weft.site.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoiseTest {
  private final Noise noise = new Noise(7);

  @Test
  void theSameSeedGivesTheSameMorning() {
    assertThat(new Noise(7).fbm(1.3, 2.7, 5)).isEqualTo(noise.fbm(1.3, 2.7, 5));
    assertThat(new Noise(8).fbm(1.3, 2.7, 5)).isNotEqualTo(noise.fbm(1.3, 2.7, 5));
  }

  @Test
  void gradientNoiseIsZeroOnTheGridAndBoundedOffIt() {
    assertThat(noise.at(3, -4)).isZero();
    for (int i = 0; i < 1000; i++) {
      assertThat(noise.at(i * 0.37, i * -0.11)).isBetween(-1.4, 1.4);
      assertThat(noise.ridged(i * 0.37, i * -0.11, 6)).isBetween(0.0, 1.0);
      assertThat(noise.cell(i, -i)).isBetween(0.0, 1.0);
    }
  }

  @Test
  void itIsContinuousAcrossCells() {
    assertThat(Math.abs(noise.at(2 - 1e-9, 0.5) - noise.at(2 + 1e-9, 0.5))).isLessThan(1e-6);
  }
}
