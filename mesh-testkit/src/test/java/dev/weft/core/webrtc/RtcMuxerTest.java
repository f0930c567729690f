package dev.weft.core.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtcMuxerTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final ScriptedPeer peer = new ScriptedPeer();
  private final RtcMuxer muxer = new RtcMuxer(loop, peer);
  private final List<ByteChannel> opened = new ArrayList<>();
  private MeshException closed;

  private void listen() {
    muxer.listener(
        new Muxer.Listener() {
          @Override
          public void opened(ByteChannel stream) {
            opened.add(stream);
          }

          @Override
          public void closed(MeshException reason) {
            assertThat(closed).as("told once").isNull();
            closed = reason;
          }
        });
  }

  private ScriptedChannel incoming(String label) {
    ScriptedChannel channel = new ScriptedChannel(label);
    muxer.incoming(channel);
    return channel;
  }

  @Test
  void opensAStreamAsAChannelWithoutALabel() {
    listen();
    muxer.open().write(new byte[] {1});
    ScriptedChannel channel = peer.channels.get(0);
    channel.opens();

    assertThat(channel.label()).isEmpty();
    assertThat(channel.sentHex()).isEqualTo("03120101");
    assertThat(muxer.openStreams()).isEqualTo(1);
  }

  @Test
  void takesAnIncomingChannelAsAStream() {
    listen();
    incoming("");

    assertThat(opened).hasSize(1);
  }

  @Test
  void leavesTheChannelInitAlone() {
    listen();
    ScriptedChannel init = incoming("init");

    assertThat(opened).isEmpty();
    assertThat(init.closed).isFalse();
    assertThat(muxer.openStreams()).isZero();
  }

  @Test
  void keepsTenEarlyStreamsWithTheirBytesAndResetsMore() {
    List<ScriptedChannel> early = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      ScriptedChannel channel = incoming("");
      early.add(channel);
    }
    early.get(3).receive("03120107");
    assertThat(early.get(9).closed).isFalse();
    assertThat(early.get(10).sentHex()).isEqualTo("020802");
    assertThat(early.get(10).closed).isTrue();

    listen();
    assertThat(opened).hasSize(10);
    Recorder fourth = new Recorder();
    opened.get(3).receiver(fourth);
    assertThat(fourth.bytes()).containsExactly(7);
  }

  @Test
  void boundsOpenStreamsInBothDirections() {
    listen();
    for (int i = 0; i < RtcMuxer.MAX_STREAMS; i++) {
      incoming("");
    }

    assertThat(opened).hasSize(RtcMuxer.MAX_STREAMS);
    assertThatThrownBy(muxer::open)
        .isInstanceOfSatisfying(
            MeshException.class,
            failure -> assertThat(failure.code()).isEqualTo("too-many-streams"));
  }

  @Test
  void whoOpensTooManyIsCutOff() {
    listen();
    for (int i = 0; i <= RtcMuxer.MAX_STREAMS; i++) {
      incoming("");
    }

    assertThat(opened).hasSize(RtcMuxer.MAX_STREAMS);
    assertThat(closed.code()).isEqualTo("too-many-streams");
    assertThat(closed.fault()).isEqualTo(MeshException.Fault.PEER);
    assertThat(peer.closed).isTrue();
    assertThat(muxer.openStreams()).isZero();
  }

  @Test
  void whoBreaksOneStreamAfterTheOtherIsCutOff() {
    listen();
    for (int i = 0; i < RtcMuxer.MAX_FAULTS; i++) {
      incoming("").receive("ffffffff07");
    }
    assertThat(closed).isNull();

    incoming("").receive("ffffffff07");
    assertThat(closed.fault()).isEqualTo(MeshException.Fault.PEER);
    assertThat(peer.closed).isTrue();
  }

  @Test
  void aClosedStreamMakesRoom() {
    listen();
    ScriptedChannel channel = incoming("");
    opened.get(0).finish();
    channel.receive("020800" + "020803");

    assertThat(muxer.openStreams()).isZero();
  }

  @Test
  void isDeadWhenDisconnectedForFiveSeconds() {
    listen();
    Recorder recorder = new Recorder();
    muxer.open().receiver(recorder);
    muxer.state(RtcPeer.State.DISCONNECTED);
    loop.runFor(4_999);
    assertThat(closed).isNull();

    loop.runFor(1);
    assertThat(closed.code()).isEqualTo("rtc-lost");
    assertThat(closed.fault()).isEqualTo(MeshException.Fault.TIMEOUT);
    assertThat(recorder.failure()).isSameAs(closed);
    assertThat(peer.closed).isTrue();
    assertThatThrownBy(muxer::open).isInstanceOf(MeshException.class);
  }

  @Test
  void recoversFromAShortDisconnection() {
    listen();
    muxer.state(RtcPeer.State.DISCONNECTED);
    loop.runFor(4_999);
    muxer.state(RtcPeer.State.CONNECTED);
    loop.runFor(60_000);

    assertThat(closed).isNull();
    assertThat(loop.pending()).isZero();
  }

  @Test
  void isDeadAtOnceWhenThePlatformSaysFailed() {
    listen();
    muxer.state(RtcPeer.State.FAILED);

    assertThat(closed.code()).isEqualTo("rtc-lost");
  }

  @Test
  void isOverWhenAChannelClosesUnannounced() {
    listen();
    ScriptedChannel channel = incoming("");
    channel.closesFromAfar();

    assertThat(closed.fault()).isEqualTo(MeshException.Fault.CLOSED);
    assertThat(peer.closed).isTrue();
  }

  @Test
  void goesOnWhenAChannelClosesAfterReset() {
    listen();
    ScriptedChannel channel = incoming("");
    channel.receive("020802");
    channel.closesFromAfar();

    assertThat(closed).isNull();
  }

  @Test
  void closeEndsStreamsWithoutResetAndClosesThePeer() {
    listen();
    ScriptedChannel channel = incoming("");
    Recorder recorder = new Recorder();
    opened.get(0).receiver(recorder);
    muxer.close();

    assertThat(channel.sentHex()).isEmpty();
    assertThat(recorder.failure()).isSameAs(closed);
    assertThat(peer.closed).isTrue();
    assertThat(closed.fault()).isEqualTo(MeshException.Fault.CLOSED);
    assertThat(muxer.openStreams()).isZero();
  }

  /** A channel that closes after a FIN would tell the far end of one stream only. */
  @Test
  void whoHearsOfTheEndFinishesNoOtherStream() {
    listen();
    List<ScriptedChannel> channels = List.of(incoming(""), incoming(""), incoming(""));
    for (ScriptedChannel channel : channels) {
      channel.opens();
    }
    opened
        .get(1)
        .receiver(
            new Recorder() {
              @Override
              public void failed(MeshException reason) {
                super.failed(reason);
                opened.get(0).finish();
                opened.get(2).finish();
              }
            });
    muxer.close();

    assertThat(channels).allSatisfy(channel -> assertThat(channel.sentHex()).isEmpty());
  }

  @Test
  void tellsALateListenerOfTheEnd() {
    muxer.state(RtcPeer.State.FAILED);
    listen();

    assertThat(closed.code()).isEqualTo("rtc-lost");
  }
}
