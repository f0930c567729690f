package dev.weft.core.io;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a {@link ByteChannel}: holds bytes back while there is no receiver or the
 * channel is paused, and keeps the order of data, end and failure. The sending half is the
 * subclass's, and so is the bound: see {@link #heldBytes}.
 */
public abstract class InboundChannel implements ByteChannel {
  private final List<byte[]> held = new ArrayList<>();
  private int heldBytes;
  private boolean paused;
  private boolean delivering;
  private boolean finished;
  private boolean told;
  private @Nullable Receiver receiver;
  private @Nullable MeshException failure;

  /** Called after bytes went to the receiver, so that a window can be opened again. */
  protected void delivered(int count) {}

  /** Called once when the receiver has heard of the end or of a failure. */
  protected void receivingOver() {}

  @Override
  public final void receiver(Receiver newReceiver) {
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

  /** Whether the receiver wants nothing now. */
  protected final boolean isPaused() {
    return paused;
  }

  /** Bytes that came and are not delivered; a subclass checks its bound after each arrival. */
  protected final int heldBytes() {
    return heldBytes;
  }

  /** Whether the far end has finished or the channel has failed; nothing may arrive any more. */
  protected final boolean isReceivingOver() {
    return finished || failure != null;
  }

  /** The next bytes came. Dropped when the far end has finished or the channel has failed. */
  protected final void arrive(byte[] bytes) {
    if (!isReceivingOver() && bytes.length > 0) {
      held.add(bytes);
      heldBytes += bytes.length;
      deliver();
    }
  }

  /** The far end finished; told after what is held back. */
  protected final void arriveEnd() {
    if (!isReceivingOver()) {
      finished = true;
      deliver();
    }
  }

  /** The channel broke; told at once, and what is held back is dropped. */
  protected final void arriveFailure(MeshException reason) {
    if (!told && failure == null) {
      failure = reason;
      held.clear();
      heldBytes = 0;
      deliver();
    }
  }

  private void deliver() {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      while (!paused && receiver != null && !held.isEmpty()) {
        byte[] next = held.remove(0);
        heldBytes -= next.length;
        receiver.data(next);
        delivered(next.length);
      }
      tellEnd();
    } catch (MeshException refused) {
      abort(refused);
    } finally {
      delivering = false;
    }
    tellFailure();
  }

  private void tellEnd() {
    if (finished && !told && !paused && receiver != null && held.isEmpty() && failure == null) {
      told = true;
      receiver.end();
      receivingOver();
    }
  }

  private void tellFailure() {
    if (failure != null && receiver != null && !told) {
      told = true;
      receiver.failed(failure);
      receivingOver();
    }
  }
}
