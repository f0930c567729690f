package dev.weft.core.kad;

import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A request or response (kad-dht/README.md, "RPC messages"): 1 type, 2 key, 3 record, 8
 * closerPeers, 9 providerPeers. Records are not read: this DHT keeps no values.
 */
public final class KadMessage {
  public static final int PUT_VALUE = 0;
  public static final int GET_VALUE = 1;
  public static final int ADD_PROVIDER = 2;
  public static final int GET_PROVIDERS = 3;
  public static final int FIND_NODE = 4;
  public static final int PING = 5;

  /** Bytes of a message: 40 peers of 16 addresses of 100 bytes, which nobody has, just fit. */
  public static final int MAX_BYTES = 64 << 10;

  /** Peers in one list, which is Kademlia's k. */
  public static final int MAX_PEERS = 20;

  /** Bytes of a key: a CID of a SHA-256 digest has 36, an inline peer id 38. */
  static final int MAX_KEY_BYTES = 128;

  private static final byte[] NO_KEY = {};

  private final int type;
  private final byte[] key;
  private final List<KadPeer> closer;
  private final List<KadPeer> providers;

  KadMessage(int type, byte[] key, List<KadPeer> closer, List<KadPeer> providers) {
    this.type = type;
    this.key = key;
    this.closer = closer;
    this.providers = providers;
  }

  /** One of the constants, 0 to 5. */
  public int type() {
    return type;
  }

  /** A multihash, or a peer id as bytes; empty when absent. */
  public byte[] key() {
    return key.clone();
  }

  /** Peers nearer to the key, at most {@link #MAX_PEERS}. */
  public List<KadPeer> closer() {
    return closer;
  }

  /** Peers that have the content, at most {@link #MAX_PEERS}. */
  public List<KadPeer> providers() {
    return providers;
  }

  /** A request, or a response without peers. */
  static KadMessage of(int type, byte[] key) {
    return new KadMessage(type, key, List.of(), List.of());
  }

  /** The message after its length. */
  byte[] frame() {
    ProtoWriter writer = new ProtoWriter().varint(1, type);
    if (key.length > 0) {
      writer.bytes(2, key);
    }
    for (KadPeer peer : closer) {
      writer.message(8, peer.encode());
    }
    for (KadPeer peer : providers) {
      writer.message(9, peer.encode());
    }
    return Delimited.frame(writer.toBytes());
  }

  /**
   * Reads a message without its length. Peers beyond the bound are left out; an absent type is 0,
   * since proto3 writers leave it out.
   *
   * @throws MeshException with fault PEER when it is malformed
   */
  static KadMessage decode(byte[] body) {
    int type = PUT_VALUE;
    byte[] key = NO_KEY;
    List<KadPeer> closer = new ArrayList<>();
    List<KadPeer> providers = new ArrayList<>();
    ProtoReader reader = new ProtoReader(body);
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> type = reader.varint(PING);
        case 2 -> key = reader.bytes();
        case 8 -> add(closer, reader);
        case 9 -> add(providers, reader);
        default -> reader.skip();
      }
    }
    if (key.length > MAX_KEY_BYTES) {
      throw MeshException.peer("kad-message");
    }
    return new KadMessage(type, key, closer, providers);
  }

  private static void add(List<KadPeer> peers, ProtoReader reader) {
    if (peers.size() < MAX_PEERS) {
      peers.add(KadPeer.read(reader.message()));
    } else {
      reader.skip();
    }
  }
}
