package dev.weft.pipe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;

/** How many bytes the system keeps for a connection whose other end is slower than we are. */
final class SendBuffers {
  /**
   * For receivers on this machine, such as a proxy in front: there is no delay to bridge, and what
   * thirty of them have on their way stays in a processor's cache. Left to itself the system takes
   * megabytes each, and copies at half the speed.
   */
  private static final int LOOPBACK_BYTES = 256 * 1024;

  private SendBuffers() {}

  /** Bounds those of a connection to this machine itself; does nothing when it is closed. */
  static void bound(EndPoint endPoint) {
    if (endPoint.getTransport() instanceof SocketChannel channel
        && endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote
        && remote.getAddress().isLoopbackAddress()) {
      try {
        channel.setOption(StandardSocketOptions.SO_SNDBUF, LOOPBACK_BYTES);
      } catch (IOException closed) {
        endPoint.close(closed);
      }
    }
  }
}
