package dev.weft.testkit;

import dev.weft.core.io.Entropy;

/**
 * Random bytes that are the same for the same seed: SplitMix64 (Steele, Lea, Flood, "Fast
 * Splittable Pseudorandom Number Generators", 2014). Not for keys outside of tests.
 */
public final class SeededEntropy implements Entropy {
  private long state;

  /** A generator whose whole output follows from the seed. */
  public SeededEntropy(long seed) {
    state = seed;
  }

  /** The next 64 bits. */
  public long nextLong() {
    state += 0x9e3779b97f4a7c15L;
    long mixed = state;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** A number from 0 up to but not including 1. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** A generator of its own, so that what one part draws does not move the others. */
  public SeededEntropy split() {
    return new SeededEntropy(nextLong());
  }

  @Override
  public void fill(byte[] out) {
    long bits = 0;
    for (int i = 0; i < out.length; i++) {
      if (i % 8 == 0) {
        bits = nextLong();
      }
      out[i] = (byte) bits;
      bits >>>= 8;
    }
  }
}
