package dev.weft.bootstrap;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The UDP socket for STUN. */
record StunSocket(DatagramChannel channel, int port) {
  private static final Logger LOG = LoggerFactory.getLogger(StunSocket.class);

  static StunSocket bind(InetAddress address, int port) throws StartException {
    String where = "UDP port " + port + " on " + address.getHostAddress();
    DatagramChannel channel;
    try {
      channel = DatagramChannel.open();
    } catch (IOException broken) {
      throw new StartException(why(where, broken));
    }
    try {
      channel.bind(new InetSocketAddress(address, port));
      return new StunSocket(channel, port);
    } catch (IOException refused) {
      close(channel);
      throw new StartException(why(where, refused));
    }
  }

  /** For a start that fails later; otherwise the server owns the socket. */
  void close() {
    close(channel);
  }

  private static void close(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException broken) {
      LOG.debug("closing the STUN socket failed", broken);
    }
  }

  private static String why(String where, IOException refused) {
    return refused instanceof BindException
        ? where + " is taken; choose another with --stun-port, or --stun-port none."
        : "cannot listen on " + where + " (" + refused.getMessage() + "); see --stun-port.";
  }
}
