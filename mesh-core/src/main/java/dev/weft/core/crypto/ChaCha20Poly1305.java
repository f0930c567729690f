package dev.weft.core.crypto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

  /** The text sealed, with the tag behind it. */
  public byte[] seal(byte[] nonce, byte[] associatedData, byte[] text) {
    byte[] oneTimeKey = start(nonce);
    byte[] sealed = Arrays.copyOf(text, text.length + TAG_BYTES);
    cipher.apply(sealed, text.length);
    byte[] tag = tag(oneTimeKey, associatedData, sealed, text.length);
    System.arraycopy(tag, 0, sealed, text.length, TAG_BYTES);
    return sealed;
  }

  /**
   * The text of a sealed message; null when it was not sealed with this key, nonce and associated
   * data, or is shorter than a tag.
   */
  public byte @Nullable [] open(byte[] nonce, byte[] associatedData, byte[] sealed) {
    int length = sealed.length - TAG_BYTES;
    if (length < 0) {
      return null;
    }
    byte[] tag = tag(start(nonce), associatedData, sealed, length);
    int difference = 0;
    for (int i = 0; i < TAG_BYTES; i++) {
      difference |= tag[i] ^ sealed[length + i];
    }
    if (difference != 0) {
      return null;
    }
    byte[] text = Arrays.copyOf(sealed, length);
    cipher.apply(text, length);
    return text;
  }

  /** Block 0 of the key stream is the authenticator's key, block 1 begins the text's. */
  private byte[] start(byte[] nonce) {
    cipher.start(nonce);
    byte[] oneTimeKey = new byte[2 * Poly1305.BLOCK_BYTES];
    cipher.apply(oneTimeKey, oneTimeKey.length);
    return oneTimeKey;
  }

  /** Of both, each padded with zeros to whole blocks, and of their lengths. */
  private static byte[] tag(byte[] oneTimeKey, byte[] associatedData, byte[] sealed, int length) {
    int sealedAt = padded(associatedData.length);
    int lengthsAt = sealedAt + padded(length);
    byte[] message = Arrays.copyOf(associatedData, lengthsAt + Poly1305.BLOCK_BYTES);
    System.arraycopy(sealed, 0, message, sealedAt, length);
    for (int i = 0; i < 4; i++) {
      message[lengthsAt + i] = (byte) (associatedData.length >>> (8 * i));
      message[lengthsAt + 8 + i] = (byte) (length >>> (8 * i));
    }
    return Poly1305.tag(oneTimeKey, message);
  }

  private static int padded(int length) {
    return (length + Poly1305.BLOCK_BYTES - 1) / Poly1305.BLOCK_BYTES * Poly1305.BLOCK_BYTES;
  }
}
