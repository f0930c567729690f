package dev.weft.core.crypto;

/** The ChaCha20 stream cipher (RFC 8439, section 2.4). */
final class ChaCha20 {
  static final int KEY_BYTES = 32;
  static final int NONCE_BYTES = 12;
  private static final int BLOCK_BYTES = 64;

  /** Constants, key, block counter, nonce: section 2.3. */
  private final int[] input = {
    0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private final int[] stream = new int[16];

  ChaCha20(byte[] key) {
    load(key, 4);
  }

  /** Starts a message: the next block has number 0. */
  void start(byte[] nonce) {
    input[12] = 0;
    load(nonce, 13);
  }

  /** Little-endian words, from that one of the input on. */
  private void load(byte[] bytes, int word) {
    for (int i = 0; i < bytes.length; i++) {
      int at = word + (i >> 2);
      input[at] = (input[at] >>> 8) | (bytes[i] << 24);
    }
  }

  /** Encrypts or decrypts the first {@code length} bytes in place, from the next block on. */
  void apply(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      int at = i & (BLOCK_BYTES - 1);
      if (at == 0) {
        nextBlock();
      }
      bytes[i] ^= (byte) (stream[at >> 2] >>> (8 * (at & 3)));
    }
  }

  /** Section 2.3.1: rounds go by turns down the columns of a square and its diagonals. */
  private void nextBlock() {
    System.arraycopy(input, 0, stream, 0, 16);
    for (int round = 0; round < 20; round++) {
      int turn = round & 1;
      for (int i = 0; i < 4; i++) {
        quarterRound(i, 4 | ((i + turn) & 3), 8 | ((i + 2 * turn) & 3), 12 | ((i + 3 * turn) & 3));
      }
    }
    for (int i = 0; i < 16; i++) {
      stream[i] += input[i];
    }
    input[12]++;
  }

  /** Section 2.1. */
  private void quarterRound(int atA, int atB, int atC, int atD) {
    int[] x = stream;
    int a = x[atA] + x[atB];
    int d = rotate(x[atD] ^ a, 16);
    int c = x[atC] + d;
    int b = rotate(x[atB] ^ c, 12);
    a += b;
    d = rotate(d ^ a, 8);
    c += d;
    x[atA] = a;
    x[atB] = rotate(b ^ c, 7);
    x[atC] = c;
    x[atD] = d;
  }

  private static int rotate(int value, int bits) {
    return (value << bits) | (value >>> (32 - bits));
  }
}
