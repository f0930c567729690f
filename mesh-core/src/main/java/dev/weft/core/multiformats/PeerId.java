package dev.weft.core.multiformats;

import java.util.Arrays;

/** A PeerId in its binary form. */
public final class PeerId {
  private final byte[] bytes;

  PeerId(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The binary form. */
  public byte[] encode() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
