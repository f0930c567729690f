package dev.weft.core.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.io.MeshException;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RtcStreamTest {
  private static final String FIN = "020800";
  private static final String STOP_SENDING = "020801";
  private static final String RESET = "020802";
  private static final String FIN_ACK = "020803";

  private final VirtualLoop loop = new VirtualLoop();
  private final ScriptedPeer peer = new ScriptedPeer();
  private final RtcMuxer muxer = new RtcMuxer(loop, peer);
  private final ScriptedChannel channel = new ScriptedChannel("");
  private final RtcStream stream = new RtcStream(muxer, loop, channel);
  private final Recorder received = new Recorder();

  private void listen() {
    stream.receiver(received);
  }

  private static byte[] frame(int payloadBytes) {
    byte[] frame = new byte[RtcFrame.size(payloadBytes)];
    RtcFrame.data(new byte[0], new byte[payloadBytes], 0, payloadBytes, frame);
    return frame;
  }

  @Test
  void writesAHeadAndAPartOfAnArrayAsOneFrame() {
    stream.write(new byte[] {1}, new byte[] {9, 2, 3, 9}, 1, 2);

    assertThat(channel.sentHex()).isEqualTo("051203010203");
  }

  @Test
  void splitsAHeadAndALongPartAsALongWrite() {
    byte[] payload = new SeededEntropy(1).bytes(40_000);
    stream.write(Arrays.copyOf(payload, 50), payload, 50, 39_950);
    assertThat(channel.sent).hasSize(3);

    listen();
    channel.sent.forEach(channel::receive);
    assertThat(received.bytes()).isEqualTo(payload);
  }

  @Test
  void writesBytesAsOneFrame() {
    stream.write(new byte[] {1, 2, 3});

    assertThat(channel.sentHex()).isEqualTo("051203010203");
  }

  @Test
  void splitsALongWriteIntoFramesOf16384BytesAtMost() {
    stream.write(new byte[40_000]);

    assertThat(channel.sent)
        .extracting(frame -> frame.length)
        .containsExactly(16_382, 16_382, 7_251);
  }

  @Test
  void betweenThoseWhoTakeThemFramesAreLonger() {
    byte[] payload = new SeededEntropy(1).bytes(WebRtc.LARGE_PAYLOAD_BYTES + 1);
    stream.largeMessages();
    stream.write(payload);
    assertThat(channel.sent)
        .extracting(frame -> frame.length)
        .containsExactly(RtcFrame.size(WebRtc.LARGE_PAYLOAD_BYTES), 4);

    listen();
    channel.sent.forEach(channel::receive);
    assertThat(received.bytes()).isEqualTo(payload);
    channel.receive(frame(70_000));
    assertThat(received.failure()).isNotNull();
  }

  @Test
  void refusesALongFrameOfAnybodyElse() {
    listen();
    channel.receive(frame(16_500));
    assertThat(received.failure()).isNotNull();
  }

  @Test
  void whatIsQueuedIsNotWrittenOver() {
    stream.write(new byte[1 << 20]);
    stream.write(new byte[] {1});
    stream.write(new byte[] {2});
    int sent = channel.sent.size();
    channel.drainsTo(0);
    stream.write(new byte[] {3});
    assertThat(channel.sent.subList(sent, sent + 3))
        .containsExactly(
            new byte[] {3, 18, 1, 1}, new byte[] {3, 18, 1, 2}, new byte[] {3, 18, 1, 3});
  }

  @Test
  void readsFramesWhole() {
    listen();
    channel.receive("051203010203" + "03120104" + FIN);

    assertThat(received.bytes()).containsExactly(1, 2, 3, 4);
    assertThat(received.ended()).isTrue();
  }

  @Test
  void readsFramesByteByByteAndAtSeededSplits() {
    byte[] payload = new SeededEntropy(1).bytes(50_000);
    stream.write(payload);
    stream.finish();
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    channel.sent.forEach(wire::writeBytes);

    assertThat(receivedInPieces(wire.toByteArray(), new SeededEntropy(0), 1)).isEqualTo(payload);
    for (int seed = 1; seed <= 20; seed++) {
      assertThat(receivedInPieces(wire.toByteArray(), new SeededEntropy(seed), 20_000))
          .isEqualTo(payload);
    }
  }

  private byte[] receivedInPieces(byte[] wire, SeededEntropy seeded, int longest) {
    ScriptedChannel fresh = new ScriptedChannel("");
    Recorder recorder = new Recorder();
    new RtcStream(muxer, loop, fresh).receiver(recorder);
    for (int at = 0; at < wire.length; ) {
      int end = Math.min(wire.length, at + 1 + seeded.below(longest));
      fresh.receive(Arrays.copyOfRange(wire, at, end));
      at = end;
    }
    assertThat(recorder.ended()).isTrue();
    return recorder.bytes();
  }

  @Test
  void acknowledgesFinAndClosesWhenItsOwnIsAcknowledged() {
    listen();
    channel.receive(FIN);
    assertThat(channel.sentHex()).isEqualTo(FIN_ACK);
    assertThat(channel.closed).isFalse();

    stream.write(new byte[] {7});
    stream.finish();
    assertThat(channel.sentHex()).isEqualTo(FIN_ACK + "03120107" + FIN);
    assertThat(channel.closed).isFalse();

    channel.receive(FIN_ACK);
    assertThat(channel.closed).isTrue();
    assertThat(received.failure()).isNull();
  }

  @Test
  void goesOnReadingAfterItsOwnFin() {
    listen();
    stream.finish();
    channel.receive(FIN_ACK + "03120107");
    loop.runFor(60_000);

    assertThat(channel.closed).isFalse();
    assertThat(received.bytes()).containsExactly(7);
  }

  @Test
  void closesWithoutTheLastFinAckAfterTenSeconds() {
    listen();
    stream.finish();
    channel.receive(FIN);
    loop.runFor(9_999);
    assertThat(channel.closed).isFalse();

    loop.runFor(1);
    assertThat(channel.closed).isTrue();
    assertThat(received.failure()).isNull();
  }

  @Test
  void leavesNoTimerBehindWhenClosedInOrder() {
    listen();
    stream.finish();
    channel.receive(FIN + FIN_ACK);

    assertThat(loop.pending()).isZero();
  }

  @Test
  void stopSendingDropsWhatWaitsAndEndsOurDirection() {
    listen();
    channel.bufferedAmount = RtcStream.HIGH_WATER_BYTES - 1;
    stream.write(new byte[] {1});
    stream.write(new byte[] {2});
    channel.receive(STOP_SENDING);
    channel.drainsTo(0);
    stream.write(new byte[] {3});

    assertThat(channel.sentHex()).isEqualTo("03120101" + FIN);
    channel.receive("03120109");
    assertThat(received.bytes()).containsExactly(9);
  }

  @Test
  void resetFailsTheReceiverAndClosesTheChannel() {
    listen();
    channel.receive(RESET);

    assertThat(received.failure().fault()).isEqualTo(MeshException.Fault.CLOSED);
    assertThat(channel.closed).isTrue();
    assertThat(channel.sentHex()).isEmpty();
  }

  @Test
  void abortSendsResetAndTellsItsOwnReceiver() {
    listen();
    stream.abort(MeshException.local("test", "enough"));

    assertThat(channel.sentHex()).isEqualTo(RESET);
    assertThat(channel.closed).isTrue();
    assertThat(received.failure().code()).isEqualTo("test");
  }

  @Test
  void keepsAFailureForALateReceiver() {
    channel.receive(RESET);
    listen();

    assertThat(received.failure().fault()).isEqualTo(MeshException.Fault.CLOSED);
  }

  @Test
  void holdsBytesAndEndBackWhilePaused() {
    listen();
    stream.pause();
    channel.receive("03120101" + "03120102" + FIN);
    assertThat(received.size()).isZero();

    stream.resume();
    assertThat(received.bytes()).containsExactly(1, 2);
    assertThat(received.ended()).isTrue();
  }

  @Test
  void deliversTheEndThatItHeldBackAlthoughTheChannelHasClosed() {
    listen();
    stream.pause();
    channel.receive("03120101" + FIN);
    channel.closesFromAfar();
    stream.resume();

    assertThat(received.bytes()).containsExactly(1);
    assertThat(received.ended()).isTrue();
    assertThat(received.failure()).isNull();
  }

  @Test
  void resetsAPeerThatSendsMoreThanAPausedStreamHolds() {
    listen();
    stream.pause();
    byte[] frame = frame(16_377);
    int fits = RtcStream.MAX_HELD_BYTES / 16_377;
    for (int i = 0; i < fits; i++) {
      channel.receive(frame.clone());
    }
    assertThat(received.failure()).isNull();

    channel.receive(frame.clone());
    assertThat(received.failure().code()).isEqualTo("webrtc-flood");
    assertThat(channel.sentHex()).isEqualTo(RESET);
  }

  @Test
  void stopsSendingAtOneMebibyteAndGoesOnAtAQuarter() {
    boolean[] told = {false};
    stream.write(new byte[2 << 20]);
    int first = channel.sent.size();
    assertThat(channel.bufferedAmount).isBetween(1 << 20, (1 << 20) + 16_384);
    assertThat(stream.writable()).isZero();
    stream.onWritable(() -> told[0] = true);

    channel.drainsTo((256 << 10) + 1);
    assertThat(channel.sent).hasSize(first);

    channel.drainsTo(256 << 10);
    assertThat(channel.sent.size()).isGreaterThan(first);
    assertThat(told[0]).isFalse();

    channel.drainsTo(0);
    assertThat(told[0]).isTrue();
    assertThat(stream.writable()).isPositive();
  }

  @Test
  void abortsAWriterThatNeverAsks() {
    listen();
    channel.bufferedAmount = RtcStream.HIGH_WATER_BYTES - 1;
    stream.write(new byte[6 << 20]);

    assertThat(received.failure().code()).isEqualTo("send-queue");
  }

  @Test
  void queuesWritesUntilTheChannelOpens() {
    channel.open = false;
    stream.write(new byte[] {1});
    stream.finish();
    assertThat(channel.sentHex()).isEmpty();

    channel.opens();
    assertThat(channel.sentHex()).isEqualTo("03120101" + FIN);
  }

  @Test
  void asksWritersToWaitForAChannelThatDoesNotOpen() {
    channel.open = false;
    assertThat(stream.writable()).isEqualTo(1 << 20);
    stream.write(new byte[1 << 20]);
    assertThat(stream.writable()).isZero();
  }

  @Test
  void refusesBytesAfterFin() {
    listen();
    stream.pause();
    channel.receive(FIN + "03120101");

    assertThat(received.failure().code()).isEqualTo("webrtc-frame");
    assertThat(channel.sentHex()).isEqualTo(FIN_ACK + RESET);
  }

  @Test
  void refusesAFrameOverTheBound() {
    listen();
    channel.receive("a18001"); // 16,417 bytes, one over

    assertThat(received.failure().fault()).isEqualTo(MeshException.Fault.PEER);
    assertThat(channel.sentHex()).isEqualTo(RESET);
  }

  @Test
  void refusesMalformedFrames() {
    for (String malformed :
        new String[] {
          "020a08", // flag as bytes, cut off
          "03120501", // payload longer than its frame
          "0108", // flag without a value
          "8000", // length not minimal
          "ffffffffffffffff7f", // length of 2^63 - 1
          "0b08ffffffffffffffffff01", // flag of 2^64 - 1
          "020b00" // a group
        }) {
      ScriptedChannel fresh = new ScriptedChannel("");
      Recorder recorder = new Recorder();
      new RtcStream(muxer, loop, fresh).receiver(recorder);
      fresh.receive(malformed);

      assertThat(recorder.failure()).as(malformed).isNotNull();
      assertThat(recorder.failure().fault()).as(malformed).isEqualTo(MeshException.Fault.PEER);
    }
  }

  @Test
  void ignoresUnknownFlagsAndFields() {
    listen();
    channel.receive("020809" + "0520011a0107" + "00" + "03120101");

    assertThat(received.bytes()).containsExactly(1);
    assertThat(received.failure()).isNull();
  }

  @Test
  void survivesAnyBytes() {
    SeededEntropy seeded = new SeededEntropy(7);
    for (int i = 0; i < 20_000; i++) {
      ScriptedChannel fresh = new ScriptedChannel("");
      new RtcStream(muxer, loop, fresh).receiver(new Recorder());
      byte[] noise = seeded.bytes(1 + seeded.below(40));
      noise[0] = (byte) seeded.below(noise.length + 2);
      fresh.receive(noise);
    }
  }
}
