package dev.weft.core.crypto;

import dev.weft.core.io.Bytes;
import java.util.Arrays;

/**
 * SHA-256 (FIPS 180-4, RFC 6234), at once. For small data; blocks of assets go to the platform's
 * {@link dev.weft.core.io.Digests}.
 */
public final class Sha256 {
  /** Length of a digest in bytes. */
  public static final int DIGEST_BYTES = 32;

  /** Length of the blocks that are compressed, in bytes. */
  static final int BLOCK_BYTES = 64;

  private static final int ROUNDS = 64;
  private static final int WORDS = 8;

  /** Of the square roots of the first primes 32 bits after the point (section 5.3.3). */
  private static final int[] START = new int[WORDS];

  /** As much of their cube roots (section 4.2.2). */
  private static final int[] K = new int[ROUNDS];

  static {
    int primes = 0;
    for (int number = 2; primes < ROUNDS; number++) {
      int divisor = 2;
      while (number % divisor != 0) {
        divisor++;
      }
      if (divisor == number) {
        if (primes < WORDS) {
          START[primes] = fraction(Math.sqrt(number));
        }
        K[primes++] = fraction(Math.pow(number, 1 / 3.0));
      }
    }
  }

  private Sha256() {}

  /** The digest of the parts, one after the other, of 2^28 bytes in all at most. */
  public static byte[] digest(byte[]... parts) {
    byte[] message = Bytes.join(parts);
    int bytes = message.length;
    // Padded with 80, zeros, and the number of bits in the last eight bytes of a block.
    message = Arrays.copyOf(message, (bytes + 8) / BLOCK_BYTES * BLOCK_BYTES + BLOCK_BYTES);
    message[bytes] = (byte) 0x80;
    putInt(bytes << 3, message, message.length - 4);
    int[] state = START.clone();
    int[] schedule = new int[ROUNDS];
    for (int at = 0; at < message.length; at += BLOCK_BYTES) {
      compress(state, schedule, message, at);
    }
    byte[] digest = new byte[DIGEST_BYTES];
    for (int i = 0; i < WORDS; i++) {
      putInt(state[i], digest, 4 * i);
    }
    return digest;
  }

  private static void compress(int[] state, int[] w, byte[] message, int blockAt) {
    // Named as in the specification.
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    int e = state[4];
    int f = state[5];
    int g = state[6];
    int h = state[7];
    for (int i = 0; i < ROUNDS; i++) {
      if (i < 16) {
        for (int at = blockAt + 4 * i; at < blockAt + 4 * i + 4; at++) {
          w[i] = (w[i] << 8) | (message[at] & 0xff);
        }
      } else {
        int w15 = w[i - 15];
        int w2 = w[i - 2];
        int sigma0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
        int sigma1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
        w[i] = w[i - 16] + sigma0 + w[i - 7] + sigma1;
      }
      int sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      int choice = (e & f) ^ (~e & g);
      int t1 = h + sum1 + choice + K[i] + w[i];
      int sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      int majority = (a & b) ^ (a & c) ^ (b & c);
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + sum0 + majority;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }

  private static int fraction(double root) {
    return (int) (long) (root * 0x1p32);
  }

  private static int rotate(int value, int bits) {
    return (value >>> bits) | (value << (32 - bits));
  }

  private static void putInt(int value, byte[] out, int at) {
    for (int i = 0; i < 4; i++) {
      out[at + i] = (byte) (value >>> (24 - 8 * i));
    }
  }
}
