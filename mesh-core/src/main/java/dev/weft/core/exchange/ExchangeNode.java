package dev.weft.core.exchange;

import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;

/** What a session asks of the node that it belongs to, and tells it. */
public interface ExchangeNode {
  /** How many blocks the shard counts, or −1 when it is not one of ours. */
  int blocks(Cid shard);

  /** The size in bytes of a block of one of our shards, at most 1 MiB. */
  int blockSize(Cid shard, int index);

  /**
   * A block of ours to serve, verified; fails when we do not have it.
   *
   * @param index from 0 up to, not including, {@link #blocks}
   */
  Promise<byte[]> read(Cid shard, int index);

  /** The peer said what it has, for the first time or anew. */
  void haveChanged(PeerSession session);

  /** The session is over; owners of wants that it has not answered are told next. */
  void over(PeerSession session, MeshException reason);
}
