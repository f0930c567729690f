package dev.weft.core.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.KeyAgreement;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multistream.Multistream;
import dev.weft.core.noise.Noise;
import dev.weft.core.noise.NoiseChannel;
import dev.weft.core.noise.NoiseHandshake;
import dev.weft.core.noise.NoiseIdentity;
import dev.weft.core.yamux.YamuxSession;
import dev.weft.testkit.ConnectedPair;
import dev.weft.testkit.Echo;
import dev.weft.testkit.MemoryChannel;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.TestNode;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class UpgraderTest {
  private static final Multiaddr ADDRESS = Multiaddr.parse("/memory/1");
  private static final String YAMUX = YamuxSession.PROTOCOL;
  private static final long DELAY = 50;

  private final VirtualLoop loop = new VirtualLoop();
  private final TestNode near = TestNode.on(loop, 1);
  private final TestNode far = TestNode.on(loop, 2);

  @Test
  void bothSidesLearnWhoTheOtherIs() {
    ConnectedPair pair = ConnectedPair.of(loop, near, far, DELAY, false);
    assertThat(pair.nearConnection().remotePeer()).isEqualTo(far.identity().peerId());
    assertThat(pair.farConnection().remotePeer()).isEqualTo(near.identity().peerId());
    assertThat(pair.nearConnection().isInitiator()).isTrue();
    assertThat(pair.farConnection().isInitiator()).isFalse();
    assertThat(pair.nearConnection().remoteAddress()).isEqualTo(ADDRESS);
  }

  /** Issue 3, part 4: the floor, which RESERVE has to reach as well. */
  @Test
  void theFirstAnswerComesTwoRoundTripsAfterTheChannelOpened() {
    far.protocols().handle("/echo", new Echo());
    MemoryChannel.Pair link = MemoryChannel.pair(loop, DELAY, MemoryChannel.UNLIMITED);
    far.upgrader().accept(link.far(), null, ADDRESS, false);
    loop.runFor(0);
    long opened = loop.nowMillis();
    List<Recorder> answers = new ArrayList<>();
    near.upgrader()
        .dial(link.near(), far.identity().peerId(), ADDRESS, false)
        .then(
            connection -> {
              Stream stream = connection.open("/echo");
              answers.add(Recorder.on(stream));
              stream.write(new byte[] {1, 2, 3});
            },
            reason -> {
              throw reason;
            });
    loop.runUntil(() -> !answers.isEmpty() && answers.get(0).size() == 3, 10_000);
    assertThat(loop.nowMillis() - opened).isEqualTo(2 * 2 * DELAY);
  }

  /** A peer without an early muxer says nothing in its payload, and negotiates inside of Noise. */
  @Test
  void aPeerWithoutAnEarlyMuxerNegotiatesItInTheSecureChannel() {
    far.protocols().handle("/echo", new Echo());
    MemoryChannel.Pair link = MemoryChannel.pair(loop, DELAY, MemoryChannel.UNLIMITED);
    Promise<Connection> accepted = far.upgrader().accept(link.far(), null, ADDRESS, false);
    List<Connection> plain = new ArrayList<>();
    withoutEarlyMuxer(near)
        .flatMap(
            keys ->
                NoiseHandshake.initiate(
                    Multistream.propose(link.near(), Noise.PROTOCOL, loop),
                    keys.identity(),
                    keys.ephemeral(),
                    near.platform().signatures(),
                    null))
        .then(
            noise -> plain.add(muxed(Multistream.propose(noise, YAMUX, loop), noise, true)),
            e -> {});
    loop.runFor(1_000);
    assertThat(accepted.isSettled()).isTrue();
    assertThat(echoes(plain.get(0))).isTrue();
  }

  @Test
  void aPeerWithoutAnEarlyMuxerIsDialledToo() {
    far.protocols().handle("/echo", new Echo());
    MemoryChannel.Pair link = MemoryChannel.pair(loop, DELAY, MemoryChannel.UNLIMITED);
    answer(
        link.far(),
        Noise.PROTOCOL,
        raw ->
            withoutEarlyMuxer(far)
                .flatMap(
                    keys ->
                        NoiseHandshake.respond(
                            raw,
                            keys.identity(),
                            keys.ephemeral(),
                            far.platform().signatures(),
                            null))
                .then(
                    noise -> answer(noise, YAMUX, channel -> muxed(channel, noise, false)),
                    e -> {}));
    Promise<Connection> dialled = near.upgrader().dial(link.near(), null, ADDRESS, false);
    loop.runFor(1_000);
    assertThat(echoes(TestNode.value(dialled))).isTrue();
  }

  private record Keys(NoiseIdentity identity, KeyAgreement.KeyPair ephemeral) {}

  private static Promise<Keys> withoutEarlyMuxer(TestNode node) {
    KeyAgreement agreement = node.platform().keyAgreement();
    return NoiseIdentity.create(node.identity().signer(), agreement, List.of())
        .flatMap(identity -> agreement.generate().map(ephemeral -> new Keys(identity, ephemeral)));
  }

  private Connection muxed(ByteChannel channel, NoiseChannel noise, boolean initiator) {
    return new MuxedConnection(
        new YamuxSession(loop, channel, initiator),
        noise.remotePeer(),
        ADDRESS,
        initiator,
        false,
        far.protocols(),
        loop);
  }

  private void answer(ByteChannel channel, String only, Consumer<ByteChannel> next) {
    Multistream.answer(
        channel,
        new Multistream.Responder() {
          @Override
          public boolean speaks(String protocol) {
            return protocol.equals(only);
          }

          @Override
          public List<String> protocols() {
            return List.of(only);
          }

          @Override
          public void agreed(String protocol, ByteChannel agreed) {
            next.accept(agreed);
          }

          @Override
          public void failed(MeshException reason) {
            throw new AssertionError(reason);
          }
        },
        loop);
  }

  private boolean echoes(Connection connection) {
    Stream stream = connection.open("/echo");
    Recorder echoed = Recorder.on(stream);
    stream.write(new byte[] {1, 2});
    loop.runFor(1_000);
    return echoed.size() == 2;
  }

  @Test
  void anotherPeerThanTheExpectedIsRefused() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, DELAY, MemoryChannel.UNLIMITED);
    Promise<Connection> accepted = far.upgrader().accept(link.far(), null, ADDRESS, false);
    Promise<Connection> dialled =
        near.upgrader().dial(link.near(), near.identity().peerId(), ADDRESS, false);
    loop.runFor(1_000);
    assertThat(failure(dialled).code()).isEqualTo("peer-id-mismatch");
    assertThat(failure(dialled).fault()).isEqualTo(MeshException.Fault.PEER);
    assertThat(failure(accepted).fault()).isEqualTo(MeshException.Fault.CLOSED);
  }

  @Test
  void aSilentFarEndTimesOut() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, DELAY, MemoryChannel.UNLIMITED);
    Promise<Connection> dialled = near.upgrader().dial(link.near(), null, ADDRESS, false);
    loop.runFor(Upgrader.TIMEOUT_MILLIS - 1);
    assertThat(dialled.isSettled()).isFalse();
    loop.runFor(1);
    assertThat(failure(dialled).fault()).isEqualTo(MeshException.Fault.TIMEOUT);
    assertThat(link.near().isOver()).isTrue();
    loop.runUntilIdle();
  }

  @Test
  void aFarEndThatIsGoneFailsTheUpgrade() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, DELAY, MemoryChannel.UNLIMITED);
    Promise<Connection> dialled = near.upgrader().dial(link.near(), null, ADDRESS, false);
    link.far().abort(MeshException.closed("gone"));
    loop.runFor(1_000);
    assertThat(failure(dialled).fault()).isEqualTo(MeshException.Fault.CLOSED);
    loop.runUntilIdle();
  }

  @Test
  void closingOneSideClosesBothAndLeavesNothingBehind() {
    ConnectedPair pair = ConnectedPair.of(loop, near, far, DELAY, false);
    far.protocols().handle("/echo", new Echo());
    Recorder open = Recorder.on(pair.nearConnection().open("/echo"));
    loop.runFor(1_000);
    pair.farConnection().close();
    loop.runFor(1_000);
    assertThat(TestNode.value(pair.nearConnection().closed()).fault())
        .isEqualTo(MeshException.Fault.CLOSED);
    assertThat(pair.farConnection().closed().isSettled()).isTrue();
    assertThat(open.failure()).isNotNull();
    loop.runUntilIdle();
    assertThat(pair.link().near().isOver()).isTrue();
    assertThat(pair.link().far().isOver()).isTrue();
  }

  @Test
  void aConnectionWorksThoughItsCallerThrew() {
    far.protocols().handle("/echo", new Echo());
    MemoryChannel.Pair link = MemoryChannel.pair(loop, DELAY, MemoryChannel.UNLIMITED);
    far.upgrader().accept(link.far(), null, ADDRESS, false);
    Promise<Connection> dialled = near.upgrader().dial(link.near(), null, ADDRESS, false);
    dialled.then(
        connection -> {
          throw MeshException.local("thrown", "on purpose");
        },
        reason -> {});
    loop.runFor(1_000);
    assertThat(echoes(TestNode.value(dialled))).isTrue();
  }

  @Test
  void aProtocolThatIsNotServedFailsItsStreamAlone() {
    ConnectedPair pair = ConnectedPair.of(loop, near, far, DELAY, false);
    Recorder stream = Recorder.on(pair.nearConnection().open("/unknown"));
    loop.runFor(1_000);
    assertThat(stream.failure().code()).isEqualTo("protocol-not-supported");
    assertThat(pair.nearConnection().closed().isSettled()).isFalse();
  }

  @Test
  void limitedConnectionsCarryOnlyWhatIsRegisteredForThem() {
    far.protocols().handle("/plain", new Echo()).handleOnLimited("/limited", new Echo());
    near.protocols().allowOnLimited("/limited").allowOnLimited("/plain");
    ConnectedPair pair = ConnectedPair.of(loop, near, far, DELAY, true);
    Recorder plain = Recorder.on(pair.nearConnection().open("/plain"));
    Stream limited = pair.nearConnection().open("/limited");
    Recorder echoed = Recorder.on(limited);
    limited.write(new byte[] {1});
    loop.runFor(1_000);
    assertThat(plain.failure().code()).isEqualTo("protocol-not-supported");
    assertThat(echoed.bytes()).containsExactly(1);
    assertThatThrownBy(() -> pair.nearConnection().open("/other"))
        .isInstanceOf(MeshException.class)
        .extracting("code")
        .isEqualTo("limited-connection");
  }

  @Test
  void megabytesPassBothWays() {
    far.protocols().handle("/echo", new Echo());
    ConnectedPair pair = ConnectedPair.of(loop, near, far, DELAY, 12_500_000, false);
    Stream stream = pair.nearConnection().open("/echo");
    Recorder echoed = Recorder.on(stream);
    byte[] sent = near.platform().entropy().bytes(3_000_000);
    stream.write(sent);
    stream.finish();
    loop.runUntil(() -> echoed.ended(), 60_000);
    assertThat(echoed.bytes()).isEqualTo(sent);
    assertThat(echoed.failure()).isNull();
  }

  @Test
  void aConnectionThatFallsSilentIsNoticed() {
    ConnectedPair pair = ConnectedPair.of(loop, near, far, DELAY, false);
    loop.runFor(300_000);
    assertThat(pair.nearConnection().closed().isSettled()).isFalse();
    pair.link().far().silence();
    loop.runFor(61_000);
    assertThat(TestNode.value(pair.nearConnection().closed()).fault())
        .isEqualTo(MeshException.Fault.TIMEOUT);
    ByteChannel link = pair.link().near();
    assertThat(link.writable()).isZero();
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
