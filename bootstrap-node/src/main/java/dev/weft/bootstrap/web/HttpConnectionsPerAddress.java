package dev.weft.bootstrap.web;

import dev.weft.bootstrap.net.ConnectionLimits;
import dev.weft.jvm.net.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the connections of one address that are not, or not yet, WebSockets: whoever sends its
 * requests byte by byte would else take the places of all. Trusted proxies have as many as they
 * like.
 */
final class HttpConnectionsPerAddress implements Connection.Listener {
  private final TrustedProxies proxies;
  private final ConnectionLimits limits;
  private final Set<Connection> counted = ConcurrentHashMap.newKeySet();

  HttpConnectionsPerAddress(TrustedProxies proxies, int mostPerAddress) {
    this.proxies = proxies;
    this.limits = new ConnectionLimits(Integer.MAX_VALUE, mostPerAddress);
  }

  @Override
  public void onOpened(Connection connection) {
    InetAddress address = address(connection);
    if (address == null
        || !(connection instanceof ConnectionMetaData)
        || proxies.isTrusted(address)) {
      return;
    }
    if (limits.enter(address)) {
      counted.add(connection);
    } else {
      connection.getEndPoint().close();
    }
  }

  /** Also when it has become a WebSocket. */
  @Override
  public void onClosed(Connection connection) {
    InetAddress address = address(connection);
    if (address != null && counted.remove(connection)) {
      limits.leave(address);
    }
  }

  private static @Nullable InetAddress address(Connection connection) {
    SocketAddress remote = connection.getEndPoint().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress internet ? internet.getAddress() : null;
  }
}
