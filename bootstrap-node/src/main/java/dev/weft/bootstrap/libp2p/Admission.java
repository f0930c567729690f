package dev.weft.bootstrap.libp2p;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may open a connection, judged before the WebSocket is upgraded. Anybody may by default, which
 * is meant for loopback and for nodes that are open to all.
 */
@FunctionalInterface
public interface Admission {
  /** Everybody. */
  Admission OPEN = (address, origin) -> true;

  /**
   * Pages of these sites, and programs: other nodes name no origin, and a program may name any. So
   * this keeps out the visitors of other sites, whose browsers do not lie, and nobody else.
   */
  static Admission pagesOf(List<String> sites) {
    return (address, origin) -> origin == null || sites.contains(origin);
  }

  /**
   * Whether to let it in; called on the server's threads.
   *
   * @param address the visitor's address
   * @param origin the {@code Origin} that the browser names; null for programs, which can name any
   */
  boolean admits(InetAddress address, @Nullable String origin);
}
