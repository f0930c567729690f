package dev.weft.core.io;

import java.util.Arrays;

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

  /**
   * A part of an array to which nobody writes while it is in use: a browser's shares the memory.
   */
  public static byte[] view(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
