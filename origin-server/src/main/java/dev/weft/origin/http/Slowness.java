package dev.weft.origin.http;

import java.time.Duration;

/**
 * How far away the server pretends to be.
 *
 * @param delay from the arrival of a request to the start of its answer, as a round trip would add
 * @param bitsPerSecond rate of the one line that all responses share; 0 for no bound
 */
public record Slowness(Duration delay, long bitsPerSecond) {
  /** Not slowed at all. */
  public static final Slowness NONE = new Slowness(Duration.ZERO, 0);

  /** Refuses what cannot be. */
  public Slowness {
    if (delay.isNegative() || bitsPerSecond < 0) {
      throw new IllegalArgumentException("delay and rate must not be negative");
    }
  }

  /** Whether nothing is slowed. */
  public boolean isNone() {
    return delay.isZero() && bitsPerSecond == 0;
  }

  /** As in the response header {@code X-Weft-Slowed}: {@code delay=80ms, rate=50000000bit/s}. */
  public String describe() {
    String rate = bitsPerSecond == 0 ? "unbounded" : bitsPerSecond + "bit/s";
    return "delay=" + delay.toMillis() + "ms, rate=" + rate;
  }
}
