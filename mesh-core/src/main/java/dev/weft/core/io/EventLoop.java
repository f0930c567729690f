package dev.weft.core.io;

/**
 * The one thread of a node, its clock and its timers.
 *
 * <p>Tasks never run inside the call that submits them, and never two at once. Time is virtual in
 * tests: see mesh-testkit's {@code VirtualLoop}.
 */
public interface EventLoop {
  /** Milliseconds from an arbitrary start; never goes back. For deadlines and round-trip times. */
  long nowMillis();

  /** Seconds since the Unix epoch by the platform's clock; may jump. For expiries on the wire. */
  long unixSeconds();

  /** Runs the task after those posted before it. */
  void post(Runnable task);

  /**
   * Runs the task once, {@code delayMillis} from now (0 is allowed, negative is not).
   *
   * @return the way to call it off
   */
  Timer schedule(long delayMillis, Runnable task);

  /** A scheduled task. */
  interface Timer {
    /** Calls the task off; without effect once it has run or was called off. */
    void cancel();
  }
}
