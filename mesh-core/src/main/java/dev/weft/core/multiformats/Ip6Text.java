package dev.weft.core.multiformats;

import dev.weft.core.io.MeshException;

/** IPv6 addresses in text: RFC 4291, section 2.2, read; RFC 5952 written. */
final class Ip6Text {
  private static final int GROUPS = 8;

  private Ip6Text() {}

  /** Sixteen bytes; the last four may stand as IPv4, one run of zero groups as {@code ::}. */
  static byte[] parse(String text) {
    byte[] address = new byte[2 * GROUPS];
    int gap = text.indexOf("::");
    if (gap < 0) {
      if (parseGroups(text, address) != GROUPS) {
        throw malformed();
      }
      return address;
    }
    byte[] tail = new byte[2 * GROUPS];
    int before = gap == 0 ? 0 : parseGroups(text.substring(0, gap), address);
    int after = gap + 2 == text.length() ? 0 : parseGroups(text.substring(gap + 2), tail);
    if (before + after >= GROUPS) {
      throw malformed();
    }
    System.arraycopy(tail, 0, address, 2 * (GROUPS - after), 2 * after);
    return address;
  }

  /** Fills groups from the start of the array and returns their number. */
  private static int parseGroups(String text, byte[] out) {
    int count = 0;
    for (int at = 0; at <= text.length(); count++) {
      int colon = text.indexOf(':', at);
      int end = colon < 0 ? text.length() : colon;
      if (colon < 0 && text.indexOf('.', at) >= 0 && count <= GROUPS - 2) {
        System.arraycopy(MultiaddrText.ip4(text.substring(at)), 0, out, 2 * count, 4);
        return count + 2;
      }
      if (count == GROUPS || end == at || end - at > 4) {
        throw malformed();
      }
      int group = 0;
      for (int i = at; i < end; i++) {
        group = (group << 4) | MultiaddrText.hexDigit(text.charAt(i));
      }
      out[2 * count] = (byte) (group >> 8);
      out[2 * count + 1] = (byte) group;
      at = end + 1;
    }
    return count;
  }

  /** Lower case, no leading zeros, the first longest run of two or more zero groups as ::. */
  static String print(byte[] address) {
    int gapStart = -1;
    int gapLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = 0;
      while (i + run < GROUPS && group(address, i + run) == 0) {
        run++;
      }
      if (run > gapLength) {
        gapStart = i;
        gapLength = run;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == gapStart) {
        text.append("::");
        i += gapLength - 1;
      } else {
        if (i > 0 && i != gapStart + gapLength) {
          text.append(':');
        }
        text.append(Integer.toHexString(group(address, i)));
      }
    }
    return text.toString();
  }

  private static int group(byte[] address, int index) {
    return ((address[2 * index] & 0xff) << 8) | (address[2 * index + 1] & 0xff);
  }

  private static MeshException malformed() {
    return Multiaddr.malformed();
  }
}
