package dev.weft.jvm.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reverse proxies whose {@code X-Forwarded-For} is believed, as addresses or CIDR ranges. From
 * anybody else the header is ignored: it is the client's own word.
 */
public final class TrustedProxies {
  /** Believes nobody. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  /** Hops that are looked at, from the right: a longer chain is made up. */
  private static final int MAX_HOPS = 16;

  private static final int IPV6_GROUP_BYTES = 8;

  private final List<Range> ranges;

  private static final class Range {
    private final byte[] prefix;
    private final int bits;

    Range(byte[] prefix, int bits) {
      this.prefix = prefix;
      this.bits = bits;
    }

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      int whole = bits / 8;
      int rest = bits % 8;
      if (!Arrays.equals(prefix, 0, whole, address, 0, whole)) {
        return false;
      }
      int mask = 0xff << (8 - rest);
      return rest == 0 || ((prefix[whole] ^ address[whole]) & mask & 0xff) == 0;
    }
  }

  private TrustedProxies(List<Range> ranges) {
    this.ranges = ranges;
  }

  /**
   * The proxies of that list.
   *
   * @throws IllegalArgumentException when one is neither an address nor {@code address/bits}
   */
  public static TrustedProxies of(List<String> texts) {
    List<Range> ranges = new ArrayList<>();
    for (String text : texts) {
      ranges.add(range(text));
    }
    return new TrustedProxies(List.copyOf(ranges));
  }

  private static Range range(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException(
          "--trusted-proxy takes an IP address or a range such as 10.0.0.0/8, not '" + text + "'");
    }
    byte[] prefix = address.getAddress();
    int bits = prefix.length * 8;
    if (slash >= 0) {
      String given = text.substring(slash + 1);
      if (!given.matches("[0-9]{1,3}") || Integer.parseInt(given) > bits) {
        throw new IllegalArgumentException(
            "--trusted-proxy: '" + text + "' has no prefix length of 0 to " + bits);
      }
      bits = Integer.parseInt(given);
    }
    return new Range(prefix, bits);
  }

  /**
   * The visitor's address: of the connection, or, when that is a trusted proxy, the last one in
   * {@code X-Forwarded-For} that is not.
   */
  public InetAddress client(InetAddress remote, @Nullable String forwardedFor) {
    if (forwardedFor == null || !isTrusted(remote)) {
      return remote;
    }
    String[] hops = forwardedFor.split(",", -1);
    InetAddress client = remote;
    for (int i = hops.length - 1; i >= Math.max(0, hops.length - MAX_HOPS); i--) {
      InetAddress hop = literal(hops[i].trim());
      if (hop == null) {
        return client;
      }
      client = hop;
      if (!isTrusted(hop)) {
        return client;
      }
    }
    return client;
  }

  /** Whether its header is believed. */
  public boolean isTrusted(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (Range range : ranges) {
      if (range.contains(bytes)) {
        return true;
      }
    }
    return false;
  }

  /** What per-address bounds count by: the IPv4 address, or the IPv6 /64 that one line has. */
  public static String group(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    StringBuilder group = new StringBuilder();
    byte[] bytes = address.getAddress();
    for (int i = 0; i < IPV6_GROUP_BYTES; i += 2) {
      group.append(Integer.toHexString((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff))).append(':');
    }
    return group.append(":/64").toString();
  }

  /** The address that a literal names; null for anything else, never a name look-up. */
  private static @Nullable InetAddress literal(String text) {
    String bare = text;
    if (bare.startsWith("[") && bare.endsWith("]")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    boolean v4 = bare.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    boolean v6 = bare.indexOf(':') >= 0 && bare.matches("[0-9a-fA-F:.]{2,45}");
    if (!v4 && !v6) {
      return null;
    }
    try {
      return InetAddress.getByName(bare);
    } catch (UnknownHostException notAnAddress) {
      return null;
    }
  }
}
