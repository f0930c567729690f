package dev.weft.pipe;

import dev.weft.web.ResetAwareEndPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Watches for the end of an HTTP/1.1 client's side of the connection, while its request is complete
 * and Jetty reads no further. What a client sends meanwhile belongs to no request, for the
 * connection is closed after the response; it is thrown away.
 */
final class ClientWatch implements Callback {
  /** More than this is no pipelined request but a nuisance. */
  private static final int MOST_BYTES = 64 * 1024;

  private static final int READ_BYTES = 1024;

  /** Who hears how the client's side ended; exactly one of the two is called, once, or none. */
  interface Listener {
    /** The client has closed its side, without an error. */
    void closed();

    /** The connection was reset. */
    void broken();
  }

  private final EndPoint endPoint;
  private final AtomicReference<@Nullable Listener> listener;
  private final ByteBuffer bytes = ByteBuffer.allocate(READ_BYTES).limit(0);
  private int received;

  ClientWatch(EndPoint endPoint, Listener listener) {
    this.endPoint = endPoint;
    this.listener = new AtomicReference<>(listener);
  }

  void start() {
    await();
  }

  /** Ends the watch, so that Jetty can read from the connection again. */
  void stop() {
    if (listener.getAndSet(null) != null) {
      release();
    }
  }

  private void release() {
    ((AbstractEndPoint) endPoint).getFillInterest().onFail(Exchange.brokenOff("the watch is over"));
  }

  private void await() {
    if (!endPoint.tryFillInterested(this)) {
      broken();
    } else if (listener.get() == null) {
      release();
    }
  }

  @Override
  public void succeeded() {
    try {
      int filled = endPoint.fill(bytes.clear().limit(0));
      while (filled > 0 && received <= MOST_BYTES) {
        received += filled;
        filled = endPoint.fill(bytes.clear().limit(0));
      }
      if (filled == 0) {
        await();
      } else if (filled < 0) {
        ended();
      } else {
        broken();
      }
    } catch (IOException reset) {
      broken();
    }
  }

  private void ended() {
    if (ResetAwareEndPoint.wasReset(endPoint)) {
      broken();
      return;
    }
    Listener told = listener.getAndSet(null);
    if (told != null) {
      told.closed();
    }
  }

  @Override
  public void failed(Throwable cause) {
    broken();
  }

  private void broken() {
    Listener told = listener.getAndSet(null);
    if (told != null) {
      told.broken();
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
