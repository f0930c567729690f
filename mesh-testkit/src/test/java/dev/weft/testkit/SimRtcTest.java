package dev.weft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import dev.weft.core.webrtc.RtcMuxer;
import dev.weft.core.webrtc.Signalling;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two hosts that connect through the real signalling, over a link that stands for the relay's. */
class SimRtcTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final SimRtc network = new SimRtc(loop);
  private final SimRtc.Host left = network.host(SimRtc.Access.unlimited(10));
  private final SimRtc.Host right = network.host(new SimRtc.Access(10, 1_250_000, 1_250_000));
  private final MemoryChannel.Pair link = MemoryChannel.pair(loop, 20, MemoryChannel.UNLIMITED);

  private static final class End implements Muxer.Listener {
    final List<ByteChannel> opened = new ArrayList<>();
    RtcMuxer muxer;
    MeshException closed;

    void watch(Signalling signalling, End failing) {
      signalling
          .connected()
          .then(
              connected -> {
                muxer = connected;
                connected.listener(this);
              },
              reason -> failing.closed = reason);
    }

    @Override
    public void opened(ByteChannel stream) {
      opened.add(stream);
    }

    @Override
    public void closed(MeshException reason) {
      closed = reason;
    }
  }

  private final End dialer = new End();
  private final End answerer = new End();

  private void connect() {
    dialer.watch(Signalling.dial(loop, left).on(link.near()), dialer);
    answerer.watch(Signalling.answer(loop, right, link.far()), answerer);
  }

  private void connected() {
    connect();
    loop.runUntil(() -> dialer.muxer != null && answerer.muxer != null, 2_000);
  }

  @Test
  void connectsAfterSignallingAndThreeRoundTrips() {
    connected();

    // Offer, answer and first candidate: 20 ms each or so; then 3 round trips of 40 ms.
    assertThat(loop.nowMillis()).isBetween(40L + 120, 40L + 120 + 80);
    assertThat(answerer.opened).isEmpty();
  }

  @Test
  void carriesBytesBothWaysAndEndsInOrder() {
    connected();
    ByteChannel stream = dialer.muxer.open();
    Recorder atLeft = Recorder.on(stream);
    byte[] payload = new SeededEntropy(1).bytes(300_000);
    stream.write(payload.clone());
    stream.finish();
    loop.runUntil(() -> !answerer.opened.isEmpty(), 1_000);
    Recorder atRight = Recorder.on(answerer.opened.get(0));
    loop.runUntil(atRight::ended, 5_000);
    answerer.opened.get(0).write(new byte[] {5});
    answerer.opened.get(0).finish();
    loop.runFor(1_000);

    assertThat(atRight.bytes()).isEqualTo(payload);
    assertThat(atLeft.bytes()).containsExactly(5);
    assertThat(dialer.muxer.openStreams()).isZero();
    assertThat(answerer.muxer.openStreams()).isZero();
    assertThat(dialer.closed).isNull();
  }

  @Test
  void anUplinkIsSharedAndHoldsTheSenderBack() {
    connected();
    ByteChannel stream = answerer.muxer.open();
    stream.write(new byte[2_500_000]);
    assertThat(stream.writable()).isZero();
    long start = loop.nowMillis();
    loop.runUntil(() -> !dialer.opened.isEmpty(), 1_000);
    Recorder atLeft = Recorder.on(dialer.opened.get(0));
    loop.runUntil(() -> atLeft.bytes().length == 2_500_000, 10_000);

    assertThat(loop.nowMillis() - start).isBetween(2_000L, 2_100L);
    assertThat(stream.writable()).isPositive();
  }

  @Test
  void aHostThatIsCutOffIsFoundDead() {
    connected();
    long start = loop.nowMillis();
    right.cutOff();
    loop.runUntil(() -> dialer.closed != null, 20_000);

    assertThat(dialer.closed.code()).isEqualTo("rtc-lost");
    assertThat(loop.nowMillis() - start).isEqualTo(5_000 + RtcMuxer.DISCONNECTED_MILLIS);
  }

  @Test
  void aPeerThatClosesIsNoticedByItsOpenStreamsAtOnce() {
    connected();
    answerer.muxer.open().write(new byte[] {1});
    loop.runUntil(() -> !dialer.opened.isEmpty(), 1_000);
    answerer.muxer.close();
    loop.runFor(20);

    assertThat(dialer.closed).isNotNull();
    assertThat(left.openPeers() + right.openPeers()).isZero();
  }

  @Test
  void blockedIceNeverConnectsAndFailsByOurOwnDeadline() {
    left.blockIce();
    connect();
    loop.runFor(9_999);
    assertThat(dialer.closed).isNull();
    loop.runFor(1);

    assertThat(dialer.closed.code()).isEqualTo("ice");
    loop.runFor(1_000);
    assertThat(left.openPeers() + right.openPeers()).isZero();
  }

  @Test
  void aHostHasALimitOfPeersInItsLife() {
    left.limitPeers(1);
    left.create().close();

    assertThatThrownBy(left::create)
        .isInstanceOfSatisfying(
            MeshException.class, refused -> assertThat(refused.code()).isEqualTo("webrtc-limit"));
  }

  @Test
  void leavesNothingBehind() {
    connected();
    dialer.muxer.close();
    answerer.muxer.close();
    loop.runUntilIdle();

    assertThat(left.openPeers() + right.openPeers()).isZero();
  }
}
