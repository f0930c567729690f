package dev.weft.core.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.PeerId;
import dev.weft.testkit.ConnectedPair;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.RelayWorld;
import dev.weft.testkit.TestNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A relay asked by peers that write their messages by hand. */
class HopServerTest {
  private static final HopLimits SMALL = new HopLimits(3, 2, 600, 3, 2, 10_000, 30);

  /** A raw end of a hop or stop stream. */
  private static final class End {
    final CircuitStream stream;
    final Recorder received = new Recorder();

    End(RelayWorld world, ByteChannel raw) {
      stream = new CircuitStream(world.loop, raw);
    }

    void listen() {
      stream.receiver(received);
    }
  }

  private RelayWorld world = new RelayWorld();

  private End hop(Connection connection, byte[] request) {
    End end = new End(world, connection.open(CircuitRelay.HOP_PROTOCOL));
    end.stream.write(request);
    return end;
  }

  private HopMessage answer(End end) {
    return HopMessage.decode(world.await(end.stream.message()));
  }

  private int status(Connection connection, byte[] request) {
    return answer(hop(connection, request)).status();
  }

  private Connection connect(TestNode node) {
    return ConnectedPair.of(world.loop, node, world.relay, 10, false).nearConnection();
  }

  /** A peer with a reservation that answers every CONNECT with the status. */
  private List<End> target(TestNode node, int status) {
    List<End> stops = new ArrayList<>();
    node.protocols()
        .handle(
            CircuitRelay.STOP_PROTOCOL,
            (Stream stream) -> {
              End end = new End(world, stream);
              end.stream
                  .message()
                  .then(
                      body -> {
                        stops.add(end);
                        end.stream.write(StopMessage.status(status));
                        if (status == CircuitRelay.OK) {
                          end.listen();
                        }
                      },
                      reason -> {});
            });
    assertThat(status(connect(node), HopMessage.reserve())).isEqualTo(CircuitRelay.OK);
    return stops;
  }

  private final TestNode dialer = TestNode.on(world.loop, 7);
  private final TestNode listener = TestNode.on(world.loop, 8);

  private void use(RelayWorld other) {
    world = other;
  }

  private PeerId listenerId() {
    return listener.identity().peerId();
  }

  @Test
  void reservesForAnHourWithAVoucherThatVerifies() {
    HopMessage answer = answer(hop(connect(listener), HopMessage.reserve()));
    Reservation reservation = answer.reservation();

    assertThat(answer.status()).isEqualTo(CircuitRelay.OK);
    assertThat(reservation.expireUnixSeconds()).isEqualTo(world.loop.unixSeconds() + 3600);
    assertThat(reservation.addresses())
        .containsExactly(RelayWorld.RELAY_ADDRESS.with(world.relay.identity().peerId()));
    assertThat(answer.limit()).isEqualTo(new Limit(120, 131_072));
    Voucher voucher =
        world.await(Voucher.open(world.relay.platform().signatures(), reservation.voucher()));
    assertThat(voucher.relay()).isEqualTo(world.relay.identity().peerId());
    assertThat(voucher.peer()).isEqualTo(listenerId());
    assertThat(voucher.expireUnixSeconds()).isEqualTo(reservation.expireUnixSeconds());
  }

  @Test
  void joinsTheStreamsOfBothSides() {
    List<End> stops = target(listener, CircuitRelay.OK);
    End near = hop(connect(dialer), HopMessage.connect(listenerId()));
    assertThat(answer(near).status()).isEqualTo(CircuitRelay.OK);
    near.listen();
    End far = stops.get(0);
    assertThat(StopMessage.decode(TestNode.value(far.stream.message())).peer())
        .isEqualTo(dialer.identity().peerId());

    near.stream.write(new byte[] {1, 2});
    far.stream.write(new byte[] {3});
    near.stream.finish();
    world.loop.runFor(100);
    assertThat(far.received.bytes()).containsExactly(1, 2);
    assertThat(far.received.ended()).isTrue();
    assertThat(near.received.bytes()).containsExactly(3);
    assertThat(world.hop.circuits()).isEqualTo(1);

    far.stream.finish();
    world.loop.runFor(100);
    assertThat(near.received.ended()).isTrue();
    assertThat(world.hop.circuits()).isZero();
    assertThat(world.hop.relayedBytes()).isEqualTo(3);
  }

