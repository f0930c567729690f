package dev.weft.core.kad;

import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.PeerId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Asks other nodes, and keeps the routing table by what comes of it: who answers is in it, who does
 * not is out.
 */
final class Contacts {
  /** Nodes that are being met at once: each costs a dial. */
  static final int MAX_MEETING = 16;

  /** Nodes remembered as such beyond the table, which in a large DHT has a place for few. */
  static final int MAX_NODES = 1024;

  private final EventLoop loop;
  private final KadHost host;
  private final DialPolicy policy;
  private final RoutingTable table;

  /** Who has answered at an address of its own, by network; the one remembered longest first. */
  private final Map<PeerId, String> nodes = new LinkedHashMap<>();

  private final NetworkCounts networks = new NetworkCounts(RoutingTable.MAX_PER_NETWORK);
  private final Set<PeerId> meeting = new HashSet<>();

  Contacts(EventLoop loop, KadHost host, DialPolicy policy, RoutingTable table) {
    this.loop = loop;
    this.host = host;
    this.policy = policy;
    this.table = table;
  }

  /** Whether the peer has shown that it is a node of the DHT. */
  boolean isNode(PeerId peer) {
    return nodes.containsKey(peer);
  }

  /** The node's answer, which must be of the question's kind. */
  Promise<KadMessage> ask(KadPeer peer, KadMessage request) {
    Promise<KadMessage> answered = new Promise<>();
    host.ask(peer, request)
        .then(
            answer -> {
              if (answer.message().type() == request.type()) {
                seen(peer, answer);
                answered.resolve(answer.message());
              } else {
                failed(peer.id());
                answered.fail(MeshException.peer("kad-message"));
              }
            },
            reason -> {
              failed(peer.id());
              answered.fail(reason);
            });
    return answered;
  }

  /**
   * A peer says that it is a node, and where: it is one when it answers there. Without effect for
   * one that is known, and when too many are being met.
   */
  void met(KadPeer peer) {
    KadPeer reachable = policy.reachable(peer);
    if (reachable != null
        && !isNode(peer.id())
        && meeting.size() < MAX_MEETING
        && meeting.add(peer.id())) {
      ask(reachable, KadMessage.of(KadMessage.PING, new byte[0]))
          .then(answer -> meeting.remove(peer.id()), reason -> meeting.remove(peer.id()));
    }
  }

  /** A node is gone, as far as we know. */
  void failed(PeerId peer) {
    table.failed(peer);
    String network = nodes.remove(peer);
    if (network != null) {
      networks.remove(network);
    }
  }

  private void seen(KadPeer peer, KadHost.Answer answer) {
    String network = DialPolicy.network(answer.from());
    remember(peer.id(), network);
    KadPeer unsure = table.seen(peer, network, loop.nowMillis());
    if (unsure != null) {
      ask(unsure, KadMessage.of(KadMessage.PING, new byte[0])).then(alive -> {}, reason -> {});
    }
  }

  private void remember(PeerId peer, String network) {
    if (nodes.containsKey(peer) || !networks.add(network)) {
      return;
    }
    nodes.put(peer, network);
    if (nodes.size() > MAX_NODES) {
      PeerId oldest = nodes.keySet().iterator().next();
      networks.remove(String.valueOf(nodes.remove(oldest)));
    }
  }
}
