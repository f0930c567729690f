package dev.weft.origin.http;

import java.util.concurrent.TimeUnit;

/**
 * The schedule of a line of fixed rate that everybody shares: first come, first served.
 *
 * <p>Holds no timer: a caller reserves time on the line and sends when that time is over. Since the
 * schedule is in exact times and not in the times at which timers happen to fire, a late timer does
 * not lower the rate.
 */
final class SlowLine {
  private final long bitsPerSecond;
  private long freeAtNanos = Long.MIN_VALUE;

  SlowLine(long bitsPerSecond) {
    this.bitsPerSecond = bitsPerSecond;
  }

  /**
   * Reserves the line.
   *
   * @param bytes how much is to be sent
   * @param readyNanos when the bytes were ready to be sent
   * @return when the last of them has arrived, on the clock of {@code readyNanos}
   */
  synchronized long reserve(int bytes, long readyNanos) {
    boolean busy = freeAtNanos != Long.MIN_VALUE && freeAtNanos - readyNanos > 0;
    freeAtNanos = (busy ? freeAtNanos : readyNanos) + nanosFor(bytes);
    return freeAtNanos;
  }

  private long nanosFor(int bytes) {
    return bytes * 8L * TimeUnit.SECONDS.toNanos(1) / bitsPerSecond;
  }

  /** How many bytes take the given time, within the bounds. */
  int bytesIn(long nanos, int least, int most) {
    long bytes = bitsPerSecond / 8 * nanos / TimeUnit.SECONDS.toNanos(1);
    return (int) Math.max(least, Math.min(most, bytes));
  }
}
