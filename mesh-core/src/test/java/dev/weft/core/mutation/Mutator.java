package dev.weft.core.mutation;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes well-formed inputs a little, the same way for the same seed. */
final class Mutator {
  private static final byte[][] LENGTHS = {
    {0},
    {1},
    {0x7f},
    {(byte) 0x80, 1},
    {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7},
    {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 8},
    {-1, -1, -1, -1, -1, -1, -1, -1, 0x7f},
    {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1}
  };

  private final Random random;
  private final List<byte[]> seeds;

  Mutator(long seed, List<byte[]> seeds) {
    random = new Random(seed);
    this.seeds = seeds;
  }

  /** One of the seeds with one to four changes. */
  byte[] next() {
    byte[] input = seeds.get(random.nextInt(seeds.size()));
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      input = change(input);
    }
    return input;
  }

  private byte[] change(byte[] input) {
    if (input.length == 0) {
      return LENGTHS[random.nextInt(LENGTHS.length)];
    }
    int at = random.nextInt(input.length);
    int end = at + random.nextInt(Math.min(16, input.length - at) + 1);
    byte[] changed = input.clone();
    switch (random.nextInt(7)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt(256);
      case 2 -> changed = splice(input, at, end, new byte[0]);
      case 3 -> changed = splice(input, at, at, Arrays.copyOfRange(input, at, end));
      case 4 -> changed = splice(input, at, at + 1, LENGTHS[random.nextInt(LENGTHS.length)]);
      case 5 -> changed = Arrays.copyOf(input, at);
      default -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(other.length + 1);
        changed = splice(input, at, input.length, Arrays.copyOfRange(other, from, other.length));
      }
    }
    return changed;
  }

  private static byte[] splice(byte[] input, int from, int to, byte[] middle) {
    byte[] out = Arrays.copyOf(input, from + middle.length + input.length - to);
    System.arraycopy(middle, 0, out, from, middle.length);
    System.arraycopy(input, to, out, from + middle.length, input.length - to);
    return out;
  }
}
