package dev.weft.bootstrap;

import dev.weft.bootstrap.libp2p.Admission;
import dev.weft.bootstrap.libp2p.MeshHost;
import dev.weft.bootstrap.libp2p.MeshSnapshot;
import dev.weft.bootstrap.libp2p.WebSocketListener;
import dev.weft.bootstrap.net.ConnectionLimits;
import dev.weft.bootstrap.offload.OffloadLedger;
import dev.weft.bootstrap.stun.StunServer;
import dev.weft.bootstrap.web.NodeInfo;
import dev.weft.bootstrap.web.WebServer;
import dev.weft.core.connection.Identity;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running bootstrap node: one socket for HTTP and WebSocket, one for STUN, one event loop for
 * libp2p. May be embedded; several in one process do not disturb each other.
 */
public final class BootstrapNode implements AutoCloseable {
  /** How long the loop may take to answer at the start, in milliseconds: it is idle then. */
  private static final long START_MILLIS = 10_000;

  /** How long circuits and connections may take to close, in milliseconds. */
  private static final long DRAIN_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(BootstrapNode.class);

  private final NodeLoop loop;
  private final Identity self;
  private final int port;
  private final List<Multiaddr> multiaddrs;
  private final MeshHost mesh;
  private final ConnectionLimits connections;
  private final WebSocketListener webSockets;
  private final @Nullable StunServer stun;
  private final @Nullable String stunUrl;
  private final WebServer web;
  private final AtomicBoolean closed = new AtomicBoolean();

  private BootstrapNode(
      NodeLoop loop, Identity self, NodeSockets sockets, NodeConfig config, InstantSource clock)
      throws StartException, TimeoutException {
    this.loop = loop;
    this.self = self;
    InetSocketAddress address = sockets.tcp().address();
    port = address.getPort();
    multiaddrs = PublicAddresses.of(config.publicAddresses(), address, self.peerId());
    List<KadPeer> named = NamedPeers.of(config.peers());
    List<Multiaddr> transports = multiaddrs.stream().map(BootstrapNode::transport).toList();
    mesh =
        loop.await(
            START_MILLIS,
            () ->
                Promise.of(
                    new MeshHost(
                        loop.platform(),
                        self,
                        transports,
                        named,
                        config.hopLimits(),
                        "weft-node/" + Version.text())));
    connections = new ConnectionLimits(config.maxConnections(), config.maxConnectionsPerAddress());
    Admission admission =
        config.sites().isEmpty() ? Admission.OPEN : Admission.pagesOf(config.sites());
    webSockets =
        new WebSocketListener(loop.thread(), config.trustedProxies(), connections, admission, mesh);
    StunSocket udp = sockets.stun();
    stun = udp == null ? null : StunServer.start(udp.channel(), clock);
    stunUrl =
        udp == null || isBehindProxy(config, address)
            ? null
            : PublicAddresses.stunUrl(multiaddrs.get(0), udp.port());
    web =
        WebServer.start(
            sockets.tcp().channel(),
            new WebServer.Sources(
                info(self, multiaddrs, stunUrl),
                mesh::snapshot,
                webSockets::refused,
                stun,
                new OffloadLedger(clock),
                config.trustedProxies(),
                clock,
                config.maxConnections(),
                config.maxConnectionsPerAddress()),
            webSockets::addTo);
  }

  /** Starts a node; it listens when this returns. */
  public static BootstrapNode start(NodeConfig config) throws StartException {
    return start(config, InstantSource.system());
  }

  static BootstrapNode start(NodeConfig config, InstantSource clock) throws StartException {
    NodeLoop loop = new NodeLoop();
    try {
      Identity self = IdentityFile.load(config.keyFile(), loop.signatures(), loop.entropy());
      NodeSockets sockets = NodeSockets.bind(config);
      try {
        BootstrapNode node = new BootstrapNode(loop, self, sockets, config, clock);
        node.tell(config, sockets.tcp().address());
        return node;
      } catch (StartException | TimeoutException | RuntimeException failed) {
        sockets.close();
        throw failed;
      }
    } catch (TimeoutException stuck) {
      loop.close();
      throw new StartException("the event loop does not answer; is the machine overloaded?");
    } catch (StartException | RuntimeException failed) {
      loop.close();
      throw failed;
    }
  }

  /** The TCP port that it listens on. */
  public int port() {
    return port;
  }

  /** Its peer id, the same as long as the key file is. */
  public PeerId peerId() {
    return self.peerId();
  }

  /** The address to hand out, with its peer id. */
  public Multiaddr multiaddr() {
    return multiaddrs.get(0);
  }

  /** All its public addresses, with its peer id. */
  public List<Multiaddr> multiaddrs() {
    return multiaddrs;
  }

  /**
   * What pages are to have as an ICE server, {@code stun:HOST:PORT}; null without STUN, and where
   * no visitor would reach it.
   */
  public @Nullable String stunUrl() {
    return stunUrl;
  }

  /** How the mesh was at most half a second ago. */
  public MeshSnapshot mesh() {
    return mesh.snapshot();
  }

  /**
   * Stops: takes nobody in any more, lets circuits go on for 3 s, closes all connections in order
   * and waits for them, within 5 s together, then stops the server. Without effect the second time.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    LOG.info("stopping; {} connections are open", connections.open());
    long deadline = System.nanoTime() + DRAIN_MILLIS * 1_000_000;
    web.drain();
    webSockets.drain();
    try {
      loop.await(DRAIN_MILLIS, mesh::drain);
      connections.awaitNone(Math.max(0, (deadline - System.nanoTime()) / 1_000_000));
    } catch (TimeoutException late) {
      LOG.warn("{} connections did not close in time", connections.open());
    }
    if (stun != null) {
      stun.close();
    }
    web.close();
    loop.close();
    LOG.info("stopped");
  }

  private static Multiaddr transport(Multiaddr address) {
    return Objects.requireNonNull(address.before(Multiaddr.P2P));
  }

  private static NodeInfo info(
      Identity self, List<Multiaddr> multiaddrs, @Nullable String stunUrl) {
    return new NodeInfo(
        self.peerId().toString(),
        multiaddrs.stream().map(Multiaddr::toString).toList(),
        PublicAddresses.httpUrl(multiaddrs.get(0)) + "/report",
        stunUrl,
        Version.text());
  }

  /** Whether visitors reach only what a proxy on this machine passes on, which is not UDP. */
  private static boolean isBehindProxy(NodeConfig config, InetSocketAddress listening) {
    return listening.getAddress().isLoopbackAddress() && !config.publicAddresses().isEmpty();
  }

  private void tell(NodeConfig config, InetSocketAddress listening) {
    boolean everywhere = listening.getAddress().isAnyLocalAddress();
    String host = everywhere ? "localhost" : config.host();
    LOG.info("pages for people: http://{}:{}/ and /dashboard", host, listening.getPort());
    if (stunUrl != null) {
      LOG.info("visitors learn their public addresses from {} (UDP)", stunUrl);
    } else if (stun != null) {
      LOG.warn(
          "no visitor reaches STUN on {}: a proxy passes on no UDP; see --host, or --stun-port none",
          config.host());
    }
    if (everywhere && config.publicAddresses().isEmpty()) {
      LOG.warn(
          "listens on all addresses, but no --public-address says how visitors elsewhere reach it");
    }
  }
}
