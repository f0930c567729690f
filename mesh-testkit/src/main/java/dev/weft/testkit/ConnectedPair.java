package dev.weft.testkit;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;

/**
 * Two nodes with one connection between them: a virtual link with the whole upgrade (Noise, yamux)
 * on top.
 *
 * @param near the node that dialled
 * @param far the node that answered
 * @param link the link below, to cut or count
 * @param nearConnection the connection as {@code near} sees it
 * @param farConnection the connection as {@code far} sees it
 */
public record ConnectedPair(
    TestNode near,
    TestNode far,
    MemoryChannel.Pair link,
    Connection nearConnection,
    Connection farConnection) {
  private static final Multiaddr ADDRESS = Multiaddr.parse("/memory/1");

  /** Time that the upgrade may take, beyond its round trips. */
  private static final long CONNECT_MILLIS = 10_000;

  /** Two new nodes, connected over a link of unlimited rate. */
  public static ConnectedPair of(VirtualLoop loop, long delayMillis) {
    return of(loop, TestNode.on(loop, 1), TestNode.on(loop, 2), delayMillis, false);
  }

  /**
   * Connects two nodes; runs the loop until both sides have the connection.
   *
   * @param limited whether both take the link as a relayed one
   */
  public static ConnectedPair of(
      VirtualLoop loop, TestNode near, TestNode far, long delayMillis, boolean limited) {
    return of(loop, near, far, delayMillis, MemoryChannel.UNLIMITED, limited);
  }

  /** As above, with a link of that rate. */
  public static ConnectedPair of(
      VirtualLoop loop,
      TestNode near,
      TestNode far,
      long delayMillis,
      long bytesPerSecond,
      boolean limited) {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, delayMillis, bytesPerSecond);
    Promise<Connection> accepted = far.upgrader().accept(link.far(), null, ADDRESS, limited);
    Promise<Connection> dialled =
        near.upgrader().dial(link.near(), far.identity().peerId(), ADDRESS, limited);
    loop.runUntil(() -> dialled.isSettled() && accepted.isSettled(), CONNECT_MILLIS);
    return new ConnectedPair(near, far, link, TestNode.value(dialled), TestNode.value(accepted));
  }
}
