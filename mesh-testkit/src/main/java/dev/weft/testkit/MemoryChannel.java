package dev.weft.testkit;

import dev.weft.core.io.EventLoop;
import dev.weft.core.io.InboundChannel;
import dev.weft.core.io.MeshException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One end of a virtual link: a byte channel with delay, rate and flow control, as a WebSocket over
 * TCP has them. It keeps the contract of {@link dev.weft.core.io.ByteChannel} to the letter, and
 * takes faults: see {@link #silence}.
 */
public final class MemoryChannel extends InboundChannel {
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

  private boolean ended;
  private boolean broken;

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
    return broken || (ended && finishing && unsent.isEmpty());
  }

  @Override
  public void write(byte[] bytes) {
    if (finishing || broken || bytes.length == 0) {
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
    return finishing || broken ? 0 : Math.max(0, SEND_MARK_BYTES - unsentBytes);
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
    if (!finishing && !broken) {
      finishing = true;
      writableTask = null;
      send();
    }
  }

  @Override
  public void abort(MeshException reason) {
    if (broken) {
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
    if (sending || broken) {
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
    if (broken) {
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

  @Override
  protected void delivered(int count) {
    loop.schedule(delayMillis, () -> far().acknowledged(count));
  }

  @Override
  protected void receivingOver() {
    ended = true;
  }

  private void acknowledged(int bytes) {
    inFlightBytes -= bytes;
    send();
  }

  private void fail(MeshException reason) {
    if (!broken && !isOver()) {
      broken = true;
      unsent.clear();
      unsentBytes = 0;
      writableTask = null;
      arriveFailure(reason);
    }
  }
}
