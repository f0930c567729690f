package dev.weft.pipe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes a transfer's receivers on threads of their own, as many as there are processors: the
 * sender's thread reads meanwhile, and no processor waits for another's copying.
 */
final class Wakers {
  /** With more of them, one thread that reads would be what all wait for. */
  private static final int MOST_THREADS = 4;

  private final Executor executor;
  private final List<Part> parts = new ArrayList<>();

  /**
   * Wakers of those receivers.
   *
   * @param receivers each wakes one, beside the transfer's events
   */
  Wakers(List<Runnable> receivers, Executor executor) {
    this.executor = executor;
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    for (int i = 0; i < Math.min(threads, receivers.size()); i++) {
      parts.add(new Part());
    }
    for (int i = 0; i < receivers.size(); i++) {
      parts.get(i % parts.size()).receivers.add(receivers.get(i));
    }
  }

  /** There may be something in the ring. */
  void wake() {
    for (Part part : parts) {
      if (part.due.compareAndSet(false, true)) {
        executor.execute(part);
      }
    }
  }

  private static final class Part implements Runnable {
    private final List<Runnable> receivers = new ArrayList<>();
    private final AtomicBoolean due = new AtomicBoolean();

    @Override
    public void run() {
      // Before, not after: what comes into the ring from here on is worth another run.
      due.set(false);
      receivers.forEach(Runnable::run);
    }
  }
}
