package dev.weft.core.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import dev.weft.testkit.MemoryChannel;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How streams share a channel, and what bounds what a far end can make us queue. */
class YamuxFlowTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final List<Recorder> incoming = new ArrayList<>();
  private final List<MeshException> closed = new ArrayList<>();

  private YamuxSession session(ByteChannel channel, boolean initiator) {
    YamuxSession session = new YamuxSession(loop, channel, initiator);
    session.listener(
        new Muxer.Listener() {
          @Override
          public void opened(ByteChannel stream) {
            incoming.add(Recorder.on(stream));
          }

          @Override
          public void closed(MeshException reason) {
            closed.add(reason);
          }
        });
    return session;
  }

  /** 100 ms there and back at 10 MB/s: a window of 256 KiB alone would carry 2.6 MB/s. */
  @Test
  void theWindowGrowsUntilTheLinkIsFull() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 50, 10_000_000);
    YamuxSession sender = session(link.near(), true);
    session(link.far(), false);
    ByteChannel stream = sender.open();
    int size = 15_000_000;
    stream.write(new byte[size]);
    loop.runUntil(() -> !incoming.isEmpty() && incoming.get(0).size() == size, 6_000);
    assertThat(loop.nowMillis()).isBetween(1_500L, 3_000L);
  }

  @Test
  void aSmallStreamDoesNotWaitBehindALargeOne() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 5, 1_000_000);
    YamuxSession sender = session(link.near(), true);
    session(link.far(), false);
    sender.open().write(new byte[Yamux.INITIAL_WINDOW_BYTES]);
    sender.open().write(new byte[Yamux.INITIAL_WINDOW_BYTES]);
    loop.runFor(1);
    sender.open().write(new byte[1_000]);
    loop.runUntil(() -> incoming.size() == 3 && incoming.get(2).size() == 1_000, 500);
    assertThat(incoming.get(0).size() + incoming.get(1).size())
        .isLessThan(2 * Yamux.INITIAL_WINDOW_BYTES - Yamux.MAX_BODY_BYTES);
  }

  @Test
  void aWriterThatWaitsForRoomQueuesLittleAboveTheChannelsMark() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 20, 1_000_000);
    YamuxSession sender = session(link.near(), true);
    session(link.far(), false);
    ByteChannel stream = sender.open();
    int[] left = {3_000_000};
    Runnable[] writeMore = {null};
    writeMore[0] =
        () -> {
          while (left[0] > 0 && stream.writable() > 0) {
            int count = Math.min(left[0], stream.writable());
            left[0] -= count;
            stream.write(new byte[count]);
          }
          if (left[0] > 0) {
            stream.onWritable(writeMore[0]);
          } else {
            stream.finish();
          }
        };
    writeMore[0].run();
    loop.runUntil(() -> !incoming.isEmpty() && incoming.get(0).ended(), 10_000);
    assertThat(incoming.get(0).bytes()).hasSize(3_000_000);
    assertThat(loop.nowMillis()).isLessThan(3_500);
  }

  @Test
  void openingRunsAheadOfTheAnswersByTheBacklogOnly() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 50, MemoryChannel.UNLIMITED);
    YamuxSession opener = session(link.near(), true);
    session(link.far(), false);
    for (int i = 0; i < Yamux.MAX_UNACKNOWLEDGED; i++) {
      opener.open();
    }
    assertThatThrownBy(opener::open)
        .isInstanceOf(MeshException.class)
        .extracting("code")
        .isEqualTo("too-many-streams");
    loop.runFor(100);
    opener.open();
    assertThat(opener.openStreams()).isEqualTo(Yamux.MAX_UNACKNOWLEDGED + 1);
  }

  @Test
  void neitherSideOpensMoreThanTheBound() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
    YamuxSession opener = session(link.near(), true);
    session(link.far(), false);
    for (int i = 0; i < Yamux.MAX_STREAMS; i++) {
      opener.open();
      loop.runFor(1);
    }
    assertThatThrownBy(opener::open).extracting("code").isEqualTo("too-many-streams");
    assertThat(closed).isEmpty();
  }

  @Test
  void aFarEndThatAsksAndDoesNotReadIsCutOff() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 1, 1_000_000);
    YamuxSession session = session(link.near(), true);
    session.open().write(new byte[Yamux.INITIAL_WINDOW_BYTES]);
    link.far().pause();
    session.open().write(new byte[Yamux.INITIAL_WINDOW_BYTES]);
    for (int i = 0; i < 5_000; i++) {
      link.far().write(Yamux.header(Yamux.PING, Yamux.SYN, 0, i));
    }
    loop.runFor(60);
    assertThat(closed).extracting(MeshException::code).containsExactly("yamux-unread");
  }

  @Test
  void aFarEndThatNeverClosesIsNotWaitedFor() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 5, MemoryChannel.UNLIMITED);
    session(link.near(), true).close();
    loop.runFor(Yamux.LINGER_MILLIS - 1);
    assertThat(link.near().isOver()).isFalse();
    loop.runFor(1);
    assertThat(link.near().isOver()).isTrue();
  }
}
