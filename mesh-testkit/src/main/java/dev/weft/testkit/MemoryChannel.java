package dev.weft.testkit;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One end of a virtual link: a byte channel with delay, rate and flow control, as a WebSocket over
 * TCP has them. It keeps the contract of {@link ByteChannel} to the letter, and takes faults: see
 * {@link #silence}.
 */
public final class MemoryChannel implements ByteChannel {
  /** A rate that takes no time at all. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Unsent bytes beyond which {@link #writable} is 0, as a socket's send buffer. */
  public static final int SEND_MARK_BYTES = 256 * 1024;

  /** Bytes sent and not yet read by the far end, as TCP's window: enough for 1 Gbit/s at 60 ms. */
  public static final int WINDOW_BYTES = 8 * 1024 * 1024;

  /** Longest piece in which bytes travel, so that a long write arrives bit by bit. */
  private static final int SEGMENT_BYTES = 16 * 1024;

  private final EventLoop loop;
  private final long delayMillis;
  private final long bytesPerSecond;
  private @Nullable MemoryChannel farEnd;

  private final Deque<byte[]> unsent = new ArrayDeque<>();
  private int unsentBytes;
  private int inFlightBytes;
  private long linkFreeAtMicros;
  private boolean sending;
  private boolean finishing;
  private boolean silent;
  private @Nullable Runnable writableTask;
  private long writtenBytes;

  private @Nullable Receiver receiver;
  private final Deque<byte[]> arrived = new ArrayDeque<>();
  private boolean paused;
  private boolean delivering;
  private boolean farFinished;
  private boolean ended;
  private @Nullable MeshException failure;
  private boolean failureTold;

  private MemoryChannel(EventLoop loop, long delayMillis, long bytesPerSecond) {
    this.loop = loop;
    this.delayMillis = delayMillis;
    this.bytesPerSecond = bytesPerSecond;
  }

  /** The two ends of one link; {@code near} by custom belongs to the side that dialled. */
  public record Pair(MemoryChannel near, MemoryChannel far) {}

  /**
   * Makes a link.
   *
   * @param delayMillis one way, each way
   * @param bytesPerSecond each way, or {@link #UNLIMITED}
   */
  public static Pair pair(EventLoop loop, long delayMillis, long bytesPerSecond) {
    MemoryChannel near = new MemoryChannel(loop, delayMillis, bytesPerSecond);
    MemoryChannel far = new MemoryChannel(loop, delayMillis, bytesPerSecond);
    near.farEnd = far;
    far.farEnd = near;
    return new Pair(near, far);
  }

  /** From now on nothing that this end sends arrives, not even its end: a cable pulled. */
  public void silence() {
    silent = true;
  }

  /** All bytes written to this end so far. */
  public long writtenBytes() {
    return writtenBytes;
  }

  /** Whether both directions are over. */
  public boolean isOver() {
    return failure != null || (ended && finishing && unsent.isEmpty());
  }

  @Override
  public void receiver(Receiver newReceiver) {
    receiver = newReceiver;
    deliver();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    deliver();
  }

  @Override
  public void write(byte[] bytes) {
    if (finishing || failure != null || bytes.length == 0) {
      return;
    }
    writtenBytes += bytes.length;
    for (int from = 0; from < bytes.length; from += SEGMENT_BYTES) {
      unsent.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + SEGMENT_BYTES)));
    }
    unsentBytes += bytes.length;
    send();
  }

  @Override
  public int writable() {
    return finishing || failure != null ? 0 : Math.max(0, SEND_MARK_BYTES - unsentBytes);
  }

  @Override
  public void onWritable(Runnable task) {
    writableTask = task;
    if (writable() > 0) {
      loop.post(this::tellWritable);
    }
  }

  @Override
  public void finish() {
    if (!finishing && failure == null) {
      finishing = true;
      writableTask = null;
      send();
    }
  }

  @Override
  public void abort(MeshException reason) {
    if (failure != null) {
      return;
    }
    boolean over = isOver();
    fail(reason);
    if (!over && !silent) {
      loop.schedule(delayMillis, () -> far().fail(MeshException.closed("reset by the far end")));
    }
  }

  private MemoryChannel far() {
    if (farEnd == null) {
      throw new IllegalStateException("half a pair");
    }
    return farEnd;
  }

  /** Puts the next segment on the link; the link carries one at a time. */
  private void send() {
    if (sending || failure != null) {
      return;
    }
    byte[] segment = unsent.peek();
    if (segment == null) {
      if (finishing) {
        sending = true; // nothing more will be sent
        if (!silent) {
          loop.schedule(delayMillis, () -> far().arriveEnd());
        }
      }
      return;
    }
    if (inFlightBytes >= WINDOW_BYTES) {
      return;
    }
    sending = true;
    inFlightBytes += segment.length;
    long nowMicros = loop.nowMillis() * 1000;
    long takesMicros =
        bytesPerSecond == UNLIMITED ? 0 : segment.length * 1_000_000L / bytesPerSecond;
    linkFreeAtMicros = Math.max(nowMicros, linkFreeAtMicros) + takesMicros;
    long untilSent = Math.max(0, linkFreeAtMicros / 1000 - loop.nowMillis());
    if (untilSent == 0) {
      sent();
    } else {
      loop.schedule(untilSent, this::sent);
    }
  }

  private void sent() {
    if (failure != null) {
      return;
    }
    sending = false;
    byte[] segment = unsent.remove();
    unsentBytes -= segment.length;
    if (!silent) {
      loop.schedule(delayMillis, () -> far().arrive(segment));
    }
    if (writableTask != null && writable() > 0) {
      loop.post(this::tellWritable);
    }
    send();
  }

  private void tellWritable() {
    Runnable task = writableTask;
    if (task != null && writable() > 0) {
      writableTask = null;
      task.run();
    }
  }

  private void arrive(byte[] segment) {
    if (failure == null) {
      arrived.add(segment);
      deliver();
    }
  }

  private void arriveEnd() {
    farFinished = true;
    deliver();
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      while (receiver != null && !paused && failure == null && !arrived.isEmpty()) {
        byte[] segment = arrived.remove();
        loop.schedule(delayMillis, () -> far().acknowledged(segment.length));
        receiver.data(segment);
      }
      if (receiver != null && !paused && failure == null && farFinished && !ended) {
        ended = true;
        receiver.end();
      }
    } finally {
      delivering = false;
    }
    tellFailure();
  }

  private void acknowledged(int bytes) {
    inFlightBytes -= bytes;
    send();
  }

  private void fail(MeshException reason) {
    if (failure == null && !isOver()) {
      failure = reason;
      unsent.clear();
      unsentBytes = 0;
      arrived.clear();
      writableTask = null;
      tellFailure();
    }
  }

  private void tellFailure() {
    MeshException reason = failure;
    if (receiver != null && reason != null && !ended && !failureTold) {
      failureTold = true;
      receiver.failed(reason);
    }
  }
}
