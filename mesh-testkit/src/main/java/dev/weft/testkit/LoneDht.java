package dev.weft.testkit;

import dev.weft.core.io.Entropy;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.DialPolicy;
import dev.weft.core.kad.KadHost;
import dev.weft.core.kad.KadMessage;
import dev.weft.core.kad.KadNode;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.kad.ProviderStore;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node that is its whole DHT: there is nobody to ask, and it is nobody's own. */
public final class LoneDht implements KadHost {
  private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/127.0.0.1/tcp/4001/ws");

  private LoneDht() {}

  /** The node, which answers from the store. */
  public static KadNode node(EventLoop loop, Entropy entropy, PeerId self, ProviderStore store) {
    DialPolicy policy = new DialPolicy(List.of(ADDRESS));
    return new KadNode(loop, entropy, self, store, List.of(), policy, new LoneDht());
  }

  @Override
  public Promise<Answer> ask(KadPeer peer, KadMessage request) {
    return Promise.failed(MeshException.closed("nobody is there"));
  }

  @Override
  public void announce(KadPeer peer, List<Multihash> keys) {}

  @Override
  public @Nullable Client client(PeerId peer) {
    return null;
  }
}
