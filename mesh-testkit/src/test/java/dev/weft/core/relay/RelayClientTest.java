package dev.weft.core.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.testkit.RelayWorld;
import dev.weft.testkit.TestNode;
import org.junit.jupiter.api.Test;

/** Pages that reserve at a relay and reach each other through it. */
class RelayClientTest {
  private static final long HOUR_MILLIS = 3_600_000;

  private final RelayWorld world = new RelayWorld();

  @Test
  void reservesAndTellsWhereWeAre() {
    RelayWorld.Page page = world.page();
    Reservation reservation = world.await(page.client.reserve());

    assertThat(page.client.reservation()).isSameAs(reservation);
    assertThat(page.reservations).containsExactly(reservation);
    assertThat(reservation.addresses())
        .containsExactly(RelayWorld.RELAY_ADDRESS.with(world.relay.identity().peerId()));
    assertThat(world.hop.hasReservation(page.id())).isTrue();
  }

  @Test
  void renewsFiveToTenMinutesBeforeTheEnd() {
    RelayWorld.Page page = world.reservedPage();
    world.loop.runFor(HOUR_MILLIS - 600_000 - 1_000);
    assertThat(page.reservations).hasSize(1);

    world.loop.runFor(300_000 + 2_000);
    assertThat(page.reservations).hasSize(2);
    world.loop.runFor(10 * HOUR_MILLIS);
    assertThat(page.losses).isEmpty();
    assertThat(page.reservations.size()).isBetween(11, 14);
    assertThat(world.hop.reservations()).isEqualTo(1);
  }

  @Test
  void pagesRenewAtDifferentMoments() {
    RelayWorld.Page one = world.reservedPage();
    RelayWorld.Page other = world.reservedPage();
    world.loop.runFor(HOUR_MILLIS);

    assertThat(one.reservations.get(1).expireUnixSeconds())
        .isNotEqualTo(other.reservations.get(1).expireUnixSeconds());
  }

  @Test
  void triesAgainUntilTheEndWhenARenewalIsRefused() {
    RelayWorld.Page page = world.reservedPage();
    world.hop.drain();
    world.loop.runFor(HOUR_MILLIS - 1_000);
    assertThat(page.losses).isEmpty();
    assertThat(world.answered.stream().filter(status -> status == 200).count()).isBetween(4L, 9L);

    world.loop.runFor(2_000);
    assertThat(page.losses).extracting(MeshException::code).containsExactly("relay-expired");
    assertThat(page.client.reservation()).isNull();
  }

  @Test
  void losesTheReservationWithTheConnection() {
    RelayWorld.Page page = world.reservedPage();
    page.pair.farConnection().close();
    world.loop.runFor(100);

    assertThat(page.losses).hasSize(1);
    assertThat(page.client.reservation()).isNull();
    world.loop.runFor(2 * HOUR_MILLIS);
    assertThat(page.reservations).hasSize(1);
  }

  @Test
  void saysWhatTheRelayAnswered() {
    RelayWorld.Page page = world.page();
    world.hop.drain();
    MeshException refused = world.failure(page.client.reserve());

    assertThat(refused.code()).isEqualTo("relay-refused");
    assertThat(refused).hasMessage("status 200");
  }

  @Test
  void connectsToAPeerThatProvesWhoItIs() {
    RelayWorld.Page listener = world.reservedPage();
    RelayWorld.Page dialer = world.page();
    Connection out = world.await(dialer.client.connect(listener.id()));
    world.loop.runFor(100);
    Connection in = listener.incoming.get(0);

    assertThat(out.isLimited()).isTrue();
    assertThat(in.isLimited()).isTrue();
    assertThat(out.remotePeer()).isEqualTo(listener.id());
    assertThat(in.remotePeer()).isEqualTo(dialer.id());
    assertThat(out.remoteAddress().has(Multiaddr.P2P_CIRCUIT)).isTrue();
    assertThat(out.remoteAddress().peerId()).isEqualTo(listener.id());
    assertThat(out.remoteAddress().before(Multiaddr.P2P_CIRCUIT).peerId())
        .isEqualTo(world.relay.identity().peerId());
    assertThat(world.hop.circuits()).isEqualTo(1);

    out.close();
    world.loop.runFor(100);
    assertThat(in.closed().isSettled()).isTrue();
    assertThat(world.hop.circuits()).isZero();
  }

