package dev.weft.pipe;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Moves a sender's body into the ring as long as there is space, and has it hashed unless its
 * sender wants no digest. When the transfer ends early, what still comes is read and thrown away,
 * so that the sender's client gets to read the response.
 */
final class BodyPump extends IteratingCallback {
  /** Who hears how the body ended; each is called once at most. */
  interface Listener {
    /** The next bytes are in the ring. */
    void filled();

    /**
     * All is in the ring, whose end is to be set when the digest is there for trailers; it is null
     * when the sender wants none.
     */
    void complete(@Nullable String digest);

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
  private final BodyDigest digest;
  private final Runnable onReadable = Invocable.from(InvocationType.NON_BLOCKING, this::readable);
  private volatile boolean demanded;
  private volatile boolean discarding;
  private boolean inRing = true;
  private boolean allRead;
  private int unannounced;
  private Content.@Nullable Chunk chunk;

  BodyPump(
      Content.Source source, Ring ring, BodyBounds bounds, Executor executor, Listener listener) {
    this.source = source;
    this.ring = ring;
    this.bounds = bounds;
    this.listener = listener;
    this.digest =
        bounds.isHashed()
            ? new RingDigest(ring, executor, () -> executor.execute(this::iterate))
            : BodyDigest.NONE;
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
      if (allRead) {
        return end();
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
      allRead = next.isLast();
    }
  }

  /**
   * Puts into the ring what fits, but the last bytes of a body of declared digest only when that is
   * right; the answer is why the body cannot go on, or null.
   */
  private @Nullable String fill(ByteBuffer from) {
    while (from.hasRemaining()) {
      ByteBuffer space = ring.space();
      int length = Math.min(space.remaining(), from.remaining());
      if (length == 0) {
        return null;
      }
      ByteBuffer next = from.slice(from.position(), length);
      long total = ring.head() + length;
      String refused = bounds.admit(total);
      if (refused == null && bounds.isDigestDue(total)) {
        if (!digest.hasAll()) {
          return null;
        }
        refused = bounds.admitDigest(digest.hexWith(next));
      }
      if (refused != null) {
        return refused;
      }
      space.put(next);
      from.position(from.position() + length);
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
      digest.wake();
      listener.filled();
    }
  }

  private Action end() {
    if (inRing) {
      if (!digest.hasAll()) {
        return Action.IDLE;
      }
      String sha256 = digest.hex();
      String refused = bounds.admitEnd(ring.head(), sha256);
      if (refused == null) {
        listener.complete(sha256);
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
      digest.leave(listener::leftRing);
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
