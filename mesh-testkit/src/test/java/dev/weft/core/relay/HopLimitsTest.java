package dev.weft.core.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.PeerId;
import dev.weft.testkit.RelayWorld;
import dev.weft.testkit.TestNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long reservations and circuits last at a relay, and how many there may be. */
class HopLimitsTest extends HopWorld {
  /** The near end of a circuit to the target, which keeps what it gets. */
  private End circuit(TestNode target) {
    End near =
        hop(connect(TestNode.on(world.loop, 31)), HopMessage.connect(target.identity().peerId()));
    answer(near);
    near.listen();
    return near;
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
    End near = circuit(target);
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
    End near = circuit(target);
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
    End near = circuit(target);
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
