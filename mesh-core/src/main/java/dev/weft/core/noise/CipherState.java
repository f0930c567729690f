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
  private int counter;

  /** A cipher that has used the first nonces already. */
  CipherState(byte[] key, int firstNonce) {
    aead = new ChaCha20Poly1305(key);
    counter = firstNonce;
  }

  byte[] seal(byte[] associatedData, byte[] text) {
    return aead.seal(nextNonce(), associatedData, text);
  }

  byte[] open(byte[] associatedData, byte[] sealed) {
    byte[] text = aead.open(nextNonce(), associatedData, sealed);
    if (text == null) {
      throw MeshException.peer("bad-noise");
    }
    return text;
  }

  /** Four zero bytes, then the counter in little endian (section 12.3). */
  private byte[] nextNonce() {
    if (counter == MAX_MESSAGES) {
      throw MeshException.local("nonce-exhausted");
    }
    byte[] nonce = new byte[ChaCha20Poly1305.NONCE_BYTES];
    for (int i = 0; i < 4; i++) {
      nonce[4 + i] = (byte) (counter >>> (8 * i));
    }
    counter++;
    return nonce;
  }
}
