package dev.weft.bootstrap.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts open WebSockets, in all and by address. Thread-safe. */
public final class ConnectionLimits {
  private final int most;
  private final int mostPerAddress;
  private final Map<String, Integer> byAddress = new HashMap<>();
  private int open;

  /** Bounds for all and for one IPv4 address or IPv6 /64. */
  public ConnectionLimits(int most, int mostPerAddress) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
  }

  /** Whether a connection from there would find a place. */
  public synchronized boolean hasRoom(InetAddress address) {
    return open < most && byAddress.getOrDefault(TrustedProxies.group(address), 0) < mostPerAddress;
  }

  /** Takes a place for a connection from there; false when there is none. */
  public synchronized boolean enter(InetAddress address) {
    if (!hasRoom(address)) {
      return false;
    }
    open++;
    byAddress.merge(TrustedProxies.group(address), 1, Integer::sum);
    return true;
  }

  /** Gives the place back. */
  public synchronized void leave(InetAddress address) {
    open--;
    byAddress.computeIfPresent(
        TrustedProxies.group(address), (group, count) -> count == 1 ? null : count - 1);
  }

  /** How many are open. */
  public synchronized int open() {
    return open;
  }
}
