package dev.weft.core.kad;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;

/** Constants of the DHT, and its key space (kad-dht/README.md, "Kademlia Keyspace"). */
public final class Kademlia {
  private Kademlia() {}

  /** The protocol of Weft's own DHT. */
  public static final String WEFT_PROTOCOL = "/weft/kad/1.0.0";

  /** How many peers an answer names, k in Kademlia. */
  public static final int K = KadMessage.MAX_PEERS;

  /** Records in one batch of announcements, which come at most every 10 s. */
  public static final int MAX_BATCH = 256;

  /** The key that stands for content: its multihash, also where a CID was sent. */
  static Multihash contentKey(byte[] key) {
    return Cid.decode(key).multihash();
  }

  /**
   * The peers that are nearest to a key, at most so many, nearest first. Distance is the XOR of the
   * SHA-256 digests of key and peer id, as a number.
   */
  static List<KadPeer> nearest(byte[] key, List<KadPeer> peers, int count) {
    byte[] target = Sha256.digest(key);
    List<Placed> placed = new ArrayList<>();
    for (KadPeer peer : peers) {
      placed.add(new Placed(peer, distance(target, peer.id())));
    }
    placed.sort((one, other) -> compare(one.distance, other.distance));
    List<KadPeer> nearest = new ArrayList<>();
    for (int i = 0; i < placed.size() && i < count; i++) {
      nearest.add(placed.get(i).peer);
    }
    return nearest;
  }

  private static final class Placed {
    final KadPeer peer;
    final byte[] distance;

    Placed(KadPeer peer, byte[] distance) {
      this.peer = peer;
      this.distance = distance;
    }
  }

  private static byte[] distance(byte[] target, PeerId peer) {
    byte[] distance = Sha256.digest(peer.encode());
    for (int i = 0; i < distance.length; i++) {
      distance[i] ^= target[i];
    }
    return distance;
  }

  private static int compare(byte[] one, byte[] other) {
    for (int i = 0; i < one.length; i++) {
      int difference = (one[i] & 0xff) - (other[i] & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }
}
