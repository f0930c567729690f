package dev.weft.core.crypto;

/** The AEAD of ChaCha20 and Poly1305 (RFC 8439, section 2.8) under one key. */
public final class ChaCha20Poly1305 {
  /** Length of a key in bytes. */
  public static final int KEY_BYTES = ChaCha20.KEY_BYTES;

  /** Length of a nonce in bytes; one is never used twice under a key. */
  public static final int NONCE_BYTES = ChaCha20.NONCE_BYTES;

  /** By how many bytes a sealed message is longer than its text. */
  public static final int TAG_BYTES = Poly1305.TAG_BYTES;

  private final ChaCha20 cipher;

  /** An AEAD under a key of {@value #KEY_BYTES} bytes. */
  public ChaCha20Poly1305(byte[] key) {
    cipher = new ChaCha20(key);
  }

  /**
   * Seals {@code length} bytes into {@code out}, which gets {@value #TAG_BYTES} bytes more. Both
   * may be the same array at the same offset.
   */
  public void seal(
      byte[] nonce,
      byte[] associatedData,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset) {
    byte[] oneTimeKey = start(nonce);
    cipher.apply(in, inOffset, length, out, outOffset);
    tag(oneTimeKey, associatedData, out, outOffset, length, out, outOffset + length);
  }

  /**
   * Opens {@code length} bytes, the tag's {@value #TAG_BYTES} included, into {@code out}, which
   * gets that many fewer. Both may be the same array at the same offset.
   *
   * @return false, and nothing written, when it was not sealed with this key, nonce and associated
   *     data, or is shorter than a tag
   */
  public boolean open(
      byte[] nonce,
      byte[] associatedData,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset) {
    int textLength = length - TAG_BYTES;
    if (textLength < 0) {
      return false;
    }
    byte[] expected = new byte[TAG_BYTES];
    tag(start(nonce), associatedData, in, inOffset, textLength, expected, 0);
    int difference = 0;
    for (int i = 0; i < TAG_BYTES; i++) {
      difference |= expected[i] ^ in[inOffset + textLength + i];
    }
    if (difference != 0) {
      return false;
    }
    cipher.apply(in, inOffset, textLength, out, outOffset);
    return true;
  }

  /** Block 0 of the key stream is the authenticator's key, block 1 begins the text's. */
  private byte[] start(byte[] nonce) {
    cipher.start(nonce);
    byte[] oneTimeKey = new byte[2 * Poly1305.BLOCK_BYTES];
    cipher.keyStream(oneTimeKey, oneTimeKey.length);
    return oneTimeKey;
  }

  private static void tag(
      byte[] oneTimeKey,
      byte[] associatedData,
      byte[] sealed,
      int offset,
      int length,
      byte[] out,
      int outOffset) {
    Poly1305 authenticator = new Poly1305(oneTimeKey);
    authenticator.update(associatedData, 0, associatedData.length);
    authenticator.update(sealed, offset, length);
    byte[] lengths = new byte[Poly1305.BLOCK_BYTES];
    for (int i = 0; i < 4; i++) {
      lengths[i] = (byte) (associatedData.length >>> (8 * i));
      lengths[8 + i] = (byte) (length >>> (8 * i));
    }
    authenticator.update(lengths, 0, lengths.length);
    authenticator.tag(out, outOffset);
  }
}
