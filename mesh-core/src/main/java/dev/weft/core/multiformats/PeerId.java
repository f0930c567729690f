package dev.weft.core.multiformats;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer's name (libp2p specs, peer-ids): the multihash of its public key as a protobuf message,
 * identity up to 42 bytes (so of an Ed25519 key), SHA-256 above.
 */
public final class PeerId {
  /** The longest serialized key that is kept whole, in bytes (peer-ids, "Peer IDs"). */
  public static final int MAX_INLINE_KEY_BYTES = 42;

  /** Length of an Ed25519 public key in bytes. */
  public static final int ED25519_KEY_BYTES = 32;

  /** Multihash header, then the PublicKey message: Type 1 (Ed25519), Data of 32 bytes. */
  private static final byte[] ED25519_PREFIX = {0, 0x24, 8, 1, 0x12, 0x20};

  private final byte[] bytes;

  private PeerId(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads the multihash, the form on the wire.
   *
   * @throws MeshException code {@code bad-peer-id}, {@code bad-multihash} or {@code bad-varint}
   */
  public static PeerId decode(byte[] bytes) {
    return of(Multihash.decode(bytes));
  }

  /**
   * The peer id of a public key's multihash.
   *
   * @throws MeshException code {@code bad-peer-id} when an identity multihash is empty or over
   *     {@value #MAX_INLINE_KEY_BYTES} bytes
   */
  public static PeerId of(Multihash multihash) {
    byte[] bytes = multihash.encode();
    if (multihash.code() == Multihash.IDENTITY
        && (bytes.length <= 2 || bytes.length > 2 + MAX_INLINE_KEY_BYTES)) {
      throw MeshException.peer("bad-peer-id");
    }
    return new PeerId(bytes);
  }

  /**
   * The peer id of an Ed25519 public key of 32 bytes.
   *
   * @throws MeshException code {@code bad-peer-id} for another length
   */
  public static PeerId ofEd25519(byte[] publicKey) {
    if (publicKey.length != ED25519_KEY_BYTES) {
      throw MeshException.peer("bad-peer-id");
    }
    return new PeerId(Bytes.join(ED25519_PREFIX, publicKey));
  }

  /**
   * Reads either text form: base58btc of the multihash, or a CID of codec libp2p-key.
   *
   * @throws MeshException as {@link #decode}, and code {@code bad-multibase} or {@code bad-cid}
   */
  public static PeerId parse(String text) {
    if (text.startsWith("1") || text.startsWith("Qm")) {
      return decode(Multibase.BASE58_BTC.decodeBare(text));
    }
    Cid cid = Cid.parse(text);
    if (cid.codec() != Cid.LIBP2P_KEY) {
      throw MeshException.peer("bad-peer-id");
    }
    return of(cid.multihash());
  }

  /** The multihash, the form on the wire. */
  public byte[] encode() {
    return bytes.clone();
  }

  /** The 32 raw bytes of the Ed25519 key inside, or null when it holds another key or a hash. */
  public byte @Nullable [] ed25519Key() {
    int start = ED25519_PREFIX.length;
    if (bytes.length != start + ED25519_KEY_BYTES) {
      return null;
    }
    for (int i = 0; i < start; i++) {
      if (bytes[i] != ED25519_PREFIX[i]) {
        return null;
      }
    }
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  /** Whether one of the list is the same peer. */
  public boolean isAmong(List<PeerId> peers) {
    return timesIn(peers) > 0;
  }

  /** How many of the peers are this one. */
  public int timesIn(List<PeerId> peers) {
    int times = 0;
    for (PeerId each : peers) {
      times += each.equals(this) ? 1 : 0;
    }
    return times;
  }

  /** As a CID of codec libp2p-key; its text is the newer form of a peer id. */
  public Cid toCid() {
    return Cid.v1(Cid.LIBP2P_KEY, Multihash.decode(bytes));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Base58btc of the multihash: {@code 12D3Koo…} or {@code Qm…}. */
  @Override
  public String toString() {
    return Multibase.BASE58_BTC.encodeBare(bytes);
  }
}
