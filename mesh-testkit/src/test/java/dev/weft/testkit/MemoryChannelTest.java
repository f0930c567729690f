package dev.weft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryChannelTest {
  private final VirtualLoop loop = new VirtualLoop();

  @Test
  void bytesArriveAfterTheDelay() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 20, MemoryChannel.UNLIMITED);
    Recorder far = Recorder.on(link.far());
    link.near().write(new byte[] {1, 2, 3});
    loop.runFor(19);
    assertThat(far.bytes()).isEmpty();
    loop.runFor(1);
    assertThat(far.bytes()).containsExactly(1, 2, 3);
  }

  @Test
  void theRateIsKept() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 10, 1_000_000);
    Recorder far = Recorder.on(link.far());
    link.near().write(new byte[500_000]);
    loop.runFor(260);
    assertThat(far.bytes().length).isBetween(230_000, 250_000);
    loop.runFor(250);
    assertThat(far.bytes()).hasSize(500_000);
  }

  @Test
  void whatComesBeforeAReceiverIsSetIsHeldAndThenDelivered() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
    link.near().write(new byte[] {1});
    link.near().finish();
    loop.runUntilIdle();
    Recorder far = Recorder.on(link.far());
    assertThat(far.bytes()).containsExactly(1);
    assertThat(far.ended()).isTrue();
  }

  @Test
  void aPauseWithinACallHoldsTheNextBytes() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
    List<Integer> sizes = new ArrayList<>();
    link.far()
        .receiver(
            new ByteChannel.Receiver() {
              @Override
              public void data(byte[] bytes) {
                sizes.add(bytes.length);
                link.far().pause();
              }

              @Override
              public void end() {
                sizes.add(0);
              }

              @Override
              public void failed(MeshException reason) {
                sizes.add(-1);
              }
            });
    link.near().write(new byte[5]);
    link.near().write(new byte[6]);
    link.near().finish();
    loop.runUntilIdle();
    assertThat(sizes).containsExactly(5);
    link.far().resume();
    assertThat(sizes).containsExactly(5, 6);
    link.far().resume();
    assertThat(sizes).containsExactly(5, 6, 0);
  }

  @Test
  void aReaderThatPausesHoldsTheWriterBack() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 5, MemoryChannel.UNLIMITED);
    Recorder far = Recorder.on(link.far());
    link.far().pause();
    List<Long> toldAt = new ArrayList<>();
    link.near().write(new byte[MemoryChannel.WINDOW_BYTES + MemoryChannel.SEND_MARK_BYTES]);
    assertThat(link.near().writable()).isZero();
    link.near().onWritable(() -> toldAt.add(loop.nowMillis()));
    loop.runFor(1_000);
    assertThat(toldAt).isEmpty();
    link.far().resume();
    loop.runUntilIdle();
    assertThat(toldAt).containsExactly(1_005L);
    assertThat(far.bytes()).hasSize(MemoryChannel.WINDOW_BYTES + MemoryChannel.SEND_MARK_BYTES);
  }

  @Test
  void directionsFinishApart() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 5, MemoryChannel.UNLIMITED);
    Recorder near = Recorder.on(link.near());
    Recorder far = Recorder.on(link.far());
    link.near().finish();
    link.near().write(new byte[] {9});
    loop.runUntilIdle();
    assertThat(far.ended()).isTrue();
    assertThat(far.bytes()).isEmpty();
    link.far().write(new byte[] {7});
    link.far().finish();
    loop.runUntilIdle();
    assertThat(near.bytes()).containsExactly(7);
    assertThat(near.ended()).isTrue();
    assertThat(link.near().isOver()).isTrue();
    assertThat(link.far().isOver()).isTrue();
  }

  @Test
  void anAbortReachesBothEndsAndDropsWhatWasUnderWay() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 5, MemoryChannel.UNLIMITED);
    Recorder near = Recorder.on(link.near());
    Recorder far = Recorder.on(link.far());
    link.far().pause();
    link.near().write(new byte[100]);
    link.near().abort(MeshException.local("enough", "enough"));
    assertThat(near.failure()).isNotNull().extracting(MeshException::code).isEqualTo("enough");
    loop.runFor(5);
    assertThat(far.bytes()).isEmpty();
    assertThat(far.failure()).isNotNull().extracting(MeshException::code).isEqualTo("closed");
    link.near().write(new byte[1]);
    assertThat(link.near().writable()).isZero();
  }

  @Test
  void aSilentEndLosesEverything() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 5, MemoryChannel.UNLIMITED);
    Recorder far = Recorder.on(link.far());
    link.near().silence();
    link.near().write(new byte[100]);
    link.near().abort(MeshException.closed("gone"));
    loop.runUntilIdle();
    assertThat(far.bytes()).isEmpty();
    assertThat(far.failure()).isNull();
  }
}