  /** A target that keeps what it is asked, and does not answer yet. */
  private List<End> undecided(TestNode node) {
    target(node, CircuitRelay.OK);
    List<End> stops = new ArrayList<>();
    node.protocols()
        .handle(CircuitRelay.STOP_PROTOCOL, stream -> stops.add(new End(world, stream)));
    return stops;
  }

  @Test
  void passesOnWhatTheDiallerSaysBeforeTheTargetAnswers() {
    List<End> stops = undecided(listener);
    End near = hop(connect(dialer), HopMessage.connect(listenerId()));
    near.stream.write(new byte[] {1, 2});
    world.loop.runFor(100);
    End far = stops.get(0);
    far.listen();
    assertThat(far.received.bytes()).containsExactly(1, 2);
    near.stream.write(new byte[] {3});
    far.stream.write(StopMessage.status(CircuitRelay.OK));
    assertThat(answer(near).status()).isEqualTo(CircuitRelay.OK);
    near.stream.write(new byte[] {4});
    world.loop.runFor(100);

    assertThat(far.received.bytes()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aDiallerThatSpokeEarlyHearsThatTheTargetRefuses() {
    List<End> stops = undecided(listener);
    End near = hop(connect(dialer), HopMessage.connect(listenerId()));
    near.stream.write(new byte[] {1, 2});
    world.loop.runFor(100);
    stops.get(0).stream.write(StopMessage.status(CircuitRelay.PERMISSION_DENIED));
    near.stream.write(new byte[] {3});

    assertThat(answer(near).status()).isEqualTo(CircuitRelay.CONNECTION_FAILED);
    assertThat(world.hop.circuits()).isZero();
  }

  @Test
  void aDiallerThatGoesBeforeTheTargetAnswersGivesItsCircuitBack() {
    List<End> stops = undecided(listener);
    End near = hop(connect(dialer), HopMessage.connect(listenerId()));
    world.loop.runFor(100);
    assertThat(world.hop.circuits()).isEqualTo(1);
    stops.get(0).listen();
    near.stream.abort(MeshException.local("gone"));
    world.loop.runFor(100);

    assertThat(world.hop.circuits()).isZero();
    assertThat(stops.get(0).received.failure()).isNotNull();
  }

  @Test
  void theBytesOfACircuitCountBeforeTheTargetAnswers() {
    use(new RelayWorld(SMALL));
    TestNode target = TestNode.on(world.loop, 30);
    List<End> stops = undecided(target);
    End near =
        hop(connect(TestNode.on(world.loop, 31)), HopMessage.connect(target.identity().peerId()));
    near.listen();
    near.stream.write(new byte[10_000]);
    world.loop.runFor(100);
    assertThat(near.received.failure()).isNull();
    near.stream.write(new byte[1]);
    world.loop.runFor(100);

    assertThat(near.received.failure()).isNotNull();
    assertThat(stops).hasSize(1);
    assertThat(world.hop.circuits()).isZero();
  }

  @Test
  void passesOnWhatTheTargetSendsRightAfterItsAnswer() {
    target(listener, CircuitRelay.OK);
    listener
        .protocols()
        .handle(
            CircuitRelay.STOP_PROTOCOL,
            stream -> {
              End end = new End(world, stream);
              end.stream.write(StopMessage.status(CircuitRelay.OK));
              end.stream.write(new byte[] {9});
            });
    End near = hop(connect(dialer), HopMessage.connect(listenerId()));
    answer(near);
    near.listen();
    world.loop.runFor(50);

    assertThat(near.received.bytes()).containsExactly(9);
  }

  @Test
  void answersWhatItRefuses() {
    Connection connection = connect(dialer);
    target(listener, CircuitRelay.PERMISSION_DENIED);

    assertThat(status(connection, HopMessage.connect(dialer.identity().peerId())))
        .isEqualTo(CircuitRelay.NO_RESERVATION);
    assertThat(status(connection, HopMessage.connect(listenerId())))
        .isEqualTo(CircuitRelay.CONNECTION_FAILED);
    assertThat(status(connection, new byte[] {2, 8, 1})).isEqualTo(CircuitRelay.MALFORMED_MESSAGE);
    assertThat(status(connection, new byte[] {2, 8, 9})).isEqualTo(CircuitRelay.MALFORMED_MESSAGE);
    assertThat(status(connection, HopMessage.status(100, null, null)))
        .isEqualTo(CircuitRelay.UNEXPECTED_MESSAGE);
    assertThat(world.hop.circuits()).isZero();
    assertThat(world.answered).containsExactly(100, 204, 203, 400, 400, 401);
  }

  @Test
  void refusesAHopOverAConnectionThatIsRelayedItself() {
    Connection limited =
        ConnectedPair.of(world.loop, dialer, world.relay, 10, true).nearConnection();
    dialer.protocols().allowOnLimited(CircuitRelay.HOP_PROTOCOL);

    assertThat(status(limited, HopMessage.reserve())).isEqualTo(CircuitRelay.PERMISSION_DENIED);
    assertThat(status(limited, HopMessage.connect(listenerId())))
        .isEqualTo(CircuitRelay.PERMISSION_DENIED);
  }

  @Test
  void failsAConnectWhoseTargetStaysSilent() {
    target(listener, CircuitRelay.OK);
    listener.protocols().handle(CircuitRelay.STOP_PROTOCOL, stream -> {});

    assertThat(status(connect(dialer), HopMessage.connect(listenerId())))
        .isEqualTo(CircuitRelay.CONNECTION_FAILED);
    assertThat(world.hop.circuits()).isZero();
  }

  @Test
  void readsARequestByteByByte() {
    Connection connection = connect(dialer);
    End end = new End(world, connection.open(CircuitRelay.HOP_PROTOCOL));
    for (byte each : HopMessage.connect(listenerId())) {
      end.stream.write(new byte[] {each});
      world.loop.runFor(1);
    }

    assertThat(answer(end).status()).isEqualTo(CircuitRelay.NO_RESERVATION);
  }

  @Test
  void resetsAStreamWhoseRequestIsOverTheBound() {
    End end = hop(connect(dialer), new byte[] {(byte) 0x81, 0x20});

    assertThat(world.failure(end.stream.message())).isNotNull();
  }

  @Test
  void boundsTheRequestsOfAConnection() {
    Connection connection = connect(dialer);
    for (int i = 0; i < HopServer.MAX_REQUESTS; i++) {
      assertThat(status(connection, HopMessage.connect(listenerId())))
          .isEqualTo(CircuitRelay.NO_RESERVATION);
    }
    assertThat(status(connection, HopMessage.reserve()))
        .isEqualTo(CircuitRelay.RESOURCE_LIMIT_EXCEEDED);

    world.loop.runFor(HopServer.WINDOW_MILLIS);
    assertThat(status(connection, HopMessage.reserve())).isEqualTo(CircuitRelay.OK);
  }

  @Test
  void aReservationEndsWithItsConnection() {
    Connection connection = connect(listener);
    status(connection, HopMessage.reserve());
    assertThat(world.hop.hasReservation(listenerId())).isTrue();
    connection.close();
    world.loop.runFor(50);

    assertThat(world.hop.hasReservation(listenerId())).isFalse();
    assertThat(world.ended).containsExactly(listenerId());
  }

  @Test
  void aReservationEndsWithItsTimeUnlessItIsRenewed() {
    Connection connection = connect(listener);
    status(connection, HopMessage.reserve());
    world.loop.runFor(3_000_000);
    status(connection, HopMessage.reserve());
    world.loop.runFor(3_000_000);
    assertThat(world.hop.reservations()).isEqualTo(1);

    world.loop.runFor(600_100);
    assertThat(world.hop.reservations()).isZero();
    assertThat(world.ended).containsExactly(listenerId());
  }

  @Test
  void aNewConnectionOfAPeerTakesItsReservationOver() {
    Connection old = connect(listener);
    status(old, HopMessage.reserve());
    status(connect(listener), HopMessage.reserve());
    old.close();
    world.loop.runFor(100);

    assertThat(world.hop.hasReservation(listenerId())).isTrue();
    assertThat(world.ended).isEmpty();
  }

  @Test
  void boundsReservations() {
    use(new RelayWorld(new HopLimits(2, 2, 600, 3, 2, 10_000, 30)));
    Connection third = null;
    for (int i = 0; i < 3; i++) {
      third = connect(TestNode.on(world.loop, 20 + i));
      int expected = i < 2 ? CircuitRelay.OK : CircuitRelay.RESOURCE_LIMIT_EXCEEDED;
      assertThat(status(third, HopMessage.reserve())).isEqualTo(expected);
    }
    world.loop.runFor(600_000);
    assertThat(status(third, HopMessage.reserve())).isEqualTo(CircuitRelay.OK);
  }

  @Test
  void boundsReservationsOfOnePrefix() {
    use(new RelayWorld(SMALL));
    for (int i = 0; i < 3; i++) {
      int expected = i < 2 ? CircuitRelay.OK : CircuitRelay.RESOURCE_LIMIT_EXCEEDED;
      assertThat(status(connect(TestNode.on(world.loop, 20 + i)), HopMessage.reserve()))
          .isEqualTo(expected);
    }
  }

  @Test
  void boundsCircuitsOfAPeer() {
    use(new RelayWorld(SMALL));
    TestNode target = TestNode.on(world.loop, 30);
    target(target, CircuitRelay.OK);
    PeerId id = target.identity().peerId();
    Connection first = connect(TestNode.on(world.loop, 31));
    Connection second = connect(TestNode.on(world.loop, 32));

    assertThat(status(first, HopMessage.connect(id))).isEqualTo(CircuitRelay.OK);
    assertThat(status(first, HopMessage.connect(id))).isEqualTo(CircuitRelay.OK);
    assertThat(status(second, HopMessage.connect(id)))
        .isEqualTo(CircuitRelay.RESOURCE_LIMIT_EXCEEDED);

    first.close();
    world.loop.runFor(100);
    assertThat(world.hop.circuits()).isZero();
    assertThat(status(second, HopMessage.connect(id))).isEqualTo(CircuitRelay.OK);
  }

  @Test
  void resetsACircuitThatHasCarriedItsBytes() {
    use(new RelayWorld(SMALL));
    TestNode target = TestNode.on(world.loop, 30);
    List<End> stops = target(target, CircuitRelay.OK);
    End near =
        hop(connect(TestNode.on(world.loop, 31)), HopMessage.connect(target.identity().peerId()));
    answer(near);
    near.listen();
    near.stream.write(new byte[10_000]);
    world.loop.runFor(100);
    assertThat(stops.get(0).received.size()).isEqualTo(10_000);
    assertThat(near.received.failure()).isNull();

    near.stream.write(new byte[1]);
    world.loop.runFor(100);
    assertThat(near.received.failure()).isNotNull();
    assertThat(stops.get(0).received.failure()).isNotNull();
    assertThat(world.hop.circuits()).isZero();
  }

  @Test
  void resetsACircuitThatHasLastedItsTime() {
    use(new RelayWorld(SMALL));
    TestNode target = TestNode.on(world.loop, 30);
    target(target, CircuitRelay.OK);
    End near =
        hop(connect(TestNode.on(world.loop, 31)), HopMessage.connect(target.identity().peerId()));
    answer(near);
    near.listen();
    world.loop.runFor(29_900);
    assertThat(near.received.failure()).isNull();
    world.loop.runFor(200);

    assertThat(near.received.failure()).isNotNull();
    assertThat(world.hop.circuits()).isZero();
  }

  @Test
  void holdsASourceBackWhenTheTargetIsSlow() {
    use(new RelayWorld(new HopLimits(3, 3, 600, 3, 2, 64 << 20, 600)));
    TestNode target = TestNode.on(world.loop, 30);
    List<End> stops = target(target, CircuitRelay.OK);
    End near =
        hop(connect(TestNode.on(world.loop, 31)), HopMessage.connect(target.identity().peerId()));
    answer(near);
    near.listen();
    stops.get(0).stream.pause();
    int written = 0;
    for (int round = 0; round < 500; round++) {
      int now = Math.min(65_536, near.stream.writable());
      if (now > 0) {
        near.stream.write(new byte[now]);
        written += now;
      }
      world.loop.runFor(50);
    }
    assertThat(written).isLessThan(2 << 20);

    stops.get(0).stream.resume();
    int total = written;
    world.loop.runUntil(() -> stops.get(0).received.size() == total, 60_000);
  }

  @Test
  void drainsByRefusingWhatIsNewAndWaitingForWhatIsOld() {
    target(listener, CircuitRelay.OK);
    Connection connection = connect(dialer);
    End near = hop(connection, HopMessage.connect(listenerId()));
    answer(near);
    var drained = world.hop.drain();
    assertThat(drained.isSettled()).isFalse();
    assertThat(status(connection, HopMessage.reserve()))
        .isEqualTo(CircuitRelay.RESERVATION_REFUSED);
    assertThat(status(connection, HopMessage.connect(listenerId())))
        .isEqualTo(CircuitRelay.RESOURCE_LIMIT_EXCEEDED);

    near.stream.abort(MeshException.closed("done"));
    world.loop.runFor(50);
    assertThat(drained.isSettled()).isTrue();
  }
}
