package dev.weft.core.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.testkit.MemoryChannel;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Each side against a far end that the test plays, message by message. */
class SignallingTest {
  private static final String OFFER = "08001205" + "6f66666572";
  private static final String ANSWER = "08011206" + "616e73776572";
  private static final String CANDIDATE = "08021202" + "7b7d";

  private final VirtualLoop loop = new VirtualLoop();
  private final ScriptedPeer peer = new ScriptedPeer();
  private final MemoryChannel.Pair link = MemoryChannel.pair(loop, 10, MemoryChannel.UNLIMITED);
  private final Recorder farEnd = new Recorder();
  private MeshException failure;
  private RtcMuxer connected;
  private boolean finished;

  private void watch(Signalling signalling) {
    link.far().receiver(farEnd);
    signalling.connected().then(muxer -> connected = muxer, reason -> failure = reason);
    signalling.finished().then(done -> finished = true, reason -> {});
    loop.runFor(20);
  }

  private void dial() {
    watch(Signalling.dial(loop, () -> peer).on(link.near()));
  }

  private void answer() {
    watch(Signalling.answer(loop, () -> peer, link.near()));
  }

  /** The far end sends messages. */
  private void receive(String... messages) {
    for (String hex : messages) {
      link.far().write(Delimited.frame(HexFormat.of().parseHex(hex)));
    }
    loop.runFor(10);
  }

  private String sentHex() {
    return HexFormat.of().formatHex(farEnd.bytes());
  }

  @Test
  void dialerSendsTheOfferBeforeItSetsIt() {
    dial();

    assertThat(sentHex()).isEqualTo("09" + OFFER);
    assertThat(peer.calls).containsExactly("createOffer", "local offer");
    assertThat(peer.channels).extracting(RtcChannel::label).containsExactly("init");
  }

  @Test
  void theOfferAndCandidatesOfADialerWaitForItsStream() {
    Signalling dialer = Signalling.dial(loop, () -> peer);
    peer.listener.iceCandidate("{}");
    loop.runFor(Signalling.TIMEOUT_MILLIS);
    assertThat(peer.calls).containsExactly("createOffer", "local offer");

    watch(dialer.on(link.near()));
    assertThat(sentHex()).isEqualTo("09" + OFFER + "06" + CANDIDATE);
    receive(ANSWER);
    assertThat(peer.calls).endsWith("remote answer");
  }

  @Test
  void dialerConnects() {
    dial();
    peer.listener.iceCandidate("{}");
    peer.listener.iceCandidate(null);
    receive(ANSWER, CANDIDATE);
    assertThat(sentHex()).isEqualTo("09" + OFFER + "06" + CANDIDATE);
    assertThat(peer.calls).endsWith("remote answer", "candidate {}");

    peer.listener.state(RtcPeer.State.CONNECTED);
    assertThat(connected).isNull();
    ScriptedChannel init = peer.channels.get(0);
    init.opens();
    assertThat(connected).isNotNull();
    assertThat(init.closed).isTrue();
    assertThat(finished).isFalse();

    init.closesFromAfar();
    assertThat(finished).isTrue();
    loop.runFor(20);
    assertThat(farEnd.ended()).isTrue();
  }

  @Test
  void dialerTakesAnInitThatTheAnswererClosedForSuccess() {
    dial();
    receive(ANSWER);
    peer.channels.get(0).closesFromAfar();
    peer.listener.state(RtcPeer.State.CONNECTED);

    assertThat(connected).isNotNull();
  }

  @Test
  void dialerDoesNotWaitForInitToCloseForGood() {
    dial();
    receive(ANSWER);
    peer.listener.state(RtcPeer.State.CONNECTED);
    peer.channels.get(0).opens();
    loop.runFor(Signalling.INIT_CLOSE_MILLIS);

    assertThat(finished).isTrue();
  }

  @Test
  void answererAnswersBeforeItSetsTheAnswer() {
    answer();
    receive(OFFER, CANDIDATE);
    loop.runFor(10);
    assertThat(sentHex()).isEqualTo("0a" + ANSWER);
    assertThat(peer.calls)
        .containsExactly("remote offer", "createAnswer", "local answer", "candidate {}");

    peer.listener.state(RtcPeer.State.CONNECTED);
    assertThat(connected).isNotNull();
    assertThat(finished).isFalse();
    link.far().finish();
    loop.runFor(20);
    assertThat(finished).isTrue();
    assertThat(farEnd.ended()).isTrue();
  }

  @Test
  void answererLeavesInitAlone() {
    answer();
    receive(OFFER);
    ScriptedChannel init = new ScriptedChannel("init");
    peer.listener.dataChannel(init);
    peer.listener.state(RtcPeer.State.CONNECTED);

    assertThat(init.closed).isFalse();
    assertThat(connected.openStreams()).isZero();
  }

  @Test
  void candidatesWaitUntilTheDescriptionIsSet() {
    Promise<Done> later = new Promise<>();
    peer.remoteDescription = later;
    dial();
    receive(ANSWER, CANDIDATE);
    assertThat(peer.calls).endsWith("remote answer");

    later.resolve(Done.DONE);
    assertThat(peer.calls).endsWith("remote answer", "candidate {}");
  }

  @Test
  void theEndOfCandidatesIsNotPassedOn() {
    dial();
    receive(ANSWER, "0802" + "1204" + "6e756c6c", "0802" + "1200", "0802" + "1202" + "2222");

    assertThat(peer.calls).endsWith("remote answer");
    assertThat(failure).isNull();
  }

