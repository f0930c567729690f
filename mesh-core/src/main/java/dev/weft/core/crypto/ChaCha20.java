package dev.weft.core.crypto;

/** The ChaCha20 stream cipher (RFC 8439, section 2.4). */
final class ChaCha20 {
  static final int KEY_BYTES = 32;
  static final int NONCE_BYTES = 12;
  static final int BLOCK_BYTES = 64;

  /** Constants, key, block counter, nonce: section 2.3. */
  private final int[] input = new int[16];

  private final int[] stream = new int[16];

  ChaCha20(byte[] key) {
    input[0] = 0x61707865;
    input[1] = 0x3320646e;
    input[2] = 0x79622d32;
    input[3] = 0x6b206574;
    for (int i = 0; i < 8; i++) {
      input[4 + i] = littleEndian(key, 4 * i);
    }
  }

  /** Starts a message: the next block has number 0. */
  void start(byte[] nonce) {
    input[12] = 0;
    for (int i = 0; i < 3; i++) {
      input[13 + i] = littleEndian(nonce, 4 * i);
    }
  }

  /** Writes the next block's first {@code count} bytes. */
  void keyStream(byte[] out, int count) {
    nextBlock();
    for (int i = 0; i < count; i++) {
      out[i] = (byte) (stream[i >> 2] >>> (8 * (i & 3)));
    }
  }

  /** Encrypts or decrypts from the next block on; {@code in} and {@code out} may be one. */
  void apply(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
    for (int done = 0; done < length; done += BLOCK_BYTES) {
      nextBlock();
      int count = Math.min(BLOCK_BYTES, length - done);
      int from = inOffset + done;
      int to = outOffset + done;
      for (int i = 0; i < count; i++) {
        out[to + i] = (byte) (in[from + i] ^ (stream[i >> 2] >>> (8 * (i & 3))));
      }
    }
  }

  /** Section 2.3.1. In local variables: arrays would be several times slower as JavaScript. */
  private void nextBlock() {
    int x0 = input[0];
    int x1 = input[1];
    int x2 = input[2];
    int x3 = input[3];
    int x4 = input[4];
    int x5 = input[5];
    int x6 = input[6];
    int x7 = input[7];
    int x8 = input[8];
    int x9 = input[9];
    int x10 = input[10];
    int x11 = input[11];
    int x12 = input[12];
    int x13 = input[13];
    int x14 = input[14];
    int x15 = input[15];
    for (int round = 0; round < 20; round += 2) {
      x0 += x4;
      x12 ^= x0;
      x12 = (x12 << 16) | (x12 >>> 16);
      x8 += x12;
      x4 ^= x8;
      x4 = (x4 << 12) | (x4 >>> 20);
      x0 += x4;
      x12 ^= x0;
      x12 = (x12 << 8) | (x12 >>> 24);
      x8 += x12;
      x4 ^= x8;
      x4 = (x4 << 7) | (x4 >>> 25);
      x1 += x5;
      x13 ^= x1;
      x13 = (x13 << 16) | (x13 >>> 16);
      x9 += x13;
      x5 ^= x9;
      x5 = (x5 << 12) | (x5 >>> 20);
      x1 += x5;
      x13 ^= x1;
      x13 = (x13 << 8) | (x13 >>> 24);
      x9 += x13;
      x5 ^= x9;
      x5 = (x5 << 7) | (x5 >>> 25);
      x2 += x6;
      x14 ^= x2;
      x14 = (x14 << 16) | (x14 >>> 16);
      x10 += x14;
      x6 ^= x10;
      x6 = (x6 << 12) | (x6 >>> 20);
      x2 += x6;
      x14 ^= x2;
      x14 = (x14 << 8) | (x14 >>> 24);
      x10 += x14;
      x6 ^= x10;
      x6 = (x6 << 7) | (x6 >>> 25);
      x3 += x7;
      x15 ^= x3;
      x15 = (x15 << 16) | (x15 >>> 16);
      x11 += x15;
      x7 ^= x11;
      x7 = (x7 << 12) | (x7 >>> 20);
      x3 += x7;
      x15 ^= x3;
      x15 = (x15 << 8) | (x15 >>> 24);
      x11 += x15;
      x7 ^= x11;
      x7 = (x7 << 7) | (x7 >>> 25);
      x0 += x5;
      x15 ^= x0;
      x15 = (x15 << 16) | (x15 >>> 16);
      x10 += x15;
      x5 ^= x10;
      x5 = (x5 << 12) | (x5 >>> 20);
      x0 += x5;
      x15 ^= x0;
      x15 = (x15 << 8) | (x15 >>> 24);
      x10 += x15;
      x5 ^= x10;
      x5 = (x5 << 7) | (x5 >>> 25);
      x1 += x6;
      x12 ^= x1;
      x12 = (x12 << 16) | (x12 >>> 16);
      x11 += x12;
      x6 ^= x11;
      x6 = (x6 << 12) | (x6 >>> 20);
      x1 += x6;
      x12 ^= x1;
      x12 = (x12 << 8) | (x12 >>> 24);
      x11 += x12;
      x6 ^= x11;
      x6 = (x6 << 7) | (x6 >>> 25);
      x2 += x7;
      x13 ^= x2;
      x13 = (x13 << 16) | (x13 >>> 16);
      x8 += x13;
      x7 ^= x8;
      x7 = (x7 << 12) | (x7 >>> 20);
      x2 += x7;
      x13 ^= x2;
      x13 = (x13 << 8) | (x13 >>> 24);
      x8 += x13;
      x7 ^= x8;
      x7 = (x7 << 7) | (x7 >>> 25);
      x3 += x4;
      x14 ^= x3;
      x14 = (x14 << 16) | (x14 >>> 16);
      x9 += x14;
      x4 ^= x9;
      x4 = (x4 << 12) | (x4 >>> 20);
      x3 += x4;
      x14 ^= x3;
      x14 = (x14 << 8) | (x14 >>> 24);
      x9 += x14;
      x4 ^= x9;
      x4 = (x4 << 7) | (x4 >>> 25);
    }
    int[] out = stream;
    out[0] = x0 + input[0];
    out[1] = x1 + input[1];
    out[2] = x2 + input[2];
    out[3] = x3 + input[3];
    out[4] = x4 + input[4];
    out[5] = x5 + input[5];
    out[6] = x6 + input[6];
    out[7] = x7 + input[7];
    out[8] = x8 + input[8];
    out[9] = x9 + input[9];
    out[10] = x10 + input[10];
    out[11] = x11 + input[11];
    out[12] = x12 + input[12];
    out[13] = x13 + input[13];
    out[14] = x14 + input[14];
    out[15] = x15 + input[15];
    input[12]++;
  }

  private static int littleEndian(byte[] in, int at) {
    return (in[at] & 0xff)
        | ((in[at + 1] & 0xff) << 8)
        | ((in[at + 2] & 0xff) << 16)
        | (in[at + 3] << 24);
  }
}
