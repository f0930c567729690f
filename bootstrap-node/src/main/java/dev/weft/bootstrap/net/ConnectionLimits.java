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

  /** Takes a place for a connection from there; false when there is none. */
  public synchronized boolean enter(InetAddress address) {
    String group = TrustedProxies.group(address);
    int ofAddress = byAddress.getOrDefault(group, 0);
    if (open >= most || ofAddress >= mostPerAddress) {
      return false;
    }
    open++;
    byAddress.put(group, ofAddress + 1);
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
