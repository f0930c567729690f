package dev.weft.core.io;

/** Cryptographically strong random bytes, or seeded ones in a simulation. */
public interface Entropy {
  /** Fills the whole array. */
  void fill(byte[] out);

  /** A new array of random bytes. */
  default byte[] bytes(int count) {
    byte[] out = new byte[count];
    fill(out);
    return out;
  }

  /** A number from 0 up to but not including {@code bound}, which must be positive. */
  default int below(int bound) {
    byte[] raw = bytes(4);
    int bits =
        (raw[0] & 0x7f) << 24 | (raw[1] & 0xff) << 16 | (raw[2] & 0xff) << 8 | (raw[3] & 0xff);
    return bits % bound;
  }
}