  @Test
  void failsForAPeerWithoutReservation() {
    MeshException refused =
        world.failure(world.page().client.connect(PeerId.ofEd25519(new byte[32])));

    assertThat(refused).hasMessage("status 204");
  }

  @Test
  void aStrangerCannotBringConnections() {
    RelayWorld.Page victim = world.reservedPage();
    // The relay's side of the connection opens a stop stream, but the page does not use it any
    // more.
    RelayWorld.Page other = world.page(victim.node, false);
    StopHandler untrusting =
        new StopHandler(world.loop, victim.node.upgrader(), victim.incoming::add);
    victim.node.protocols().handle(CircuitRelay.STOP_PROTOCOL, untrusting);
    StopMessage answer =
        stop(other.pair.farConnection(), StopMessage.connect(other.id(), new Limit(1, 1)));

    assertThat(answer.status()).isEqualTo(CircuitRelay.PERMISSION_DENIED);
    assertThat(victim.incoming).isEmpty();
  }

  @Test
  void refusesStopMessagesThatMakeNoSense() {
    Connection relaySide = world.reservedPage().pair.farConnection();

    assertThat(stop(relaySide, StopMessage.status(100)).status())
        .isEqualTo(CircuitRelay.UNEXPECTED_MESSAGE);
    assertThat(stop(relaySide, new byte[] {2, 8, 0}).status())
        .isEqualTo(CircuitRelay.MALFORMED_MESSAGE);
  }

  @Test
  void boundsHandshakesUnderWay() {
    RelayWorld.Page page = world.reservedPage();
    PeerId anybody = TestNode.on(world.loop, 99).identity().peerId();
    for (int i = 0; i <= StopHandler.MAX_UPGRADING; i++) {
      int expected =
          i < StopHandler.MAX_UPGRADING ? CircuitRelay.OK : CircuitRelay.RESOURCE_LIMIT_EXCEEDED;
      byte[] connect = StopMessage.connect(anybody, new Limit(1, 1));
      assertThat(stop(page.pair.farConnection(), connect).status()).isEqualTo(expected);
    }
    world.loop.runFor(11_000);
    assertThat(
            stop(page.pair.farConnection(), StopMessage.connect(anybody, new Limit(1, 1))).status())
        .isEqualTo(CircuitRelay.OK);
    assertThat(page.incoming).isEmpty();
  }

  @Test
  void aSilentRelayFailsAfterTenSeconds() {
    world.relay.protocols().handle(CircuitRelay.HOP_PROTOCOL, stream -> {});
    RelayWorld.Page page = world.page();
    long start = world.loop.nowMillis();
    MeshException failure = world.failure(page.client.reserve());

    assertThat(failure.fault()).isEqualTo(MeshException.Fault.TIMEOUT);
    assertThat(world.loop.nowMillis() - start).isEqualTo(10_000);
  }

  @Test
  void aRelayThatAnswersNonsenseIsAtFault() {
    world
        .relay
        .protocols()
        .handle(
            CircuitRelay.HOP_PROTOCOL,
            stream -> stream.write(HopMessage.status(CircuitRelay.OK, null, null)));

    assertThat(world.failure(world.page().client.reserve()).fault())
        .isEqualTo(MeshException.Fault.PEER);
  }

  /** The relay asks by hand. */
  private StopMessage stop(Connection relaySide, byte[] message) {
    ByteChannel raw = relaySide.open(CircuitRelay.STOP_PROTOCOL);
    CircuitStream stream = new CircuitStream(world.loop, raw);
    raw.write(message);
    Promise<byte[]> answer = stream.message();
    return StopMessage.decode(world.await(answer));
  }
}
