package dev.weft.pipe;

import dev.weft.web.ZeroingPool;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The memory of transfers, used again and again; zeroed each time it comes back, so that no
 * transfer's bytes outlive it. Holds as much as was ever in use at once, which the bound on
 * transfers bounds.
 */
final class RingPool {
  /** Of one transfer: enough to keep fast receivers busy while a slow one catches up. */
  static final int RING_BYTES = 2 * Ring.PIECE_BYTES;

  private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

  /** A ring of zeros. */
  Ring acquire() {
    ByteBuffer memory = free.poll();
    return new Ring(memory == null ? ByteBuffer.allocateDirect(RING_BYTES) : memory);
  }

  /** Takes a ring back that nobody reads or writes any more. */
  void release(Ring ring) {
    ByteBuffer memory = ring.memory();
    ZeroingPool.zero(memory.slice(0, (int) Math.min(ring.head(), memory.capacity())));
    free.add(memory);
  }
}
