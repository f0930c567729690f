package dev.weft.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The memory of transfers is outside the heap, where no heap dump looks. */
class RingPoolTest {
  private final RingPool pool = new RingPool();

  private ByteBuffer after(int bytes) {
    Ring ring = pool.acquire();
    Ring.Reader reader = ring.reader();
    byte[] sent = Pipeline.noise(bytes);
    for (int at = 0; at < bytes; ) {
      ByteBuffer space = ring.space();
      int length = Math.min(space.remaining(), bytes - at);
      space.put(sent, at, length);
      ring.written(length);
      reader.taken(length);
      at += length;
    }
    pool.release(ring);
    return ring.memory();
  }

  private static void assertZero(ByteBuffer memory) {
    assertThat(memory.duplicate().clear()).isEqualTo(ByteBuffer.allocate(memory.capacity()));
  }

  @Test
  void isZeroWhenItIsGivenBack() {
    assertZero(after(100_000));
    assertZero(after(RingPool.RING_BYTES + 100_000));
  }

  @Test
  void isUsedAgain() {
    ByteBuffer first = after(100_000);
    assertThat(pool.acquire().memory()).isSameAs(first);
    assertThat(pool.acquire().memory()).isNotSameAs(first);
  }
}
