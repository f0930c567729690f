package dev.weft.core.kad;

import java.util.Arrays;

/** Which IP addresses mean the same host everywhere. */
final class PublicAddress {
  private static final int IP4_BYTES = 4;
  private static final int IP6_BYTES = 16;

  /** Not global (IANA IPv4 special-purpose registry): first bytes, and how many bits of them. */
  private static final int[][] SPECIAL_IP4 = {
    {0, 0, 0, 8}, // this network
    {10, 0, 0, 8},
    {100, 64, 0, 10}, // carriers' NATs
    {127, 0, 0, 8},
    {169, 254, 0, 16}, // link-local, and clouds' metadata services
    {172, 16, 0, 12},
    {192, 0, 0, 24},
    {192, 0, 2, 24}, // documentation
    {192, 168, 0, 16},
    {198, 18, 0, 15}, // benchmarks
    {198, 51, 100, 24}, // documentation
    {203, 0, 113, 24}, // documentation
    {224, 0, 0, 3}, // multicast, reserved, broadcast
  };

  /** Where an IPv4 address follows: mapped (RFC 4291) and translated (RFC 6052). */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private static final byte[] TRANSLATED = {0, 0x64, -1, -0x65, 0, 0, 0, 0, 0, 0, 0, 0};

  private PublicAddress() {}

  /** Whether it is one; the address has 4 or 16 bytes. */
  static boolean is(byte[] ip) {
    if (ip.length == IP4_BYTES) {
      return !isSpecialIp4(ip);
    }
    if (startsWith(ip, MAPPED) || startsWith(ip, TRANSLATED)) {
      return is(Arrays.copyOfRange(ip, IP6_BYTES - IP4_BYTES, IP6_BYTES));
    }
    int first = (ip[0] & 0xff) << 8 | (ip[1] & 0xff);
    int second = (ip[2] & 0xff) << 8 | (ip[3] & 0xff);
    if (first == 0x2002) { // 6to4 (RFC 3056): the IPv4 address of the router
      return is(Arrays.copyOfRange(ip, 2, 2 + IP4_BYTES));
    }
    boolean teredoOrBelow = first == 0x2001 && second < 0x200;
    boolean documentation = first == 0x2001 && second == 0xdb8;
    // Global unicast is 2000::/3 (RFC 4291, section 2.4, as assigned).
    return first >> 13 == 1 && !teredoOrBelow && !documentation;
  }

  private static boolean isSpecialIp4(byte[] ip) {
    int start = (ip[0] & 0xff) << 16 | (ip[1] & 0xff) << 8 | (ip[2] & 0xff);
    for (int[] range : SPECIAL_IP4) {
      int from = range[0] << 16 | range[1] << 8 | range[2];
      if ((start ^ from) >> (24 - range[3]) == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] ip, byte[] prefix) {
    return Arrays.equals(Arrays.copyOf(ip, prefix.length), prefix);
  }
}
