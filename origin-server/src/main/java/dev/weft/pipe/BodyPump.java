package dev.weft.pipe;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Moves a sender's body into the ring as long as there is space, and hashes it on the way. When the
 * transfer ends early, what still comes is read and thrown away, so that the sender's client gets
 * to read the response.
 */
final class BodyPump extends IteratingCallback {
  /** Who hears how the body ended; each is called once at most. */
  interface Listener {
    /** The next bytes are in the ring. */
    void filled();

    /** All is in the ring, whose end is to be set when the digest is there for trailers. */
    void complete(String digest);

    /** There will be no more, and receivers must not take what they have for all. */
    void broken(String why);

    /** The ring is not touched any more. */
    void leftRing();

    /** Nothing is left to be read, or nothing can be read. */
    void drained();
  }

  private final Content.Source source;
  private final Ring ring;
  private final BodyBounds bounds;
  private final Listener listener;
  private final RunningDigest digest = new RunningDigest();
  private final Runnable onReadable = Invocable.from(InvocationType.NON_BLOCKING, this::readable);
  private volatile boolean demanded;
  private volatile boolean discarding;
  private boolean inRing = true;
  private int unannounced;
  private Content.@Nullable Chunk chunk;

  BodyPump(Content.Source source, Ring ring, BodyBounds bounds, Listener listener) {
    this.source = source;
    this.ring = ring;
    this.bounds = bounds;
    this.listener = listener;
  }

  /** From now on the body is thrown away. */
  void discard() {
    discarding = true;
    iterate();
  }

  private void readable() {
    demanded = false;
    iterate();
  }

  @Override
  protected Action process() {
    while (true) {
      if (discarding) {
        leaveRing();
      }
      Content.Chunk next = chunk;
      if (next == null) {
        if (demanded) {
          return Action.IDLE;
        }
        next = source.read();
        if (next == null) {
          announce();
          demanded = true;
          source.demand(onReadable);
          return Action.IDLE;
        }
        chunk = next;
      }
      if (Content.Chunk.isFailure(next)) {
        chunk = null;
        if (!(next.getFailure() instanceof FirstFile.Malformed form)) {
          return broken();
        }
        refuse(form.sentence());
        continue;
      }
      if (inRing) {
        String refused = fill(next.getByteBuffer());
        if (refused != null) {
          refuse(refused);
        } else if (next.hasRemaining()) {
          announce();
          return Action.IDLE;
        }
      }
      next.release();
      chunk = null;
      if (next.isLast()) {
        return end();
      }
    }
  }

  /** Puts into the ring what fits; the answer is why the body cannot go on, or null. */
  private @Nullable String fill(ByteBuffer from) {
    while (from.hasRemaining()) {
      ByteBuffer space = ring.space();
      int length = Math.min(space.remaining(), from.remaining());
      if (length == 0) {
        return null;
      }
      digest.update(from.slice(from.position(), length));
      space.put(from.slice(from.position(), length));
      from.position(from.position() + length);
      String refused = bounds.admit(ring.head() + length, digest);
      if (refused != null) {
        return refused;
      }
      ring.written(length);
      unannounced += length;
      if (unannounced >= Ring.PIECE_BYTES) {
        announce();
      }
    }
    return null;
  }

  private void announce() {
    if (unannounced > 0) {
      unannounced = 0;
      listener.filled();
    }
  }

  private Action end() {
    if (inRing) {
      String refused = bounds.admitEnd(ring.head(), digest);
      if (refused == null) {
        listener.complete(bounds.digest(digest));
      } else {
        listener.broken(refused);
      }
    }
    leaveRing();
    listener.drained();
    return Action.SUCCEEDED;
  }

  /** There is a body, but not one that can go on to receivers. */
  private void refuse(String why) {
    if (inRing) {
      listener.broken(why);
    }
    discarding = true;
    leaveRing();
  }

  private Action broken() {
    if (inRing) {
      listener.broken("the sender broke off");
    }
    leaveRing();
    listener.drained();
    return Action.SUCCEEDED;
  }

  private void leaveRing() {
    if (inRing) {
      inRing = false;
      digest.clear();
      listener.leftRing();
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
