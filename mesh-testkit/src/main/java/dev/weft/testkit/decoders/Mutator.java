package dev.weft.testkit.decoders;

import dev.weft.testkit.SeededEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes hostile inputs of well-formed ones, the same everywhere for the same seed. */
final class Mutator {
  /** 0, 2^31 - 1 and 2^63 - 1 as a uvarint, and in 2, 4 and 8 bytes, big endian. */
  private static final byte[][] LENGTHS = {
    {0},
    {-1, -1, -1, -1, 7},
    {-1, -1, -1, -1, -1, -1, -1, -1, 0x7f},
    {0, 0},
    {-1, -1},
    {0, 0, 0, 0},
    {0x7f, -1, -1, -1},
    {0, 0, 0, 0, 0, 0, 0, 0},
    {0x7f, -1, -1, -1, -1, -1, -1, -1}
  };

  /** How many of these replace the one byte that is there; the others cover their own width. */
  private static final int UVARINTS = 3;

  /** Lengths beside the real ones, and uvarints that never end or are not minimal. */
  private static final byte[][] ODD_LENGTHS = {
    {1}, {0x7f}, {-128, 1}, {-128, 0}, {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1}
  };

  private final SeededEntropy entropy;
  private final List<byte[]> seeds;

  Mutator(long seed, List<byte[]> seeds) {
    entropy = new SeededEntropy(seed);
    this.seeds = seeds;
  }

  /** One of the seeds with one to four changes. */
  byte[] next() {
    byte[] input = seeds.get(entropy.below(seeds.size()));
    for (int changes = 1 + entropy.below(4); changes > 0; changes--) {
      input = change(input);
    }
    return input;
  }

  private byte[] change(byte[] input) {
    if (input.length == 0) {
      return anyLength();
    }
    int at = entropy.below(input.length);
    int end = at + entropy.below(Math.min(16, input.length - at) + 1);
    byte[] changed = input.clone();
    switch (entropy.below(8)) {
      case 0 -> changed[at] ^= (byte) (1 << entropy.below(8));
      case 1 -> changed[at] = (byte) entropy.below(256);
      case 2 -> changed[at] += (byte) (entropy.below(5) - 2);
      case 3 -> changed = splice(input, at, end, new byte[0]);
      case 4 -> changed = splice(input, at, at, Arrays.copyOfRange(input, at, end));
      case 5 -> changed = splice(input, at, at + 1, anyLength());
      case 6 -> changed = Arrays.copyOf(input, at);
      default -> {
        byte[] other = seeds.get(entropy.below(seeds.size()));
        int from = entropy.below(other.length + 1);
        changed = splice(input, at, input.length, Arrays.copyOfRange(other, from, other.length));
      }
    }
    return changed;
  }

  private byte[] anyLength() {
    int which = entropy.below(LENGTHS.length + ODD_LENGTHS.length);
    return which < LENGTHS.length ? LENGTHS[which] : ODD_LENGTHS[which - LENGTHS.length];
  }

  /** All beginnings of the seeds, the seeds themselves among them. */
  static List<byte[]> truncations(List<byte[]> seeds) {
    List<byte[]> cut = new ArrayList<>();
    for (byte[] seed : seeds) {
      for (int length = 0; length <= seed.length; length++) {
        cut.add(Arrays.copyOf(seed, length));
      }
    }
    return cut;
  }

  /** The seeds with 0, 2^31 - 1 and 2^63 - 1 at every place, so also where their lengths stand. */
  static List<byte[]> lengths(List<byte[]> seeds) {
    List<byte[]> forged = new ArrayList<>();
    for (byte[] seed : seeds) {
      for (int at = 0; at < seed.length; at++) {
        for (int i = 0; i < LENGTHS.length; i++) {
          int end = at + (i < UVARINTS ? 1 : LENGTHS[i].length);
          if (end <= seed.length) {
            forged.add(splice(seed, at, end, LENGTHS[i]));
          }
        }
      }
    }
    return forged;
  }

  private static byte[] splice(byte[] input, int from, int to, byte[] middle) {
    byte[] out = Arrays.copyOf(input, from + middle.length + input.length - to);
    System.arraycopy(middle, 0, out, from, middle.length);
    System.arraycopy(input, to, out, from + middle.length, input.length - to);
    return out;
  }
}
