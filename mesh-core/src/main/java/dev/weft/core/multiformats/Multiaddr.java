package dev.weft.core.multiformats;

import java.util.Arrays;

/** A Multiaddr in its binary form. */
public final class Multiaddr {
  private final byte[] bytes;

  Multiaddr(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The binary form. */
  public byte[] encode() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multiaddr that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
