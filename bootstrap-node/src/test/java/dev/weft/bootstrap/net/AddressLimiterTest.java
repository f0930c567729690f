package dev.weft.bootstrap.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bootstrap.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AddressLimiterTest {
  private final FakeClock clock = new FakeClock();
  private final AddressLimiter limiter = new AddressLimiter(clock, 2, 1000, 3);

  @Test
  void allowsABurstThenOneARefill() {
    assertThat(limiter.tryAcquire("a")).isTrue();
    assertThat(limiter.tryAcquire("a")).isTrue();
    assertThat(limiter.tryAcquire("a")).isFalse();

    clock.advance(Duration.ofMillis(999));
    assertThat(limiter.tryAcquire("a")).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(limiter.tryAcquire("a")).isTrue();
    assertThat(limiter.tryAcquire("a")).isFalse();
  }

  @Test
  void savesNoMoreThanABurst() {
    clock.advance(Duration.ofDays(1));
    limiter.tryAcquire("a");
    clock.advance(Duration.ofDays(1));

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
