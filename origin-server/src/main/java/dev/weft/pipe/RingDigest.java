package dev.weft.pipe;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of what is in the ring, on a thread of its own: the digest reads like a receiver, so that
 * hashing and moving bytes take two processors where there are two.
 */
final class RingDigest extends IteratingCallback implements BodyDigest {
  private final Ring.Reader reader;
  private final Executor executor;
  private final Runnable wakeWriter;
  private final RunningDigest digest = new RunningDigest();
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile boolean awaited;
  private volatile @Nullable Runnable onLeft;

  /**
   * A digest of all that will be written.
   *
   * @param wakeWriter called when a writer can go on that found the ring full, or the digest behind
   */
  RingDigest(Ring ring, Executor executor, Runnable wakeWriter) {
    this.reader = ring.reader();
    this.executor = executor;
    this.wakeWriter = wakeWriter;
  }

  @Override
  public void wake() {
    if (due.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            due.set(false);
            iterate();
          });
    }
  }

  @Override
  public boolean hasAll() {
    awaited = true;
    if (reader.isBehind()) {
      wake();
      return false;
    }
    awaited = false;
    return true;
  }

  @Override
  public String hex() {
    return digest.hex();
  }

  @Override
  public String hexWith(ByteBuffer bytes) {
    return digest.hexWith(bytes);
  }

  @Override
  public void leave(Runnable then) {
    onLeft = then;
    iterate();
  }

  @Override
  protected Action process() {
    while (true) {
      Runnable then = onLeft;
      if (then != null) {
        digest.clear();
        reader.leave();
        then.run();
        return Action.SUCCEEDED;
      }
      var next = reader.next();
      if (next == null) {
        return Action.IDLE;
      }
      int bytes = next.remaining();
      digest.update(next);
      boolean freed = reader.taken(bytes);
      boolean caughtUp = awaited && !reader.isBehind();
      if (freed || caughtUp) {
        wakeWriter.run();
      }
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
