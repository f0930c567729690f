package dev.weft.bootstrap.libp2p;

import dev.weft.bootstrap.dht.NodeLinks;
import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Identify;
import dev.weft.core.connection.Identity;
import dev.weft.core.connection.Ping;
import dev.weft.core.connection.Protocols;
import dev.weft.core.connection.Upgrader;
import dev.weft.core.io.Done;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.DialPolicy;
import dev.weft.core.kad.KadHost;
import dev.weft.core.kad.KadNode;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.kad.KadServer;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.kad.ProviderStore;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.relay.CircuitRelay;
import dev.weft.core.relay.HopLimits;
import dev.weft.core.relay.HopServer;
import dev.weft.jvm.WebSocketChannel;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The libp2p node: upgrades what the {@link WebSocketListener} takes, and serves identify, ping,
 * relay and DHT. Lives on the loop; only {@link #snapshot} may be called from other threads.
 *
 * <p>A peer's provider records go with its reservation, and with its last connection.
 */
public final class MeshHost implements WebSocketListener.Acceptor {
  /** How often other threads get a new snapshot, in milliseconds: the dashboard asks every 2 s. */
  private static final long SNAPSHOT_MILLIS = 500;

  /** How long circuits may go on when the node is to stop, in milliseconds. */
  private static final long DRAIN_CIRCUITS_MILLIS = 3_000;

  private static final Logger LOG = LoggerFactory.getLogger(MeshHost.class);

  private final EventLoop loop;
  private final List<Multiaddr> circuits;
  private final Upgrader upgrader;
  private final ProviderStore providers = new ProviderStore();
  private final HopServer hop;
  private final Identify identify;
  private final NodeLinks nodes;
  private final KadNode kad;
  private final Map<Connection, Long> connections = new LinkedHashMap<>();

  /** Of these, whose peers have been asked whether they are nodes. */
  private final Set<Connection> identified = new HashSet<>();

  private final Set<WebSocketChannel> handshaking = new HashSet<>();
  private long accepted;
  private long failedHandshakes;
  private volatile MeshSnapshot snapshot = MeshSnapshot.EMPTY;

  /**
   * Starts the node; on the loop.
   *
   * @param addresses where it is reached, without {@code /p2p}
   * @param named the other nodes with which it forms a DHT
   * @param agentVersion what identify calls this software
   */
  public MeshHost(
      Platform platform,
      Identity self,
      List<Multiaddr> addresses,
      List<KadPeer> named,
      HopLimits limits,
      String agentVersion) {
    this.loop = platform.loop();
    this.circuits =
        addresses.stream()
            .map(address -> address.with(self.peerId()).with(Multiaddr.P2P_CIRCUIT))
            .toList();
    this.hop =
        new HopServer(loop, limits, self, () -> addresses, this::relaysOf, new HopListener());
    Protocols protocols = new Protocols();
    this.upgrader = new Upgrader(platform, self, protocols);
    identify = new Identify(platform, self, protocols, () -> addresses, agentVersion);
    new Ping(platform, protocols);
    DialPolicy policy = new DialPolicy(addresses);
    nodes =
        new NodeLinks(
            loop,
            upgrader,
            policy,
            new KadPeer(self.peerId(), addresses),
            named.stream().map(KadPeer::id).collect(Collectors.toUnmodifiableSet()),
            this::client,
            this::nodeLost);
    kad = new KadNode(loop, platform.entropy(), self.peerId(), providers, named, policy, nodes);
    protocols
        .handle(CircuitRelay.HOP_PROTOCOL, hop)
        .handle(CircuitRelay.FORWARD_PROTOCOL, hop::acceptForwarded)
        .handle(Kademlia.WEFT_PROTOCOL, new KadServer(loop, kad, this::seeks));
    kad.join();
    publish();
  }

  /** How the mesh was at most half a second ago; from any thread. */
  public MeshSnapshot snapshot() {
    return snapshot;
  }

  @Override
  public void accept(WebSocketChannel channel, WebSocketListener.Visitor visitor) {
    handshaking.add(channel);
    upgrader
        .accept(channel, null, address(visitor), false)
        .then(
            connection -> {
              handshaking.remove(channel);
              connected(connection);
            },
            reason -> {
              handshaking.remove(channel);
              failedHandshakes++;
              LOG.debug("a handshake failed: {}", reason.getMessage());
            });
  }

  /**
   * Lets circuits go on for a little, then closes all connections in order; done when they have
   * been told.
   */
  public Promise<Done> drain() {
    kad.leave();
    nodes.close();
    Promise<Done> drained = hop.drain().within(loop, DRAIN_CIRCUITS_MILLIS, "circuits go on");
    Promise<Done> closed = new Promise<>();
    drained.then(done -> closeAll(closed), late -> closeAll(closed));
    return closed;
  }

  private void closeAll(Promise<Done> closed) {
    for (Connection connection : List.copyOf(connections.keySet())) {
      connection.close();
    }
    for (WebSocketChannel channel : List.copyOf(handshaking)) {
      channel.abort(MeshException.closed("the node stops"));
    }
    closed.resolve(Done.DONE);
  }

  private void connected(Connection connection) {
    connections.put(connection, ++accepted);
    connection.closed().then(reason -> gone(connection, reason), reason -> {});
  }

  private void gone(Connection connection, MeshException reason) {
    connections.remove(connection);
    identified.remove(connection);
    PeerId peer = connection.remotePeer();
    boolean another =
        connections.keySet().stream().anyMatch(other -> other.remotePeer().equals(peer));
    if (!another) {
      kad.gone(peer);
    }
    LOG.debug("a connection is over: {}", reason.getMessage());
  }

  /** A visitor that is reached through our relay. */
  private KadHost.@Nullable Client client(PeerId peer) {
    Multiaddr from = hop.reservedFrom(peer);
    return from == null ? null : new KadHost.Client(new KadPeer(peer, circuits), from);
  }

  /** Connections to the nodes at which a visitor that ours were told of is said to be. */
  private List<Connection> relaysOf(PeerId peer) {
    KadPeer found = kad.found(peer);
    return found == null ? List.of() : nodes.relaysOf(found);
  }

  private void nodeLost(PeerId peer) {
    kad.lost(peer);
  }

  /** Who sends FIND_NODE is perhaps a node of the DHT: identify tells, and where it is. */
  private void seeks(Connection connection) {
    if (hop.hasReservation(connection.remotePeer()) || !identified.add(connection)) {
      return;
    }
    identify
        .ask(connection)
        .then(
            told -> {
              if (told.protocols().contains(Kademlia.WEFT_PROTOCOL)) {
                kad.met(new KadPeer(connection.remotePeer(), told.listenAddresses()));
              }
            },
            reason -> {});
  }

  /** What the visitor is told as its observed address. */
  private static Multiaddr address(WebSocketListener.Visitor visitor) {
    String host = visitor.address().getHostAddress();
    int zone = host.indexOf('%');
    String kind = visitor.address() instanceof Inet6Address ? "/ip6/" : "/ip4/";
    String text = kind + (zone < 0 ? host : host.substring(0, zone));
    return Multiaddr.parse(visitor.port() == 0 ? text : text + "/tcp/" + visitor.port() + "/ws");
  }

  private void publish() {
    List<MeshSnapshot.Dot> dots = new ArrayList<>();
    for (Map.Entry<Connection, Long> entry : connections.entrySet()) {
      if (dots.size() == MeshSnapshot.MAX_DOTS) {
        break;
      }
      boolean reserved = hop.hasReservation(entry.getKey().remotePeer());
      dots.add(new MeshSnapshot.Dot(entry.getValue(), reserved));
    }
    snapshot =
        new MeshSnapshot(
            connections.size(),
            hop.reservations(),
            hop.circuits(),
            hop.forwarded(),
            hop.relayedBytes(),
            providers.size(),
            kad.figures(),
            failedHandshakes,
            List.copyOf(dots));
    loop.schedule(SNAPSHOT_MILLIS, this::publish);
  }

  private final class HopListener implements HopServer.Listener {
    @Override
    public void reservationEnded(PeerId peer) {
      providers.removePeer(peer);
    }

    @Override
    public void answered(boolean reserve, int status) {
      if (status != CircuitRelay.OK) {
        LOG.debug("{} refused with status {}", reserve ? "a reservation" : "a circuit", status);
      }
    }
  }
}
