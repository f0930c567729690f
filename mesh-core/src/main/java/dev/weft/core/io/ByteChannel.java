package dev.weft.core.io;

import java.util.Arrays;

/**
 * A reliable, ordered stream of bytes in both directions: a WebSocket, a Noise session, a yamux or
 * WebRTC stream, a relayed circuit. Every layer takes one and offers one.
 *
 * <p>Arrays change owner: neither side touches an array that it has handed over.
 *
 * <ul>
 *   <li><b>Reading.</b> Bytes are pushed to the {@link Receiver}; what comes before one is set is
 *       held back within the channel's own bound. {@link #pause} stops the flow (the far end is
 *       held back by the channel's window, where it has one) and {@link #resume} restarts it.
 *       Nothing is delivered while paused, also not from within a call already under way; only a
 *       failure is told at once.
 *   <li><b>Writing.</b> {@link #write} never blocks and never refuses; a writer of bulk data asks
 *       {@link #writable} first and waits for {@link #onWritable}.
 *   <li><b>Ending.</b> {@link #finish} ends our direction after what was written. The channel is
 *       gone when both ends have finished or either has {@linkplain #abort aborted}.
 * </ul>
 */
public interface ByteChannel {
  /** Says who gets the bytes; may be changed when one protocol hands over to the next. */
  void receiver(Receiver receiver);

  /** Stops delivery. */
  void pause();

  /** Goes on delivering; what was held back comes first. May deliver within the call. */
  void resume();

  /** Sends bytes, or queues them when the far end is slow. Dropped after finish or abort. */
  void write(byte[] bytes);

  /**
   * Sends the head, and behind it the bytes from an offset on, which stay the caller's: the same as
   * {@link #write} of both, without a copy where the channel makes one anyway.
   */
  default void write(byte[] head, byte[] bytes, int from, int count) {
    write(Bytes.join(head, Arrays.copyOfRange(bytes, from, from + count)));
  }

  /** How many bytes may be written now without queueing beyond the channel's mark; 0 for none. */
  int writable();

  /** Calls the task, once, when {@link #writable} is positive again; replaces an earlier task. */
  void onWritable(Runnable task);

  /**
   * Says that both ends take longer messages than every implementation does, where the channel is
   * made of messages: those that are written, and those that come, may be longer from now on.
   */
  default void largeMessages() {}

  /** Ends our direction; the other may go on. */
  void finish();

  /**
   * Ends both directions at once and drops what is queued. The own receiver hears of it through
   * {@link Receiver#failed}, unless it has seen an end or a failure already.
   */
  void abort(MeshException reason);

  /**
   * Who gets a channel's bytes. After {@link #end} or {@link #failed} nothing more comes. A {@link
   * MeshException} that one of these methods throws aborts the channel, so a decoder may just
   * throw.
   */
  interface Receiver {
    /** The next bytes, at least one. */
    void data(byte[] bytes);

    /** The far end has finished its direction. */
    void end();

    /** The channel broke: it was reset, closed or aborted by either side. */
    void failed(MeshException reason);
  }
}
