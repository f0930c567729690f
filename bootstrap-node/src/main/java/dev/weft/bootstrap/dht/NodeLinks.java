package dev.weft.bootstrap.dht;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Upgrader;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.DialPolicy;
import dev.weft.core.kad.KadClient;
import dev.weft.core.kad.KadHost;
import dev.weft.core.kad.KadMessage;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Our connections to other nodes, one to each, opened when there is something to ask and kept while
 * there is room. Those that other nodes open to us only serve them: who names an address is so
 * found out to be there. Lives on the loop.
 */
public final class NodeLinks implements KadHost, AutoCloseable {
  /** Connections kept; the one unused longest makes room. Each takes 14 KB of heap. */
  static final int MAX_LINKS = 128;

  /** How long an answer may take, in milliseconds, the dial included: some ten round trips. */
  static final int ASK_MILLIS = 5_000;

  /** How long a node that could not be reached is left alone, in milliseconds. */
  static final int REST_MILLIS = 30_000;

  /** Unreachable nodes that are remembered. */
  static final int MAX_RESTING = 1_024;

  /** Dials in {@link #WINDOW_MILLIS}, so that nobody makes us a flood on others by naming them. */
  static final int MAX_DIALS = 300;

  /** The window, in milliseconds. */
  static final int WINDOW_MILLIS = 60_000;

  /** Relays that are tried for one circuit: with two seconds for each, who dials still waits. */
  static final int MAX_RELAYS = 4;

  private final EventLoop loop;
  private final Upgrader upgrader;
  private final NodeDialer dialer;
  private final KadClient kad;
  private final KadPeer self;
  private final Set<PeerId> trusted;
  private final Function<PeerId, @Nullable Client> clients;
  private final Consumer<PeerId> lost;

  /** The one unused longest first. */
  private final Map<PeerId, Promise<Connection>> links = new LinkedHashMap<>(16, 0.75f, true);

  /** Of these, the ones that stand. */
  private final Map<PeerId, Connection> open = new HashMap<>();

  private final Map<PeerId, Long> resting = new LinkedHashMap<>();
  private int dials;
  private long windowEndsAtMillis;
  private boolean closed;

  /**
   * No connections yet.
   *
   * @param self who we are, and where others find us
   * @param trusted the nodes that the operator named: they are tried without a rest, at any address
   * @param clients who is our client
   * @param lost hears of nodes whose connection broke
   */
  public NodeLinks(
      EventLoop loop,
      Upgrader upgrader,
      DialPolicy policy,
      KadPeer self,
      Set<PeerId> trusted,
      Function<PeerId, @Nullable Client> clients,
      Consumer<PeerId> lost) {
    this.loop = loop;
    this.upgrader = upgrader;
    this.dialer = new NodeDialer(loop, policy);
    this.kad = new KadClient(loop, Kademlia.WEFT_PROTOCOL);
    this.self = self;
    this.trusted = trusted;
    this.clients = clients;
    this.lost = lost;
  }

  @Override
  public Promise<Answer> ask(KadPeer peer, KadMessage request) {
    Promise<Connection> link = link(peer);
    Promise<Answer> answer =
        link.flatMap(
            connection ->
                kad.ask(connection, request)
                    .map(message -> new Answer(message, connection.remoteAddress())));
    answer
        .within(loop, ASK_MILLIS, "no answer from a node")
        .then(
            answered -> {},
            reason -> {
              if (reason.fault() == MeshException.Fault.TIMEOUT) {
                link.fail(reason);
                link.then(silent -> silent.abort(reason), failed -> {});
              }
            });
    return answer;
  }

  @Override
  public void announce(KadPeer peer, List<Multihash> keys) {
    link(peer)
        .map(
            connection -> {
              kad.addProvider(connection, keys, self);
              return connection;
            })
        .then(told -> {}, gone -> {});
  }

  @Override
  public @Nullable Client client(PeerId peer) {
    return clients.apply(peer);
  }

  /** The connections that are open to the relays at the client's addresses, in their order. */
  public List<Connection> relaysOf(KadPeer client) {
    List<Connection> relays = new ArrayList<>();
    for (Multiaddr address : client.addresses()) {
      Multiaddr relay = address.before(Multiaddr.P2P_CIRCUIT);
      PeerId node = relay == null ? null : relay.peerId();
      Connection connection = node == null ? null : open.get(node);
      if (connection != null && relays.size() < MAX_RELAYS && !relays.contains(connection)) {
        links.get(node);
        relays.add(connection);
      }
    }
    return relays;
  }

  /** Closes all connections in order; nothing is dialled from now on. */
  @Override
  public void close() {
    closed = true;
    for (Promise<Connection> link : List.copyOf(links.values())) {
      link.fail(MeshException.closed("the node stops"));
      link.then(Connection::close, never -> {});
    }
    dialer.close();
  }

  /** The connection to the node, which is opened when there is none. */
  private Promise<Connection> link(KadPeer peer) {
    Promise<Connection> open = links.get(peer.id());
    if (open != null) {
      return open;
    }
    if (closed || isResting(peer.id()) || !mayDial()) {
      return Promise.failed(MeshException.closed("not dialled for now"));
    }
    Promise<Connection> link = new Promise<>();
    makeRoom();
    links.put(peer.id(), link);
    link.then(connection -> opened(peer.id(), link, connection), reason -> failed(peer.id(), link));
    dial(peer, 0, link);
    return link;
  }

  /** Tries the peer's addresses one after the other. */
  private void dial(KadPeer peer, int index, Promise<Connection> link) {
    Multiaddr address = peer.addresses().get(index);
    boolean last = index + 1 == peer.addresses().size();
    dialer
        .dial(address, trusted.contains(peer.id()))
        .flatMap(socket -> upgrader.dial(socket.channel(), peer.id(), socket.address(), false))
        .then(
            connection -> {
              link.resolve(connection);
              // Closes one that comes after it was given up.
              if (links.get(peer.id()) != link) {
                connection.close();
              }
            },
            reason -> {
              if (last || link.isSettled()) {
                link.fail(reason);
              } else {
                dial(peer, index + 1, link);
              }
            });
  }

  private void opened(PeerId peer, Promise<Connection> link, Connection connection) {
    open.put(peer, connection);
    connection
        .closed()
        .then(
            reason -> {
              open.remove(peer, connection);
              if (links.remove(peer, link)) {
                lost.accept(peer);
              }
            },
            never -> {});
  }

  private void failed(PeerId peer, Promise<Connection> link) {
    links.remove(peer, link);
    if (!trusted.contains(peer)) {
      resting.put(peer, loop.nowMillis() + REST_MILLIS);
      if (resting.size() > MAX_RESTING) {
        resting.remove(resting.keySet().iterator().next());
      }
    }
  }

  private void makeRoom() {
    if (links.size() >= MAX_LINKS) {
      Iterator<Promise<Connection>> oldest = links.values().iterator();
      Promise<Connection> unused = oldest.next();
      oldest.remove();
      unused.then(Connection::close, failed -> {});
    }
  }

  private boolean isResting(PeerId peer) {
    Long until = resting.get(peer);
    return until != null && until > loop.nowMillis();
  }

  private boolean mayDial() {
    if (loop.nowMillis() >= windowEndsAtMillis) {
      windowEndsAtMillis = loop.nowMillis() + WINDOW_MILLIS;
      dials = 0;
    }
    return ++dials <= MAX_DIALS;
  }
}
