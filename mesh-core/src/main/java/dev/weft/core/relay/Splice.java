package dev.weft.core.relay;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import org.jspecify.annotations.Nullable;

/**
 * A circuit at the relay: what comes from one end goes to the other, unread. A slow end holds the
 * other one back. It is reset when a direction has carried its bytes or the time is over.
 *
 * <p>What the source says before the target agrees may go on behind the question, so that a
 * handshake need not wait for the answer: where there is nobody else to be asked.
 */
final class Splice {
  private final EventLoop loop;
  private final HopLimits limits;
  private final ByteChannel source;
  private final ByteChannel target;
  private boolean begun;
  private int openDirections = 2;
  private @Nullable Runnable whenOver;
  private EventLoop.@Nullable Timer deadline;
  private long carriedBytes;

  Splice(EventLoop loop, ByteChannel source, ByteChannel target, HopLimits limits) {
    this.loop = loop;
    this.source = source;
    this.target = target;
    this.limits = limits;
  }

  /** Lets the source, which has no receiver yet, speak before the target has agreed. */
  void begin() {
    begun = true;
    source.receiver(new Direction(source, target));
  }

  /**
   * Lets the target, which has no receiver yet, speak as well: it has agreed.
   *
   * @param task called once when both directions have ended, also from within this call
   */
  void join(Runnable task) {
    whenOver = task;
    deadline =
        loop.schedule(
            limits.circuitSeconds() * 1000L,
            () -> reset(MeshException.timeout("circuit-limit", "circuit has lasted its time")));
    if (!begun) {
      begin();
    }
    target.receiver(new Direction(target, source));
  }

  /** Bytes so far, both directions together. */
  long carriedBytes() {
    return carriedBytes;
  }

  /** Ends both streams at once. */
  void reset(MeshException reason) {
    source.abort(reason);
    target.abort(reason);
    over();
  }

  private void over() {
    Runnable task = whenOver;
    if (task != null) {
      whenOver = null;
      if (deadline != null) {
        deadline.cancel();
      }
      task.run();
    }
  }

  private final class Direction implements ByteChannel.Receiver {
    private final ByteChannel from;
    private final ByteChannel to;
    private int carried;

    Direction(ByteChannel from, ByteChannel to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void data(byte[] bytes) {
      if (bytes.length > limits.circuitBytes() - carried) {
        reset(MeshException.peer("circuit-limit"));
        return;
      }
      carried += bytes.length;
      carriedBytes += bytes.length;
      to.write(bytes);
      if (to.writable() == 0) {
        from.pause();
        to.onWritable(from::resume);
      }
    }

    @Override
    public void end() {
      to.finish();
      if (--openDirections == 0) {
        over();
      }
    }

    @Override
    public void failed(MeshException reason) {
      reset(reason);
    }
  }
}
