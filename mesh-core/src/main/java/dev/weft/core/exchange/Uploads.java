package dev.weft.core.exchange;

import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Same;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves all peers of a node in turn, a slice each, within the visitor's caps.
 *
 * <p>Local work comes first: nothing is read ahead of the block that a peer is being sent, and at
 * most {@code maxActive} blocks are in memory for all peers together.
 */
public final class Uploads {
  /** How long a peer may hold a place without taking a byte when others wait for one. */
  static final int SQUAT_MILLIS = 5_000;

  final EventLoop loop;
  private final List<UploadQueue> queues = new ArrayList<>();
  private int maxActive;
  private int bytesPerSecond;
  private boolean allowed = true;
  private double endBytes = Double.POSITIVE_INFINITY;
  private int turn;
  private int active;
  private boolean pumping;
  private long nextSendMillis;
  private EventLoop.@Nullable Timer paceTimer;
  private long uploadedBytes;

  /**
   * Uploads without a rate cap.
   *
   * @param maxActive how many blocks may be under way at once, each to another peer, at least 1
   */
  public Uploads(EventLoop loop, int maxActive) {
    this.loop = loop;
    this.maxActive = maxActive;
  }

  /** Caps the rate in bytes a second for all peers together; 0 for no cap. */
  public void limitRate(int maxBytesPerSecond) {
    bytesPerSecond = maxBytesPerSecond;
    pump();
  }

  /** Caps how many blocks may be under way at once, each to another peer; at least 1. */
  public void limitActive(int blocks) {
    maxActive = blocks;
    pump();
  }

  /** Serves until so many bytes have been sent since the start, and then as if switched off. */
  public void limitTotal(double bytes) {
    endBytes = bytes;
    pump();
  }

  /** Switches serving on or off; while off every want is answered with a dont-have. */
  public void allow(boolean mayUpload) {
    allowed = mayUpload;
    pump();
  }

  /** Whether serving is on. */
  public boolean allowed() {
    return allowed && uploadedBytes < endBytes;
  }

  /** Bytes of blocks sent since the start. */
  public long uploadedBytes() {
    return uploadedBytes;
  }

  void add(UploadQueue queue) {
    queues.add(queue);
  }

  void remove(UploadQueue queue) {
    Same.remove(queues, queue);
    pump();
  }

  /** Sends slices, one to each peer in turn, until nobody can take or is allowed another. */
  public void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    int idle = 0;
    while (idle < queues.size() && mayServe()) {
      turn = turn + 1 < queues.size() ? turn + 1 : 0;
      idle = queues.get(turn).step() ? 0 : idle + 1;
    }
    pumping = false;
  }

  private boolean mayServe() {
    long wait = nextSendMillis - loop.nowMillis();
    if (bytesPerSecond == 0 || wait <= 0) {
      return true;
    }
    if (paceTimer == null) {
      paceTimer =
          loop.schedule(
              wait,
              () -> {
                paceTimer = null;
                pump();
              });
    }
    return false;
  }

  /** Takes a place for a block; {@link #ended} gives it back. */
  boolean start() {
    if (active >= maxActive) {
      dropSquatters();
    }
    if (active >= maxActive) {
      return false;
    }
    active++;
    return true;
  }

  void ended() {
    active--;
  }

  void sent(int bytes) {
    uploadedBytes += bytes;
    if (bytesPerSecond > 0) {
      nextSendMillis =
          Math.max(nextSendMillis, loop.nowMillis()) + (int) (bytes * 1000.0 / bytesPerSecond);
    }
  }

  private void dropSquatters() {
    long since = loop.nowMillis() - SQUAT_MILLIS;
    for (UploadQueue queue : new ArrayList<>(queues)) {
      if (queue.isStuckSince(since)) {
        queue.session.close(MeshException.timeout("peer takes no bytes"));
      }
    }
  }
}
