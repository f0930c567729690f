package dev.weft.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connection read stays with it. */
class ZeroingPoolTest {
  @ParameterizedTest
  @CsvSource({"65536, true", "200000, true", "8192, false"})
  void zeroesABufferWhenItsLastUserHasGivenItBack(int size, boolean direct) {
    RetainableByteBuffer.Mutable buffer =
        new ZeroingPool(new ArrayByteBufferPool()).acquire(size, direct);
    ByteBuffer bytes = buffer.getByteBuffer().duplicate().clear();
    while (bytes.hasRemaining()) {
      bytes.put((byte) 1);
    }
    bytes.clear();
    buffer.retain();
    buffer.release();
    assertThat(bytes.get(0)).as("another still reads it").isEqualTo((byte) 1);
    buffer.release();
    assertThat(bytes).isEqualTo(ByteBuffer.allocate(bytes.capacity()));
  }
}
