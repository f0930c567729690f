package dev.weft.bootstrap;

import dev.weft.bootstrap.libp2p.MeshSnapshot;
import dev.weft.bootstrap.offload.OffloadLedger;
import dev.weft.bootstrap.web.NodeInfo;
import dev.weft.bootstrap.web.WebServer;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.jvm.Effects;
import dev.weft.jvm.SecureEntropy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running bootstrap node: one socket for HTTP and WebSocket, one event loop for libp2p. May be
 * embedded; several in one process do not disturb each other.
 */
public final class BootstrapNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BootstrapNode.class);

  /** Connections that wait to be accepted: pages that come back together after a restart. */
  private static final int BACKLOG = 1024;

  private final int port;
  private final PeerId peerId;
  private final List<Multiaddr> multiaddrs;
  private final WebServer web;

  private BootstrapNode(int port, PeerId peerId, List<Multiaddr> multiaddrs, WebServer web) {
    this.port = port;
    this.peerId = peerId;
    this.multiaddrs = multiaddrs;
    this.web = web;
  }

  /** Starts a node; it listens when this returns. */
  public static BootstrapNode start(NodeConfig config) throws StartException {
    return start(config, InstantSource.system());
  }

  static BootstrapNode start(NodeConfig config, InstantSource clock) throws StartException {
    Identity identity = Identity.load(config.keyFile(), Effects.direct(), new SecureEntropy());
    ServerSocketChannel socket = bind(config);
    InetSocketAddress listening =
        new InetSocketAddress(socket.socket().getInetAddress(), socket.socket().getLocalPort());
    try {
      List<Multiaddr> multiaddrs =
          PublicAddresses.of(config.publicAddresses(), listening, identity.peerId());
      WebServer web =
          WebServer.start(
              socket,
              new WebServer.Sources(
                  info(identity, multiaddrs),
                  () -> MeshSnapshot.EMPTY,
                  new OffloadLedger(clock),
                  config.trustedProxies(),
                  clock,
                  config.maxConnections()),
              context -> {});
      tell(config, listening);
      return new BootstrapNode(listening.getPort(), identity.peerId(), multiaddrs, web);
    } catch (StartException | RuntimeException failed) {
      closeQuietly(socket);
      throw failed;
    }
  }

  /** The TCP port that it listens on. */
  public int port() {
    return port;
  }

  /** Its peer id, the same as long as the key file is. */
  public PeerId peerId() {
    return peerId;
  }

  /** The address to hand out, with its peer id. */
  public Multiaddr multiaddr() {
    return multiaddrs.get(0);
  }

  /** All its public addresses, with its peer id. */
  public List<Multiaddr> multiaddrs() {
    return multiaddrs;
  }

  @Override
  public void close() {
    web.drain();
    web.close();
  }

  private static NodeInfo info(Identity identity, List<Multiaddr> multiaddrs) {
    return new NodeInfo(
        identity.peerId().toString(),
        multiaddrs.stream().map(Multiaddr::toString).toList(),
        Version.text());
  }

  private static ServerSocketChannel bind(NodeConfig config) throws StartException {
    InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
    if (address.isUnresolved()) {
      throw new StartException("--host: there is no host '" + config.host() + "'.");
    }
    ServerSocketChannel socket = null;
    try {
      socket = ServerSocketChannel.open();
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return socket.bind(address, BACKLOG);
    } catch (IOException refused) {
      closeQuietly(socket);
      throw new StartException(whyNotBound(config, refused));
    }
  }

  private static String whyNotBound(NodeConfig config, IOException refused) {
    String reason = String.valueOf(refused.getMessage());
    if (reason.contains("in use")) {
      return "port "
          + config.port()
          + " on "
          + config.host()
          + " is taken; choose another with --port, or --port 0 for a free one.";
    }
    return "cannot listen on port "
        + config.port()
        + " of "
        + config.host()
        + " ("
        + reason
        + "); see --host and --port.";
  }

  private static void closeQuietly(@Nullable ServerSocketChannel socket) {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException broken) {
        LOG.debug("closing the socket failed", broken);
      }
    }
  }

  private static void tell(NodeConfig config, InetSocketAddress listening) {
    boolean everywhere = listening.getAddress().isAnyLocalAddress();
    String host = everywhere ? "localhost" : config.host();
    LOG.info("pages for people: http://{}:{}/ and /dashboard", host, listening.getPort());
    if (everywhere && config.publicAddresses().isEmpty()) {
      LOG.warn(
          "listens on all addresses, but no --public-address says how visitors elsewhere reach it");
    }
  }
}
