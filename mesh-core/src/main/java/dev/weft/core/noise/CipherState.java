package dev.weft.core.noise;

import dev.weft.core.crypto.ChaCha20Poly1305;
import dev.weft.core.io.MeshException;

/** A key and its nonce (Noise, section 5.1). */
final class CipherState {
  static final int TAG_BYTES = ChaCha20Poly1305.TAG_BYTES;

  /** The most text that one message carries. */
  static final int MAX_TEXT_BYTES = Noise.MAX_MESSAGE_BYTES - TAG_BYTES;

  /**
   * Messages under one key. Noise allows 2^64 - 1; this many are 140 TB in full frames, and an
   * {@code int} counts them.
   */
  static final int MAX_MESSAGES = Integer.MAX_VALUE;

  private final ChaCha20Poly1305 aead;

  /** Four zero bytes, then the counter in little endian (section 12.3). */
  private final byte[] nonce = new byte[ChaCha20Poly1305.NONCE_BYTES];

  private int counter;

  CipherState(byte[] key) {
    this(key, 0);
  }

  /** A cipher that has used the first nonces already. */
  CipherState(byte[] key, int firstNonce) {
    aead = new ChaCha20Poly1305(key);
    counter = firstNonce;
  }

  void seal(byte[] associatedData, byte[] in, int offset, int length, byte[] out, int outOffset) {
    nextNonce();
    aead.seal(nonce, associatedData, in, offset, length, out, outOffset);
  }

  /** The text of {@code length} sealed bytes. */
  byte[] open(byte[] associatedData, byte[] in, int offset, int length) {
    byte[] text = new byte[Math.max(0, length - TAG_BYTES)];
    nextNonce();
    if (!aead.open(nonce, associatedData, in, offset, length, text, 0)) {
      throw MeshException.peer("bad-noise", "not authentic");
    }
    return text;
  }

  private void nextNonce() {
    if (counter == MAX_MESSAGES) {
      throw MeshException.local("nonce-exhausted", "too many messages under one key");
    }
    for (int i = 0; i < 4; i++) {
      nonce[4 + i] = (byte) (counter >>> (8 * i));
    }
    counter++;
  }
}
