package dev.weft.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The digest beside the writer: it keeps up, holds the writer back, and leaves nothing behind. */
class RingDigestTest {
  private static final int RING_BYTES = RingPool.RING_BYTES;

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Ring ring = new Ring(ByteBuffer.allocateDirect(RING_BYTES));
  private int writerWoken;
  private final RingDigest digest = new RingDigest(ring, tasks::add, () -> writerWoken++);

  private void write(byte[] bytes, int from, int to) {
    for (int at = from; at < to; ) {
      ByteBuffer space = ring.space();
      int length = Math.min(space.remaining(), to - at);
      space.put(bytes, at, length);
      ring.written(length);
      at += length;
    }
    digest.wake();
  }

  private void runTasks() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  @Test
  void whatWentThroughIsHashedHoweverItCame() {
    byte[] body = Pipeline.noise(3 * RING_BYTES + 12_345);
    for (int at = 0; at < body.length; ) {
      int to = Math.min(body.length, at + 300_001);
      write(body, at, to);
      runTasks();
      at = to;
    }
    assertThat(digest.hasAll()).isTrue();
    assertThat(digest.hex()).isEqualTo(Pipeline.sha256(body));
  }

  @Test
  void aDigestOfMoreThanWasHashedTakesNothing() {
    byte[] body = Pipeline.noise(200_000);
    write(body, 0, 150_000);
    runTasks();
    ByteBuffer rest = ByteBuffer.wrap(body, 150_000, 50_000);
    assertThat(digest.hexWith(rest)).isEqualTo(Pipeline.sha256(body));
    assertThat(rest.remaining()).isEqualTo(50_000);
    assertThat(digest.hex()).isEqualTo(Pipeline.sha256(Arrays.copyOf(body, 150_000)));
  }

  @Test
  void aFullRingWaitsForTheDigestAndIsToldOfSpace() {
    write(Pipeline.noise(RING_BYTES), 0, RING_BYTES);
    assertThat(ring.space().remaining()).isZero();
    runTasks();
    assertThat(writerWoken).isEqualTo(1);
    assertThat(ring.space().remaining()).isEqualTo(RING_BYTES);
  }

  @Test
  void whoWaitsForTheDigestIsToldWhenItHasAll() {
    write(Pipeline.noise(1000), 0, 1000);
    assertThat(digest.hasAll()).isFalse();
    assertThat(writerWoken).isZero();
    runTasks();
    assertThat(writerWoken).isEqualTo(1);
    assertThat(digest.hasAll()).isTrue();
  }

  @Test
  void whoHasLeftHoldsNobodyUp() {
    write(Pipeline.noise(RING_BYTES), 0, RING_BYTES);
    boolean[] left = new boolean[1];
    digest.leave(() -> left[0] = true);
    assertThat(left[0]).isTrue();
    assertThat(ring.space().remaining()).isEqualTo(RING_BYTES);
    runTasks();
    assertThat(digest.hex()).isEqualTo(Pipeline.sha256(new byte[0]));
  }
}
