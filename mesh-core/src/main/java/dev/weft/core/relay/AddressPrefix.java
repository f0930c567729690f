package dev.weft.core.relay;

import dev.weft.core.multiformats.Multiaddr;
import java.util.Arrays;

/** The network that a peer comes from: what bounds count by, since addresses are cheap. */
public final class AddressPrefix {
  /** A /24 of IPv4 and a /48 of IPv6 is what one customer commonly has at most. */
  private static final int IP4_BYTES = 3;

  private static final int IP6_BYTES = 6;

  private AddressPrefix() {}

  /**
   * The prefix of the address, as bytes in hex after the family; all addresses without an IP share
   * one prefix.
   */
  public static String of(Multiaddr address) {
    byte[] ip = address.value(Multiaddr.IP4);
    if (ip != null) {
      return "4:" + hex(Arrays.copyOf(ip, IP4_BYTES));
    }
    ip = address.value(Multiaddr.IP6);
    return ip == null ? "" : "6:" + hex(Arrays.copyOf(ip, IP6_BYTES));
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte each : bytes) {
      text.append(Character.forDigit(each >> 4 & 15, 16)).append(Character.forDigit(each & 15, 16));
    }
    return text.toString();
  }
}
