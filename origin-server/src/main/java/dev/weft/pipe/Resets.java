package dev.weft.pipe;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;

/** Connections that end with a reset instead of an end. */
final class Resets {
  private Resets() {}

  /** Makes the close of that connection a reset; does nothing when it is closed already. */
  static void onClose(EndPoint endPoint) {
    if (endPoint.getTransport() instanceof SocketChannel channel) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException closed) {
        endPoint.close(closed);
      }
    }
  }
}
