package dev.weft.bootstrap;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a node listens on, bound before anything is started.
 *
 * @param tcp for HTTP and WebSocket
 * @param stun for STUN, null when the operator wants none
 */
record NodeSockets(ListeningSocket tcp, @Nullable StunSocket stun) {
  /** Free TCP ports that are tried until the UDP port of the same number is free too. */
  private static final int ATTEMPTS = 16;

  static NodeSockets bind(NodeConfig config) throws StartException {
    StunPort wanted = config.stunPort();
    boolean anyPair = config.port() == 0 && wanted.number() == 0;
    for (int attempt = 1; ; attempt++) {
      ListeningSocket tcp = ListeningSocket.bind(config.host(), config.port());
      if (!wanted.enabled()) {
        return new NodeSockets(tcp, null);
      }
      InetSocketAddress address = tcp.address();
      try {
        int port = wanted.number() == 0 ? address.getPort() : wanted.number();
        return new NodeSockets(tcp, StunSocket.bind(address.getAddress(), port));
      } catch (StartException taken) {
        tcp.close();
        if (!anyPair || attempt == ATTEMPTS) {
          throw taken;
        }
      }
    }
  }

  /** For a start that fails later; otherwise the servers own the sockets. */
  void close() {
    tcp.close();
    if (stun != null) {
      stun.close();
    }
  }
}