  @Test
  void nothingIsReadOnceConnected() {
    answer();
    receive(OFFER);
    peer.listener.state(RtcPeer.State.CONNECTED);
    receive(CANDIDATE, OFFER, "ff");

    assertThat(peer.calls).doesNotContain("candidate {}");
    assertThat(failure).isNull();
  }

  @Test
  void anythingOutOfOrderIsThePeersFault() {
    for (String[] messages :
        new String[][] {
          {CANDIDATE}, // before the answer
          {OFFER}, // to the side that offers
          {ANSWER, ANSWER},
          {ANSWER, OFFER},
          {"08031200"}, // unknown type
          {"12026f6b"}, // no type
          {"08010a00"}, // type as bytes
          {ANSWER, "08021203" + "ffffff"} // not UTF-8
        }) {
      SignallingTest fresh = new SignallingTest();
      fresh.dial();
      fresh.receive(messages);
      String what = Arrays.toString(messages);
      assertThat(fresh.failure).as(what).isNotNull();
      assertThat(fresh.failure.fault()).as(what).isEqualTo(MeshException.Fault.PEER);
      assertThat(fresh.failure.code()).as(what).isEqualTo("signalling");
      assertThat(fresh.peer.closed).as(what).isTrue();
      assertThat(fresh.finished).as(what).isTrue();
    }
  }

  @Test
  void boundsTheNumberOfCandidates() {
    dial();
    receive(ANSWER);
    for (int i = 0; i < Signalling.MAX_CANDIDATES; i++) {
      receive(CANDIDATE);
    }
    assertThat(failure).isNull();

    receive(CANDIDATE);
    assertThat(failure.code()).isEqualTo("signalling");
  }

  @Test
  void boundsTheLengthOfACandidateAndOfADescription() {
    byte[] candidate = new ProtoWriter().varint(1, 2).string(2, "x".repeat(1_025)).toBytes();
    dial();
    receive(ANSWER, HexFormat.of().formatHex(candidate));
    assertThat(failure.code()).isEqualTo("signalling");

    SignallingTest fresh = new SignallingTest();
    fresh.answer();
    fresh.link.far().write(HexFormat.of().parseHex("818001")); // 16,385 bytes
    fresh.loop.runFor(10);
    assertThat(fresh.failure.code()).isEqualTo("signalling");
  }

  @Test
  void readsByteByByteAndAtSeededSplits() {
    byte[] wire = HexFormat.of().parseHex("0a" + ANSWER + "06" + CANDIDATE);
    for (int seed = 0; seed < 50; seed++) {
      SeededEntropy seeded = new SeededEntropy(seed);
      SignallingTest fresh = new SignallingTest();
      fresh.dial();
      for (int at = 0; at < wire.length; ) {
        int end = Math.min(wire.length, at + 1 + seeded.below(seed == 0 ? 1 : 9));
        fresh.link.far().write(Arrays.copyOfRange(wire, at, end));
        at = end;
      }
      fresh.loop.runFor(10);
      assertThat(fresh.peer.calls).endsWith("remote answer", "candidate {}");
    }
  }

  @Test
  void aSilentFarEndFailsForSignallingAfterTenSeconds() {
    dial();
    loop.runFor(9_979);
    assertThat(failure).isNull();

    loop.runFor(1);
    assertThat(failure.code()).isEqualTo("signalling");
    assertThat(failure.fault()).isEqualTo(MeshException.Fault.TIMEOUT);
    assertThat(peer.closed).isTrue();
  }

  @Test
  void iceThatNeverReportsAFailureFailsForIce() {
    answer();
    receive(OFFER);
    loop.runFor(10_000);

    assertThat(failure.code()).isEqualTo("ice");
    assertThat(failure.fault()).isEqualTo(MeshException.Fault.TIMEOUT);
  }

  @Test
  void iceThatReportsAFailureFailsAtOnce() {
    answer();
    receive(OFFER);
    peer.listener.state(RtcPeer.State.FAILED);

    assertThat(failure.code()).isEqualTo("ice");
  }

  @Test
  void anInitThatNeverOpensFailsForChannel() {
    dial();
    receive(ANSWER);
    peer.listener.state(RtcPeer.State.CONNECTED);
    loop.runFor(10_000);

    assertThat(failure.code()).isEqualTo("channel");
    assertThat(connected).isNull();
  }

  @Test
  void aDescriptionThatThePlatformRefusesFailsForSignalling() {
    peer.remoteDescription = Promise.failed(MeshException.peer("x", "bad sdp"));
    answer();
    receive(OFFER);

    assertThat(failure.code()).isEqualTo("signalling");
    assertThat(failure.fault()).isEqualTo(MeshException.Fault.PEER);
  }

  @Test
  void aLostStreamFailsOnlyBeforeTheDescriptionsAreExchanged() {
    dial();
    link.far().abort(MeshException.closed("gone"));
    loop.runFor(20);
    assertThat(failure.code()).isEqualTo("signalling");

    SignallingTest fresh = new SignallingTest();
    fresh.answer();
    fresh.receive(OFFER);
    fresh.link.far().abort(MeshException.closed("gone"));
    fresh.loop.runFor(20);
    fresh.peer.listener.state(RtcPeer.State.CONNECTED);
    assertThat(fresh.connected).isNotNull();
    assertThat(fresh.finished).isTrue();
  }

  @Test
  void aPlatformWithoutWebRtcIsHeardOfAtOnce() {
    assertThatThrownBy(
            () ->
                Signalling.dial(
                    loop,
                    () -> {
                      throw MeshException.local("webrtc-unavailable", "none here");
                    }))
        .isInstanceOf(MeshException.class);
    assertThat(loop.pending()).isZero();
  }
}
