package dev.weft.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.crypto.PeerRecord;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.protobuf.Delimited;
import dev.weft.testkit.ConnectedPair;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.TestNode;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentifyTest {
  private static final Multiaddr LISTEN = Multiaddr.parse("/ip4/192.0.2.1/tcp/4001/ws");

  private final VirtualLoop loop = new VirtualLoop();
  private final TestNode near = TestNode.on(loop, 1);
  private final TestNode far = TestNode.on(loop, 2);
  private final List<Multiaddr> farAddresses = new ArrayList<>(List.of(LISTEN));
  private final Identify asker =
      new Identify(near.platform(), near.identity(), near.protocols(), List::of, "near/1");

  @Test
  void aPeerSaysWhoItIs() {
    identifyAtFar();
    ConnectedPair pair = ConnectedPair.of(loop, near, far, 10, false);
    Promise<IdentifyMessage> asked = asker.ask(pair.nearConnection());
    loop.runFor(1_000);
    IdentifyMessage answer = TestNode.value(asked);
    assertThat(answer.publicKey().peerId()).isEqualTo(far.identity().peerId());
    assertThat(answer.listenAddresses()).containsExactly(LISTEN);
    assertThat(answer.protocols()).containsExactly(Identify.PROTOCOL, Identify.PUSH_PROTOCOL);
    assertThat(answer.agentVersion()).isEqualTo("far/1");
    assertThat(answer.observedAddress()).isEqualTo(pair.farConnection().remoteAddress());
    Promise<PeerRecord> record =
        PeerRecord.open(near.platform().signatures(), answer.signedPeerRecord());
    loop.runFor(10);
    assertThat(TestNode.value(record).peer()).isEqualTo(far.identity().peerId());
    assertThat(TestNode.value(record).addresses()).containsExactly(LISTEN);
  }

  @Test
  void aRecordIsSignedAnewWhenTheAddressesChange() {
    identifyAtFar();
    ConnectedPair pair = ConnectedPair.of(loop, near, far, 10, false);
    long first = sequence(asker.ask(pair.nearConnection()));
    assertThat(sequence(asker.ask(pair.nearConnection()))).isEqualTo(first);
    farAddresses.clear();
    assertThat(sequence(asker.ask(pair.nearConnection()))).isGreaterThan(first);
  }

  private long sequence(Promise<IdentifyMessage> asked) {
    loop.runFor(100);
    byte[] envelope = TestNode.value(asked).signedPeerRecord();
    Promise<PeerRecord> record = PeerRecord.open(near.platform().signatures(), envelope);
    loop.runFor(1);
    return TestNode.value(record).sequence();
  }

  @Test
  void limitedConnectionsAreIdentifiedToo() {
    identifyAtFar();
    ConnectedPair pair = ConnectedPair.of(loop, near, far, 10, true);
    Promise<IdentifyMessage> asked = asker.ask(pair.nearConnection());
    loop.runFor(1_000);
    assertThat(TestNode.value(asked).agentVersion()).isEqualTo("far/1");
  }

  @Test
  void aPushTellsWhatHasChanged() {
    Identify pusher = identifyAtFar();
    List<IdentifyMessage> pushed = new ArrayList<>();
    asker.onPush((connection, message) -> pushed.add(message));
    ConnectedPair pair = ConnectedPair.of(loop, near, far, 10, false);
    farAddresses.clear();
    pusher.push(pair.farConnection());
    loop.runFor(1_000);
    assertThat(pushed).hasSize(1);
    assertThat(pushed.get(0).listenAddresses()).isEmpty();
    assertThat(pushed.get(0).observedAddress()).isNull();
  }

  @Test
  void messagesInPartsCountAsOne() {
    byte[] message = message("parts/1").encode();
    int[] fieldEnds = {38, message.length};
    far.protocols()
        .handle(
            Identify.PROTOCOL,
            stream -> {
              int from = 0;
              for (int end : fieldEnds) {
                stream.write(Delimited.frame(Arrays.copyOfRange(message, from, end)));
                from = end;
              }
              stream.finish();
            });
    assertThat(TestNode.value(askFar()).agentVersion()).isEqualTo("parts/1");
  }

  @Test
  void whatIsTooLongIsRefused() {
    far.protocols()
        .handle(
            Identify.PROTOCOL,
            stream -> {
              for (int i = 0; i < 3; i++) {
                stream.write(Delimited.frame(new byte[3_000]));
              }
              stream.finish();
            });
    assertThat(failure(askFar()).code()).isEqualTo("bad-identify");
  }

  @Test
  void anotherPeersKeyIsRefused() {
    Promise<IdentifyMessage> asked = asker.ask(connectAsStranger());
    loop.runFor(1_000);
    assertThat(failure(asked).code()).isEqualTo("bad-identify");
  }

  @Test
  void aSilentPeerTimesOut() {
    far.protocols().handle(Identify.PROTOCOL, stream -> {});
    ConnectedPair pair = ConnectedPair.of(loop, near, far, 10, false);
    Promise<IdentifyMessage> asked = asker.ask(pair.nearConnection());
    loop.runFor(10_000);
    assertThat(failure(asked).fault()).isEqualTo(MeshException.Fault.TIMEOUT);
  }

  @Test
  void pingsAreAnsweredAndMeasured() {
    Ping pinger = new Ping(near.platform(), near.protocols());
    Ping answerer = new Ping(far.platform(), far.protocols());
    ConnectedPair pair = ConnectedPair.of(loop, near, far, 25, false);
    Promise<Long> there = pinger.measure(pair.nearConnection());
    Promise<Long> back = answerer.measure(pair.farConnection());
    loop.runFor(1_000);
    assertThat(TestNode.value(there)).isEqualTo(50);
    assertThat(TestNode.value(back)).isEqualTo(50);
  }

  @Test
  void oneConnectionHasAtMostTwoPingStreams() {
    new Ping(far.platform(), far.protocols());
    ConnectedPair pair = ConnectedPair.of(loop, near, far, 5, false);
    List<Recorder> streams = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      streams.add(Recorder.on(pair.nearConnection().open(Ping.PROTOCOL)));
    }
    loop.runFor(100);
    assertThat(streams).extracting(Recorder::failure).filteredOn(f -> f != null).hasSize(1);
  }

  private Identify identifyAtFar() {
    return new Identify(
        far.platform(), far.identity(), far.protocols(), () -> List.copyOf(farAddresses), "far/1");
  }

  private Promise<IdentifyMessage> askFar() {
    ConnectedPair pair = ConnectedPair.of(loop, near, far, 10, false);
    Promise<IdentifyMessage> asked = asker.ask(pair.nearConnection());
    loop.runFor(1_000);
    return asked;
  }

  /** A connection to a peer that is not {@code far}, but says what {@code far} would say. */
  private Connection connectAsStranger() {
    TestNode stranger = TestNode.on(loop, 3);
    stranger
        .protocols()
        .handle(
            Identify.PROTOCOL,
            stream -> {
              stream.write(Delimited.frame(message("liar/1").encode()));
              stream.finish();
            });
    return ConnectedPair.of(loop, near, stranger, 10, false).nearConnection();
  }

  private IdentifyMessage message(String agent) {
    return new IdentifyMessage(
        far.identity().publicKey(), List.of(LISTEN), List.of("/a"), null, agent, null);
  }

  private static MeshException failure(Promise<?> promise) {
    List<MeshException> failures = new ArrayList<>();
    promise.then(
        value -> {
          throw new AssertionError("it was kept");
        },
        failures::add);
    assertThat(failures).hasSize(1);
    return failures.get(0);
  }
}
