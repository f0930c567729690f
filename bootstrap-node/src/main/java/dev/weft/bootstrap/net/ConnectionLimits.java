package dev.weft.bootstrap.net;

import dev.weft.jvm.net.TrustedProxies;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
    if (open == 0) {
      notifyAll();
    }
    byAddress.computeIfPresent(
        TrustedProxies.group(address), (group, count) -> count == 1 ? null : count - 1);
  }

  /** How many are open. */
  public synchronized int open() {
    return open;
  }

  /**
   * Waits until none is open.
   *
   * @throws TimeoutException when some still are after that time
   */
  public synchronized void awaitNone(long millis) throws TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (open > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException(open + " open");
      }
      try {
        wait(left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new TimeoutException("interrupted");
      }
    }
  }
}
