package dev.weft.bootstrap.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
  private final InetAddress a = address("192.0.2.1");
  private final InetAddress b = address("192.0.2.2");
  private final ConnectionLimits limits = new ConnectionLimits(3, 2);

  @Test
  void boundsAnAddress() {
    assertThat(limits.enter(a)).isTrue();
    assertThat(limits.enter(a)).isTrue();
    assertThat(limits.enter(a)).isFalse();
    assertThat(limits.enter(b)).isTrue();
  }

  @Test
  void boundsAll() {
    limits.enter(a);
    limits.enter(a);
    limits.enter(b);

    assertThat(limits.enter(address("192.0.2.3"))).isFalse();
    assertThat(limits.open()).isEqualTo(3);
  }

  @Test
  void whoLeavesMakesRoom() {
    limits.enter(a);
    limits.enter(a);
    limits.leave(a);

    assertThat(limits.enter(a)).isTrue();
    limits.leave(a);
    limits.leave(a);
    assertThat(limits.open()).isZero();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
