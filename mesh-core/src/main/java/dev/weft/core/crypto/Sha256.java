package dev.weft.core.crypto;

import java.util.Arrays;

/**
 * SHA-256 (FIPS 180-4, RFC 6234), at once and in order. For small data; blocks of assets go to the
 * platform's {@link dev.weft.core.io.Digests}.
 */
public final class Sha256 {
  /** Length of a digest in bytes. */
  public static final int DIGEST_BYTES = 32;

  /** Length of the blocks that are compressed, in bytes. */
  static final int BLOCK_BYTES = 64;

  private static final int[] K = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  };

  private final int[] state = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };
  private final int[] schedule = new int[BLOCK_BYTES];
  private final byte[] block = new byte[BLOCK_BYTES];
  private int filled;
  private int total;

  /** The digest of the parts, one after the other. */
  public static byte[] digest(byte[]... parts) {
    Sha256 sha = new Sha256();
    for (byte[] part : parts) {
      sha.update(part, 0, part.length);
    }
    return sha.digest();
  }

  /** Takes more bytes, of 2^28 in all at most. */
  public void update(byte[] in, int offset, int length) {
    total += length;
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int part = Math.min(end - at, BLOCK_BYTES - filled);
      System.arraycopy(in, at, block, filled, part);
      at += part;
      filled += part;
      if (filled == BLOCK_BYTES) {
        compress();
      }
    }
  }

  /** The digest of all that was taken; the object is used up. */
  public byte[] digest() {
    block[filled++] = (byte) 0x80;
    if (filled > BLOCK_BYTES - 8) {
      Arrays.fill(block, filled, BLOCK_BYTES, (byte) 0);
      compress();
    }
    Arrays.fill(block, filled, BLOCK_BYTES - 4, (byte) 0);
    putInt(total << 3, block, BLOCK_BYTES - 4);
    compress();
    byte[] digest = new byte[DIGEST_BYTES];
    for (int i = 0; i < state.length; i++) {
      putInt(state[i], digest, 4 * i);
    }
    return digest;
  }

  private void compress() {
    filled = 0;
    int[] w = schedule;
    for (int i = 0; i < 16; i++) {
      int at = 4 * i;
      w[i] =
          (block[at] << 24)
              | ((block[at + 1] & 0xff) << 16)
              | ((block[at + 2] & 0xff) << 8)
              | (block[at + 3] & 0xff);
    }
    for (int i = 16; i < w.length; i++) {
      int w15 = w[i - 15];
      int w2 = w[i - 2];
      int sigma0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
      int sigma1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
      w[i] = w[i - 16] + sigma0 + w[i - 7] + sigma1;
    }
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    int e = state[4];
    int f = state[5];
    int g = state[6];
    int h = state[7];
    for (int i = 0; i < w.length; i++) {
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

  private static int rotate(int value, int bits) {
    return (value >>> bits) | (value << (32 - bits));
  }

  private static void putInt(int value, byte[] out, int at) {
    for (int i = 0; i < 4; i++) {
      out[at + i] = (byte) (value >>> (24 - 8 * i));
    }
  }
}
