package dev.weft.bootstrap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket is bound before anything is started: a taken port costs nothing and says so. */
record ListeningSocket(ServerSocketChannel channel, InetSocketAddress address) {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningSocket.class);

  /** Connections that wait to be accepted: pages that come back together after a restart. */
  private static final int BACKLOG = 1024;

  static ListeningSocket bind(String host, int port) throws StartException {
    InetSocketAddress wanted = new InetSocketAddress(host, port);
    if (wanted.isUnresolved()) {
      throw new StartException("--host: there is no host '" + host + "'.");
    }
    ServerSocketChannel channel;
    try {
      channel = ServerSocketChannel.open();
    } catch (IOException broken) {
      throw new StartException(why(host, port, broken));
    }
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(wanted, BACKLOG);
      return new ListeningSocket(channel, (InetSocketAddress) channel.getLocalAddress());
    } catch (IOException refused) {
      close(channel);
      throw new StartException(why(host, port, refused));
    }
  }

  /** For a start that fails later; otherwise the server owns the socket. */
  void close() {
    close(channel);
  }

  private static void close(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException broken) {
      LOG.debug("closing the socket failed", broken);
    }
  }

  private static String why(String host, int port, IOException refused) {
    String reason = String.valueOf(refused.getMessage());
    String where = "port " + port + " on " + host;
    return reason.contains("in use")
        ? where + " is taken; choose another with --port, or --port 0 for a free one."
        : "cannot listen on " + where + " (" + reason + "); see --host and --port.";
  }
}
