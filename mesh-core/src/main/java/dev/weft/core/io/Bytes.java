package dev.weft.core.io;

/** What is done with arrays of bytes everywhere. */
public final class Bytes {
  /** No bytes. */
  public static final byte[] NONE = {};

  private Bytes() {}

  /** The parts one after the other, in a new array. */
  public static byte[] join(byte[]... parts) {
    int size = 0;
    for (byte[] part : parts) {
      size += part.length;
    }
    byte[] joined = new byte[size];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
