package dev.weft.core.crypto;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.PeerId;
import java.util.Arrays;

/**
 * An Ed25519 public key in libp2p's {@code PublicKey} message (libp2p specs, peer-ids, "Keys").
 * Other key types are refused: no browser verifies them, and new nodes all use Ed25519.
 */
public final class PublicKey {
  /** Length of the message in bytes. */
  public static final int ENCODED_BYTES = 36;

  /** Tag and value of field 1 (Type: Ed25519), tag and length of field 2 (Data). */
  private static final byte[] HEADER = {8, 1, 0x12, 32};

  private final byte[] encoded;

  private PublicKey(byte[] encoded) {
    this.encoded = encoded;
  }

  /** The key of 32 raw bytes. */
  public static PublicKey ofEd25519(byte[] raw) {
    return decode(Bytes.join(HEADER, raw));
  }

  /**
   * Reads the message, whose encoding must be the canonical one, as peer ids are made from it.
   *
   * @throws MeshException code {@code bad-key} for anything but an Ed25519 key
   */
  public static PublicKey decode(byte[] encoded) {
    boolean good = encoded.length == ENCODED_BYTES;
    for (int i = 0; good && i < HEADER.length; i++) {
      good = encoded[i] == HEADER[i];
    }
    if (!good) {
      throw MeshException.peer("bad-key");
    }
    return new PublicKey(encoded.clone());
  }

  /** The message. */
  public byte[] encode() {
    return encoded.clone();
  }

  /** The 32 raw bytes. */
  public byte[] raw() {
    return Arrays.copyOfRange(encoded, HEADER.length, ENCODED_BYTES);
  }

  /** The peer id that belongs to the key. */
  public PeerId peerId() {
    return PeerId.ofEd25519(raw());
  }

  /** Whether the signature is the key's over the message. */
  public Promise<Boolean> verify(Signatures signatures, byte[] message, byte[] signature) {
    return signatures.verify(raw(), message, signature);
  }
}
