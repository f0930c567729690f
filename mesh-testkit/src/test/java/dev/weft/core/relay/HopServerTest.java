package dev.weft.core.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.MeshException;
import dev.weft.testkit.ConnectedPair;
import dev.weft.testkit.RelayWorld;
import dev.weft.testkit.TestNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A relay asked by peers that write their messages by hand. */
class HopServerTest extends HopWorld {
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
}
