package dev.weft.core.multiformats;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import java.util.Arrays;

/**
 * A content identifier (multiformats/cid): what a block is (its codec) and its digest.
 *
 * <p>Version 0 is a bare SHA-256 multihash of a dag-pb node; version 1 is {@code 01}, uvarint
 * codec, multihash. In text: base58btc without prefix, and multibase, by default base32.
 */
public final class Cid {
  /** Codec of plain bytes: the leaves of a UnixFS file. */
  public static final int RAW = 0x55;

  /** Codec of dag-pb nodes. */
  public static final int DAG_PB = 0x70;

  /** Codec of a public key: peer ids in their CID form. */
  public static final int LIBP2P_KEY = 0x72;

  /** The longest binary form that is read, in bytes: an identity multihash and its prefixes. */
  public static final int MAX_BYTES = 160;

  private static final int V0_BYTES = 34;

  private final int version;
  private final int codec;
  private final Multihash multihash;

  private Cid(int version, int codec, Multihash multihash) {
    this.version = version;
    this.codec = codec;
    this.multihash = multihash;
  }

  /** Version 1 of a raw block by its 32-byte SHA-256 digest. */
  public static Cid raw(byte[] digest) {
    return v1(RAW, Multihash.sha256(digest));
  }

  /** Version 1 of a dag-pb node by its 32-byte SHA-256 digest. */
  public static Cid dagPb(byte[] digest) {
    return v1(DAG_PB, Multihash.sha256(digest));
  }

  /** Version 1 of any codec from 0 on. */
  public static Cid v1(int codec, Multihash multihash) {
    return new Cid(1, codec, multihash);
  }

  /**
   * Reads the binary form, which must fill the array.
   *
   * @throws MeshException code {@code bad-cid}, {@code bad-multihash} or {@code bad-varint}
   */
  public static Cid decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** As {@link #decode(byte[])}, of the bytes from {@code start} up to {@code end}. */
  public static Cid decode(byte[] bytes, int start, int end) {
    if (end - start < 2 || end - start > MAX_BYTES) {
      throw malformed();
    }
    if (end - start == V0_BYTES && bytes[start] == Multihash.SHA2_256) {
      return new Cid(0, DAG_PB, Multihash.read(Arrays.copyOfRange(bytes, start, end)));
    }
    long codec = Uvarint.read(bytes, start + 1);
    int hashStart = start + 1 + Uvarint.size(codec);
    if (bytes[start] != 1 || codec > Integer.MAX_VALUE || hashStart > end) {
      throw malformed();
    }
    return v1((int) codec, Multihash.read(Arrays.copyOfRange(bytes, hashStart, end)));
  }

  /**
   * Reads the text form of either version.
   *
   * @throws MeshException as {@link #decode}, and code {@code bad-multibase}
   */
  public static Cid parse(String text) {
    if (text.length() == 46 && text.startsWith("Qm")) {
      return decode(Multibase.BASE58_BTC.decodeBare(text));
    }
    Cid cid = decode(Multibase.decode(text));
    if (cid.version == 0) {
      throw malformed();
    }
    return cid;
  }

  /** The binary form. */
  public byte[] encode() {
    byte[] hash = multihash.encode();
    return version == 0 ? hash : Bytes.join(new byte[] {1}, Uvarint.encode(codec), hash);
  }

  /** 0 or 1. */
  public int version() {
    return version;
  }

  /** What the block is: {@link #RAW}, {@link #DAG_PB} or another. */
  public int codec() {
    return codec;
  }

  /** The block's digest. */
  public Multihash multihash() {
    return multihash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cid that
        && version == that.version
        && codec == that.codec
        && multihash.equals(that.multihash);
  }

  @Override
  public int hashCode() {
    return multihash.hashCode();
  }

  /** Version 0 as base58btc, version 1 as base32 with its prefix. */
  @Override
  public String toString() {
    return version == 0
        ? Multibase.BASE58_BTC.encodeBare(encode())
        : Multibase.BASE32.encode(encode());
  }

  private static MeshException malformed() {
    return MeshException.peer("bad-cid");
  }
}
