package dev.weft.jvm;

import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop on one daemon thread. {@link #post}, {@link #schedule} and {@link #ask} may be
 * called from any thread; they are the way into the node that runs here.
 *
 * <p>A task that throws is logged and the loop goes on. After {@link #close} tasks are dropped.
 */
public final class LoopThread implements EventLoop, AutoCloseable {
  /** How long {@link #close} waits for the task that is running. */
  static final long CLOSE_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);

  private final long startNanos = System.nanoTime();
  private final ScheduledThreadPoolExecutor executor;
  private volatile @Nullable Thread thread;

  /** Starts the loop; its thread carries the name. */
  public LoopThread(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread created = new Thread(task, name);
              created.setDaemon(true);
              thread = created;
              return created;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
  }

  /** Whether the caller is on the loop's thread. */
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }

  @Override
  public long unixSeconds() {
    return System.currentTimeMillis() / 1000;
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
    Future<?> scheduled =
        executor.schedule(() -> runGuarded(task), delayMillis, TimeUnit.MILLISECONDS);
    return () -> scheduled.cancel(false);
  }

  /**
   * Asks the node something from another thread: runs the question on the loop and completes with
   * its promise's answer, or with its {@link MeshException}. Never completes once the loop is
   * closed.
   */
  public <T> CompletableFuture<T> ask(Supplier<Promise<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    post(
        () -> {
          try {
            question.get().then(answer::complete, answer::completeExceptionally);
          } catch (RuntimeException thrown) {
            answer.completeExceptionally(thrown);
          }
        });
    return answer;
  }

  /**
   * Stops the loop: drops what is queued and waits, at most five seconds, for the task that is
   * running (unless it is this very task that closes it).
   */
  @Override
  public void close() {
    executor.shutdownNow();
    if (inLoop()) {
      return;
    }
    try {
      if (!executor.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("the loop's last task did not end within {} ms", CLOSE_MILLIS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error thrown) {
      LOG.error("a task of the event loop failed", thrown);
    }
  }
}
