package dev.weft.core.kad;

import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multihash;

/** Constants of the DHT. */
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
}
