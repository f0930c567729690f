package dev.weft.pipe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes between one sender and its receivers: a ring of direct memory, written at its head,
 * read by each receiver from a position of its own. What the slowest receiver has not taken is
 * never overwritten, so a full ring is what holds the sender back.
 *
 * <p>One thread writes at a time. Readers of different threads take the same memory; nothing is
 * copied for them.
 */
final class Ring {
  /** Largest piece that is handed to the network at once. */
  static final int PIECE_BYTES = 512 * 1024;

  /** Free space at which it is worth to wake a sender that found the ring full. */
  private static final int WAKE_BYTES = PIECE_BYTES;

  private final Object lock = new Object();
  private final ByteBuffer memory;
  private final int capacity;
  private final List<Reader> readers = new ArrayList<>();

  /** Bytes written since the start; the last capacity of them are in memory. */
  private long head;

  private boolean finished;
  private boolean writerHeldUp;

  Ring(ByteBuffer memory) {
    this.memory = memory;
    this.capacity = memory.capacity();
  }

  /** One receiver's place in the ring. */
  final class Reader {
    private long position;

    private Reader() {}

    /**
     * The next bytes to send, at most {@link #PIECE_BYTES}; null when there are none now. The
     * buffer is of the caller's own, its memory is shared: it must only be read, and given back by
     * {@link #taken} before the next call.
     */
    @Nullable ByteBuffer next() {
      synchronized (lock) {
        int from = (int) (position % capacity);
        int length = (int) Math.min(Math.min(head - position, PIECE_BYTES), (long) capacity - from);
        return length == 0 ? null : memory.slice(from, length);
      }
    }

    /**
     * The network has so many bytes of the last piece.
     *
     * @return whether a sender that found the ring full should go on
     */
    boolean taken(int bytes) {
      synchronized (lock) {
        position += bytes;
        return freesWriter();
      }
    }

    /** Leaves the ring; what it has not taken holds nobody up any more. As {@link #taken}. */
    boolean leave() {
      synchronized (lock) {
        readers.remove(this);
        return freesWriter();
      }
    }

    /** Whether all bytes that there will ever be were taken. */
    boolean isAtEnd() {
      synchronized (lock) {
        return finished && position == head;
      }
    }

    /** Whether a piece that ends here would be the last one. */
    boolean endsWith(int bytes) {
      synchronized (lock) {
        return finished && position + bytes == head;
      }
    }

    /** Bytes that were taken. */
    long position() {
      synchronized (lock) {
        return position;
      }
    }

    /** Whether there is something to take. */
    boolean isBehind() {
      synchronized (lock) {
        return position < head;
      }
    }
  }

  /** A new reader, from the first byte on; before anything is written. */
  Reader reader() {
    synchronized (lock) {
      Reader reader = new Reader();
      readers.add(reader);
      return reader;
    }
  }

  /**
   * Where the next bytes go: free memory in one piece, without bytes when the ring is full; then a
   * reader's {@link Reader#taken} will say when to go on.
   */
  ByteBuffer space() {
    synchronized (lock) {
      int from = (int) (head % capacity);
      int length = (int) Math.min(capacity - (head - slowest()), (long) capacity - from);
      writerHeldUp = length == 0;
      return memory.slice(from, length);
    }
  }

  /** So many bytes were put into the {@link #space}. */
  void written(int bytes) {
    synchronized (lock) {
      head += bytes;
    }
  }

  /** There will be no more. */
  void finish() {
    synchronized (lock) {
      finished = true;
    }
  }

  /** Bytes written so far. */
  long head() {
    synchronized (lock) {
      return head;
    }
  }

  /** Whether the writer waits for readers. */
  boolean isWriterHeldUp() {
    synchronized (lock) {
      return writerHeldUp;
    }
  }

  /** The memory, for its pool, when nobody reads or writes any more. */
  ByteBuffer memory() {
    return memory;
  }

  private boolean freesWriter() {
    if (writerHeldUp && capacity - (head - slowest()) >= WAKE_BYTES) {
      writerHeldUp = false;
      return true;
    }
    return false;
  }

  private long slowest() {
    long slowest = head;
    for (Reader reader : readers) {
      slowest = Math.min(slowest, reader.position);
    }
    return slowest;
  }
}
