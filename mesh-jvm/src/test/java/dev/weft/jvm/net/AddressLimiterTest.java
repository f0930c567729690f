package dev.weft.jvm.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AddressLimiterTest {
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final AddressLimiter limiter = new AddressLimiter(() -> now, 2, 1000, 3);

  @Test
  void allowsABurstThenOneARefill() {
    assertThat(limiter.tryAcquire("a")).isTrue();
    assertThat(limiter.tryAcquire("a")).isTrue();
    assertThat(limiter.tryAcquire("a")).isFalse();

    now = now.plus(Duration.ofMillis(999));
    assertThat(limiter.tryAcquire("a")).isFalse();
    now = now.plus(Duration.ofMillis(1));
    assertThat(limiter.tryAcquire("a")).isTrue();
    assertThat(limiter.tryAcquire("a")).isFalse();
  }

  @Test
  void savesNoMoreThanABurst() {
    now = now.plus(Duration.ofDays(1));
    limiter.tryAcquire("a");
    now = now.plus(Duration.ofDays(1));

    assertThat(limiter.tryAcquire("a")).isTrue();
    assertThat(limiter.tryAcquire("a")).isTrue();
    assertThat(limiter.tryAcquire("a")).isFalse();
  }

  @Test
  void keepsAddressesApart() {
    limiter.tryAcquire("a");
    limiter.tryAcquire("a");

    assertThat(limiter.tryAcquire("b")).isTrue();
  }

  @Test
  void remembersABoundedNumberOfAddresses() {
    for (int i = 0; i < 100; i++) {
      limiter.tryAcquire("address-" + i);
    }

    assertThat(limiter.size()).isEqualTo(3);
  }
}
