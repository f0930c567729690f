package dev.weft.core.multiformats;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import java.util.Arrays;

/**
 * A digest that says how it was made (multiformats/multihash): uvarint code, uvarint length,
 * digest. Two codes are known: {@link #SHA2_256} and {@link #IDENTITY}.
 */
public final class Multihash {
  /** The bytes themselves; used for short public keys in peer ids. */
  public static final int IDENTITY = 0;

  /** SHA-256. */
  public static final int SHA2_256 = 0x12;

  /** Length of a SHA-256 digest in bytes. */
  public static final int SHA2_256_BYTES = 32;

  /** The longest identity digest, in bytes, as in js-libp2p; an Ed25519 key has 36. */
  public static final int MAX_IDENTITY_BYTES = 128;

  private final byte[] bytes;
  private final int digestOffset;

  /**
   * The multihash of a digest.
   *
   * @throws MeshException code {@code bad-multihash} for an unknown code or a wrong length
   */
  public Multihash(int code, byte[] digest) {
    if (!isKnown(code, digest.length)) {
      throw malformed();
    }
    bytes = Bytes.join(new byte[] {(byte) code}, Uvarint.encode(digest.length), digest);
    digestOffset = bytes.length - digest.length;
  }

  private Multihash(byte[] bytes, int digestOffset) {
    this.bytes = bytes;
    this.digestOffset = digestOffset;
  }

  /** The multihash of a SHA-256 digest of 32 bytes. */
  public static Multihash sha256(byte[] digest) {
    return new Multihash(SHA2_256, digest);
  }

  /**
   * Reads the binary form, which must fill the array.
   *
   * @throws MeshException code {@code bad-multihash} or {@code bad-varint}
   */
  public static Multihash decode(byte[] bytes) {
    return read(bytes.clone());
  }

  /** As {@link #decode}, of bytes that nobody else has. */
  static Multihash read(byte[] bytes) {
    long code = Uvarint.read(bytes, 0);
    if (code > SHA2_256) {
      throw malformed();
    }
    long length = Uvarint.read(bytes, 1);
    int at = 1 + Uvarint.size(length);
    if (length != bytes.length - at || !isKnown((int) code, bytes.length - at)) {
      throw malformed();
    }
    return new Multihash(bytes, at);
  }

  private static boolean isKnown(int code, int length) {
    return code == SHA2_256
        ? length == SHA2_256_BYTES
        : code == IDENTITY && length <= MAX_IDENTITY_BYTES;
  }

  /** The binary form. */
  public byte[] encode() {
    return bytes.clone();
  }

  /** {@link #IDENTITY} or {@link #SHA2_256}. */
  public int code() {
    return bytes[0];
  }

  /** The digest alone. */
  public byte[] digest() {
    return Arrays.copyOfRange(bytes, digestOffset, bytes.length);
  }

  private static MeshException malformed() {
    return MeshException.peer("bad-multihash");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multihash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
