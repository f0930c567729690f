package dev.weft.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/** Buffers that are zeroed before others get them: what a connection read stays with it. */
public final class ZeroingPool extends ByteBufferPool.Wrapper {
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();

  /** Zeroes what goes back to that pool. */
  public ZeroingPool(ByteBufferPool pool) {
    super(pool);
  }

  @Override
  public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
    RetainableByteBuffer.Mutable pooled = super.acquire(size, direct);
    ByteBuffer bytes = pooled.getByteBuffer();
    return RetainableByteBuffer.wrap(
        bytes,
        () -> {
          zero(bytes.duplicate().clear());
          pooled.release();
        });
  }

  /** Overwrites what remains in a buffer. */
  public static void zero(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      buffer.put(ZEROS.slice(0, Math.min(ZEROS.capacity(), buffer.remaining())));
    }
  }
}
