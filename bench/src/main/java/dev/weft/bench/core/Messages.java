package dev.weft.bench.core;

import dev.weft.core.connection.IdentifyMessage;
import dev.weft.core.crypto.PublicKey;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What nodes say, as large as it is on the wire of a site with some visitors. */
final class Messages {
  /** A shard of some 300 files. */
  static final int SHARD_BLOCKS = 8192;

  private static final int ADDRESSES = 10;
  private static final int KEY_BYTES = 32;
  private static final long SEED = 4;

  private Messages() {}

  /** A node's identify message with ten addresses. */
  static IdentifyMessage identify() {
    byte[] key = FormatBenchmark.noise(KEY_BYTES);
    List<Multiaddr> addresses = new ArrayList<>();
    for (int i = 0; i < ADDRESSES; i++) {
      addresses.add(Multiaddr.parse("/ip4/198.51.100." + i + "/tcp/4001/ws"));
    }
    return new IdentifyMessage(
        PublicKey.ofEd25519(key),
        addresses,
        List.of("/ipfs/id/1.0.0", "/ipfs/ping/1.0.0", "/weft/kad/1.0.0"),
        addresses.get(0),
        "weft",
        null);
  }

  /** So many nodes of a DHT, each with a public address in a network of its own. */
  static List<KadPeer> nodes(int count) {
    Random random = new Random(SEED);
    List<KadPeer> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] key = new byte[KEY_BYTES];
      random.nextBytes(key);
      String address = "/ip4/" + (11 + i % 80) + "." + i / 80 % 256 + "." + i % 256 + ".7";
      nodes.add(
          new KadPeer(PeerId.ofEd25519(key), List.of(Multiaddr.parse(address + "/tcp/4001/ws"))));
    }
    return nodes;
  }
}
