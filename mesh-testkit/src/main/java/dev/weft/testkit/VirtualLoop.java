package dev.weft.testkit;

import dev.weft.core.io.EventLoop;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * An event loop in virtual time: nothing waits, and a run is repeatable to the last task.
 *
 * <p>Time stands still while tasks run and jumps to the next timer when none is left. Tasks that
 * are due at the same millisecond run in the order in which they were submitted. What a task throws
 * comes out of the {@code run…} call. Belongs to one thread.
 */
public final class VirtualLoop implements EventLoop {
  /** What {@link #unixSeconds} says at the start: 2026-01-01T00:00:00Z. */
  public static final long START_UNIX_SECONDS = 1_767_225_600;

  /** Longest stretch of virtual time that {@link #runUntilIdle} spends before it gives up. */
  private static final long IDLE_BOUND_MILLIS = 24 * 3_600_000L;

  /** Most tasks run in one millisecond, beyond which a livelock is certain. */
  private static final int TASKS_PER_MILLI_BOUND = 10_000_000;

  private final TreeSet<Task> tasks = new TreeSet<>();
  private long nowMillis;
  private long submitted;
  private int runAtThisMilli;

  @Override
  public long nowMillis() {
    return nowMillis;
  }

  @Override
  public long unixSeconds() {
    return START_UNIX_SECONDS + nowMillis / 1000;
  }

  @Override
  public void post(Runnable task) {
    schedule(0, task);
  }

  @Override
  public Timer schedule(long delayMillis, Runnable task) {
    if (delayMillis < 0) {
      throw new IllegalArgumentException("delay of " + delayMillis + " ms");
    }
    Task scheduled = new Task(nowMillis + delayMillis, submitted++, task);
    tasks.add(scheduled);
    return () -> tasks.remove(scheduled);
  }

  /** Runs what is due now, and what that posts; time stands still. */
  public void runReady() {
    runFor(0);
  }

  /** Runs all that is due within the next {@code millis}, after which that time has passed. */
  public void runFor(long millis) {
    long end = nowMillis + millis;
    while (nextIsDueBy(end)) {
      runNext();
    }
    advanceTo(end);
  }

  /** Time passes and nothing runs, as when a page's thread is held up; what is due waits. */
  public void hold(long millis) {
    advanceTo(nowMillis + millis);
  }

  /**
   * Runs until the condition holds, which is asked before each task.
   *
   * @throws AssertionError when it does not hold after {@code maxMillis}
   */
  public void runUntil(BooleanSupplier condition, long maxMillis) {
    long end = nowMillis + maxMillis;
    while (!condition.getAsBoolean()) {
      if (!nextIsDueBy(end)) {
        throw new AssertionError(
            "condition does not hold after " + maxMillis + " ms of virtual time");
      }
      runNext();
    }
  }

  /**
   * Runs until neither task nor timer is left; not for nodes with periodic timers, such as yamux's
   * keep-alive.
   *
   * @throws AssertionError when there is still something to run after a virtual day
   */
  public void runUntilIdle() {
    runUntil(tasks::isEmpty, IDLE_BOUND_MILLIS);
  }

  /** How many tasks and timers wait: for tests that nothing is left behind. */
  public int pending() {
    return tasks.size();
  }

  private boolean nextIsDueBy(long end) {
    return !tasks.isEmpty() && tasks.first().dueMillis <= end;
  }

  private void runNext() {
    Task next = tasks.first();
    tasks.remove(next);
    advanceTo(next.dueMillis);
    if (++runAtThisMilli > TASKS_PER_MILLI_BOUND) {
      throw new AssertionError("livelock at " + nowMillis + " ms");
    }
    next.task.run();
  }

  private void advanceTo(long millis) {
    if (millis > nowMillis) {
      nowMillis = millis;
      runAtThisMilli = 0;
    }
  }

  private record Task(long dueMillis, long order, Runnable task) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(dueMillis, other.dueMillis);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }
}
