package dev.weft.core.multiformats;

import dev.weft.core.io.MeshException;

/**
 * Unsigned LEB128 as the multiformats use it (multiformats/unsigned-varint): seven bits a byte, low
 * bits first, of minimal length, at most nine bytes, so at most 2^63 − 1.
 */
public final class Uvarint {
  /** The longest form, in bytes (unsigned-varint, "Practical maximum of 9 bytes"). */
  public static final int MAX_BYTES = 9;

  private Uvarint() {}

  /** How many bytes the value takes; it must not be negative. */
  public static int size(long value) {
    int size = 1;
    for (long rest = value >>> 7; rest != 0; rest >>>= 7) {
      size++;
    }
    return size;
  }

  /**
   * Writes the value at the offset. A negative one, which has no place in the multiformats, is
   * written as its 64 bits in ten bytes, as protobuf does.
   *
   * @return the offset after it
   */
  public static int write(long value, byte[] out, int offset) {
    int at = offset;
    long rest = value;
    while (rest >>> 7 != 0) {
      out[at++] = (byte) ((int) rest | 0x80);
      rest >>>= 7;
    }
    out[at++] = (byte) rest;
    return at;
  }

  /** The value alone. */
  public static byte[] encode(long value) {
    byte[] out = new byte[size(value)];
    write(value, out, 0);
    return out;
  }

  /**
   * The value at the offset. As the form is minimal, it ends at {@code offset + size(value)}.
   *
   * @throws MeshException code {@code bad-varint} when it is cut off, too long or not minimal
   */
  public static long read(byte[] in, int offset) {
    int end = end(in, offset, in.length, MAX_BYTES);
    if (end < 0 || (in[end - 1] == 0 && end > offset + 1)) {
      throw MeshException.peer("bad-varint");
    }
    return value(in, offset, end);
  }

  /** The offset after the varint at the offset; -1 when it is cut off or too long. */
  public static int end(byte[] in, int offset, int limit, int maxBytes) {
    for (int at = offset; at < limit && at < offset + maxBytes; at++) {
      if (in[at] >= 0) {
        return at + 1;
      }
    }
    return -1;
  }

  /** The 64 low bits of the varint between the offsets. */
  public static long value(byte[] in, int from, int to) {
    long value = 0;
    for (int at = to - 1; at >= from; at--) {
      value = value * 128 + (in[at] & 0x7f);
    }
    return value;
  }
}
