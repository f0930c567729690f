package dev.weft.core.mesh;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Upgrader;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.kad.KadClient;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.relay.RelayClient;
import dev.weft.core.relay.Reservation;
import dev.weft.core.relay.StopHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to the site's bootstrap node, made again whenever it breaks: socket, connection, then in
 * one flight a reservation and the look-up of the site's other visitors, then our announcement.
 */
final class NodeLink implements RelayClient.Listener {
  /** First wait before another try, in milliseconds; doubled at each failure. */
  static final int MIN_RETRY_MILLIS = 1_000;

  /** Longest wait before another try: a node that is back has its pages within half a minute. */
  static final int MAX_RETRY_MILLIS = 30_000;

  /** Who hears how it stands. */
  interface Listener {
    /** A node is connected: peers can be dialled through it. */
    void linked();

    /** The node answered: these visitors of the site are there, the nearest first. */
    void found(List<PeerId> visitors);

    /** The node relays to us from now on. */
    void reserved();

    /** No node can be reached just now, for a reason; it is tried again by itself. */
    void unreachable(MeshException reason);
  }

  private final Platform platform;
  private final EventLoop loop;
  private final Upgrader upgrader;
  private final StopHandler circuits;
  private final SocketDialer sockets;
  private final MeshConfig config;
  private final PeerId self;
  private final KadClient kad;
  private final Listener listener;
  private @Nullable Connection connection;
  private @Nullable RelayClient relay;
  private EventLoop.@Nullable Timer retry;
  private int failures;
  private int next;
  private boolean lookingUp;
  private boolean full;
  private boolean stopped;

  NodeLink(
      Platform platform,
      Upgrader upgrader,
      StopHandler circuits,
      SocketDialer sockets,
      MeshConfig config,
      PeerId self,
      Listener listener) {
    this.platform = platform;
    this.loop = platform.loop();
    this.upgrader = upgrader;
    this.circuits = circuits;
    this.sockets = sockets;
    this.config = config;
    this.self = self;
    this.listener = listener;
    kad = new KadClient(loop, config.dhtProtocol());
  }

  /** The relay through which peers are dialled, or null while there is none. */
  @Nullable RelayClient relay() {
    return relay;
  }

  /** Whether a node is connected. */
  boolean isConnected() {
    return connection != null;
  }

  void start() {
    retry = null;
    Multiaddr address = config.bootstrap().get(next++ % config.bootstrap().size());
    sockets
        .dial(address)
        .flatMap(socket -> upgrader.dial(socket, address.peerId(), address, false))
        .then(this::connected, this::lost);
  }

  void stop() {
    stopped = true;
    if (retry != null) {
      retry.cancel();
    }
    if (connection != null) {
      connection.close();
    }
  }

  private void connected(Connection opened) {
    if (stopped) {
      opened.close();
      return;
    }
    connection = opened;
    opened.closed().then(this::lost, this::lost);
    circuits.allow(opened);
    RelayClient client = new RelayClient(loop, platform.entropy(), upgrader, opened, this);
    relay = client;
    client.reserve().then(made -> failures = 0, opened::abort);
    lookUp();
    listener.linked();
  }

  /** Asks the node who is there; the answer comes to the listener. */
  void lookUp() {
    Connection node = connection;
    if (node == null || lookingUp) {
      return;
    }
    lookingUp = true;
    config
        .site()
        .flatMap(site -> kad.getProviders(node, site))
        .then(
            answer -> {
              lookingUp = false;
              List<PeerId> visitors = new ArrayList<>();
              for (KadPeer provider : answer.providers()) {
                visitors.add(provider.id());
              }
              listener.found(visitors);
            },
            reason -> {
              lookingUp = false;
              if (reason.fault() == MeshException.Fault.PEER) {
                node.abort(reason);
              }
            });
  }

  /** Where others reach us, without our peer id, or null while there is no reservation. */
  @Nullable Multiaddr address() {
    Connection node = connection;
    RelayClient client = relay;
    return node == null || client == null || client.reservation() == null
        ? null
        : node.remoteAddress().with(Multiaddr.P2P_CIRCUIT).with(Multiaddr.WEBRTC);
  }

  /** Whether others would dial us in vain: while they would, nobody is told that we are here. */
  void full(boolean now) {
    if (full != now) {
      full = now;
      announceSite();
    }
  }

  private void announceSite() {
    config.site().then(site -> announce(List.of(site), full), none -> {});
  }

  /** Announces that we have the content of these keys, for as long as the reservation lasts. */
  void announce(List<Multihash> keys) {
    announce(keys, false);
  }

  private void announce(List<Multihash> keys, boolean takeBack) {
    Connection node = connection;
    Multiaddr here = address();
    if (node == null || here == null || !config.serves()) {
      return;
    }
    try {
      kad.addProvider(
          node, keys, new KadPeer(self, takeBack ? List.of() : List.of(here.with(self))));
    } catch (MeshException full) {
      node.abort(full);
    }
  }

  @Override
  public void reserved(Reservation reservation) {
    announceSite();
    listener.reserved();
  }

  @Override
  public void reservationLost(MeshException reason) {
    if (connection != null) {
      connection.abort(reason);
    }
  }

  private void lost(MeshException reason) {
    connection = null;
    relay = null;
    if (stopped) {
      return;
    }
    listener.unreachable(reason);
    int wait = Math.min(MAX_RETRY_MILLIS, MIN_RETRY_MILLIS << Math.min(failures, 5));
    failures++;
    // Half of it at random, so that the pages of a restarted node do not come back all at once.
    retry = loop.schedule(wait / 2 + platform.entropy().below(wait / 2), this::start);
  }
}
