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
    while ((rest & ~0x7f) != 0) {
      out[at++] = (byte) ((rest & 0x7f) | 0x80);
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
    long value = 0;
    for (int at = offset, shift = 0; shift < 7 * MAX_BYTES; at++, shift += 7) {
      if (at >= in.length) {
        throw MeshException.peer("bad-varint", "cut off");
      }
      int digit = in[at];
      value |= (long) (digit & 0x7f) << shift;
      if (digit >= 0) {
        if (digit == 0 && shift > 0) {
          throw MeshException.peer("bad-varint", "not minimal");
        }
        return value;
      }
    }
    throw MeshException.peer("bad-varint", "over 9 bytes");
  }
}
