package dev.weft.core.kad;

import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link KadNode} needs of its driver: ways to other nodes, and who its clients are. */
public interface KadHost {
  /**
   * What a node answered.
   *
   * @param message as it came
   * @param from the address at which it was reached, with its IP where that is known
   */
  record Answer(KadMessage message, Multiaddr from) {}

  /**
   * Asks a node and dials it for that, at one of the peer's addresses, when there is no connection.
   * Fails when there is no answer within seconds.
   */
  Promise<Answer> ask(KadPeer peer, KadMessage request);

  /** Tells a node that we provide the keys, {@link Kademlia#MAX_BATCH} at most. */
  void announce(KadPeer peer, List<Multihash> keys);

  /**
   * A client that can be reached through us.
   *
   * @param peer with its addresses, which lead through us
   * @param from where it comes from itself
   */
  record Client(KadPeer peer, Multiaddr from) {}

  /** The client with this id; null when the peer is none. */
  @Nullable Client client(PeerId peer);
}
