package dev.weft.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A TCP connection that remembers how its other end ended it. Jetty's own reads a reset as an end;
 * for whoever wants to know whether the other end has got all, they are opposites.
 */
public final class ResetAwareEndPoint extends SocketChannelEndPoint {
  private volatile boolean reset;

  ResetAwareEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  /** Whether the connection below that end point, through TLS or not, was reset. */
  public static boolean wasReset(EndPoint endPoint) {
    EndPoint lowest = endPoint;
    while (lowest instanceof EndPoint.Wrapper wrapper) {
      lowest = wrapper.unwrap();
    }
    return lowest instanceof ResetAwareEndPoint own && own.reset;
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    if (isInputShutdown()) {
      return -1;
    }
    int position = BufferUtil.flipToFill(buffer);
    try {
      int filled = getChannel().read(buffer);
      if (filled > 0) {
        notIdle();
      } else if (filled < 0) {
        shutdownInput();
      }
      return filled;
    } catch (IOException broken) {
      reset = true;
      shutdownInput();
      return -1;
    } finally {
      BufferUtil.flipToFlush(buffer, position);
    }
  }
}
