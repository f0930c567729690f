package dev.weft.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Paths that were used. */
class GoneTest {
  @Test
  void areKnownFromTheirEndOn() {
    Gone gone = new Gone(Duration.ofHours(1));
    assertThat(gone.contains("a")).isFalse();
    gone.add("a");
    assertThat(gone.contains("a")).isTrue();
    assertThat(gone.contains("b")).isFalse();
  }

  @Test
  void areFreeAtOnceWhenToldSo() {
    Gone gone = new Gone(Duration.ZERO);
    gone.add("a");
    assertThat(gone.contains("a")).isFalse();
  }

  @Test
  void areForgottenFromTheOldestOnWhenTheyAreTooMany() {
    Gone gone = new Gone(Duration.ofHours(1));
    for (int i = 0; i <= Gone.MOST_PATHS; i++) {
      gone.add("path-" + i);
    }
    assertThat(gone.contains("path-0")).isFalse();
    assertThat(gone.contains("path-1")).isTrue();
    assertThat(gone.contains("path-" + Gone.MOST_PATHS)).isTrue();
  }
}
