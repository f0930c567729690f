package dev.weft.jvm.net;

import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * HTTP/1.1 as Jetty has it, but that each connection is read by one thread at a time. Jetty 12.1
 * answers a request that it refuses itself, such as one with a malformed target, on another thread,
 * whose end reads on while the first thread still gives the connection's buffer back: one buffer
 * then is two connections', and requests of others are lost.
 */
public final class Http1 extends HttpConnectionFactory {
  /** For a connector with that configuration. */
  public Http1(HttpConfiguration http) {
    super(http);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    HttpConnection connection = new OneReader(getHttpConfiguration(), connector, endPoint);
    connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
    return configure(connection, connector, endPoint);
  }

  private static final class OneReader extends HttpConnection {
    /** Calls of {@link #onFillable} that are not served yet. */
    private final AtomicInteger calls = new AtomicInteger();

    OneReader(HttpConfiguration http, Connector connector, EndPoint endPoint) {
      super(http, connector, endPoint);
    }

    /** Reads; what calls meanwhile is served by the thread that is here already. */
    @Override
    public void onFillable() {
      if (calls.getAndIncrement() > 0) {
        return;
      }
      int served;
      do {
        served = calls.get();
        super.onFillable();
      } while (calls.addAndGet(-served) > 0);
    }
  }
}
