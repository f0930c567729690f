package dev.weft.core.connection;

import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import java.util.HashMap;
import java.util.Map;

/**
 * A bound on how often each connection may ask a server something: so many requests in a window,
 * which begins with the first one. A connection that asks {@value #FLOOD} times as often does not
 * listen to refusals, and is closed.
 */
public final class RequestRate {
  static final int FLOOD = 10;

  private final EventLoop loop;
  private final int maxRequests;
  private final int windowMillis;
  private final Map<Connection, Window> windows = new HashMap<>();

  private static final class Window {
    long endsAtMillis;
    int requests;
  }

  /** Admits so many requests of a connection in so many milliseconds. */
  public RequestRate(EventLoop loop, int maxRequests, int windowMillis) {
    this.loop = loop;
    this.maxRequests = maxRequests;
    this.windowMillis = windowMillis;
  }

  /** Counts a request; false when it is one too many. */
  public boolean admits(Connection connection) {
    Window window = windows.get(connection);
    if (window == null) {
      window = new Window();
      windows.put(connection, window);
      connection.closed().then(reason -> windows.remove(connection), reason -> {});
    }
    if (loop.nowMillis() >= window.endsAtMillis) {
      window.endsAtMillis = loop.nowMillis() + windowMillis;
      window.requests = 0;
    }
    if (++window.requests == FLOOD * maxRequests) {
      connection.abort(MeshException.peer("flood"));
    }
    return window.requests <= maxRequests;
  }
}
