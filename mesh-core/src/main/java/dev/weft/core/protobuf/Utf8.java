package dev.weft.core.protobuf;

import dev.weft.core.io.MeshException;
import java.util.Arrays;

/**
 * Text as UTF-8 (RFC 3629), in the core's own code: the JDK's costs the client ten kilobytes, and
 * replaces what is malformed instead of refusing it.
 */
public final class Utf8 {
  private static final int REPLACEMENT = 0xfffd;

  private Utf8() {}

  /** The bytes of the text; a lone surrogate becomes U+FFFD, as in the browser's TextEncoder. */
  public static byte[] encode(String text) {
    // A character takes three bytes at most, a pair of surrogates four.
    byte[] out = new byte[3 * text.length()];
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      int point = text.charAt(i);
      if (point >= 0xd800 && point <= 0xdfff) {
        int low = i + 1 < text.length() ? text.charAt(i + 1) : 0;
        if (point < 0xdc00 && low >= 0xdc00 && low <= 0xdfff) {
          point = 0x10000 + ((point - 0xd800) << 10) + low - 0xdc00;
          i++;
        } else {
          point = REPLACEMENT;
        }
      }
      int more = sizeOf(point) - 1;
      // The lead byte has as many high bits set as the character has bytes, from two on.
      out[at++] = (byte) (more == 0 ? point : (0xff00 >> (more + 1)) | (point >> (6 * more)));
      while (more-- > 0) {
        out[at++] = (byte) (0x80 | ((point >> (6 * more)) & 0x3f));
      }
    }
    return Arrays.copyOf(out, at);
  }

  /**
   * The text of the bytes.
   *
   * @throws MeshException code {@code bad-utf8} for anything malformed: an overlong form, a
   *     surrogate, a value above U+10FFFF, a sequence cut off
   */
  public static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** As {@link #decode(byte[])}, of the bytes from {@code start} up to {@code end}. */
  public static String decode(byte[] bytes, int start, int end) {
    StringBuilder text = new StringBuilder(end - start);
    for (int at = start; at < end; ) {
      int lead = bytes[at++];
      if (lead >= 0) {
        text.append((char) lead);
        continue;
      }
      int more = lead < -64 ? 0 : lead < -32 ? 1 : lead < -16 ? 2 : lead < -8 ? 3 : 0;
      if (more == 0 || end - at < more) {
        throw malformed();
      }
      int size = more + 1;
      int point = lead & (0x3f >> more);
      while (more-- > 0) {
        int next = bytes[at++];
        if (next >= -64) {
          throw malformed();
        }
        point = (point << 6) | (next & 0x3f);
      }
      if (sizeOf(point) != size || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) {
        throw malformed();
      }
      if (point > 0xffff) {
        text.append((char) (0xd7c0 + (point >> 10)));
        point = 0xdc00 | (point & 0x3ff);
      }
      text.append((char) point);
    }
    return text.toString();
  }

  private static int sizeOf(int point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }

  private static MeshException malformed() {
    return MeshException.peer("bad-utf8");
  }
}
