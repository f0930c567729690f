package dev.weft.core.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.Bytes;
import dev.weft.core.multiformats.PeerId;
import dev.weft.testkit.ConnectedPair;
import dev.weft.testkit.RelayWorld;
import dev.weft.testkit.TestNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Peers of two relays that know of each other meet, as the peers of one do. */
class ForwardingTest {
  private static final HopLimits SMALL = new HopLimits(200, 200, 600, 300, 2, 20_000, 30);

  private final RelayWorld far = new RelayWorld();
  private final RelayWorld near = new RelayWorld(far.loop, 2, SMALL);
  private final Connection link =
      ConnectedPair.of(far.loop, near.relay, far.relay, RelayWorld.DELAY_MILLIS, false)
          .nearConnection();

  /** A page at the far relay, of which the near one has been told. */
  private RelayWorld.Page target() {
    RelayWorld.Page target = far.reservedPage();
    near.elsewhere.put(target.id(), List.of(link));
    return target;
  }

  private CircuitStream ask(byte[] hop, byte[] stop) {
    CircuitStream stream = new CircuitStream(far.loop, link.open(CircuitRelay.FORWARD_PROTOCOL));
    stream.write(Bytes.join(hop, stop));
    return stream;
  }

  private CircuitStream ask(PeerId target, int dialer) {
    PeerId source = TestNode.on(far.loop, 1_000 + dialer).identity().peerId();
    return ask(HopMessage.connect(target), StopMessage.connect(source, new Limit(1, 1)));
  }

  private int status(CircuitStream asked) {
    return HopMessage.decode(far.await(asked.message())).status();
  }

  @Test
  void aPageDialsAPageAtAnotherRelayThroughItsOwn() {
    RelayWorld.Page target = target();
    RelayWorld.Page dialer = near.page(TestNode.on(far.loop, 300), false);

    Connection circuit = near.await(dialer.client.connect(target.id()));

    assertThat(circuit.remotePeer()).isEqualTo(target.id());
    far.loop.runFor(100);
    assertThat(target.incoming).singleElement().matches(c -> c.remotePeer().equals(dialer.id()));
    assertThat(near.hop.forwarded()).isEqualTo(1);
    assertThat(near.hop.circuits()).isEqualTo(1);
    assertThat(far.hop.circuits()).isEqualTo(1);
    circuit.close();
    far.loop.runFor(100);
    assertThat(near.hop.circuits() + far.hop.circuits()).isZero();
  }

  /** The near relay's connection to another node. */
  private Connection linkTo(TestNode node) {
    return ConnectedPair.of(far.loop, near.relay, node, RelayWorld.DELAY_MILLIS, false)
        .nearConnection();
  }

  /** One to a relay that knows nobody. */
  private Connection wrong(int seed) {
    return linkTo(new RelayWorld(far.loop, seed, SMALL).relay);
  }

  /** One to a relay that does not answer. */
  private Connection mute(int seed) {
    TestNode mute = TestNode.on(far.loop, seed);
    mute.protocols().handle(CircuitRelay.FORWARD_PROTOCOL, stream -> {});
    return linkTo(mute);
  }

  @Test
  void whereAPageIsSaidToBeIsTriedOneAfterTheOther() {
    RelayWorld.Page target = far.reservedPage();
    TestNode noRelay = TestNode.on(far.loop, 5);
    near.elsewhere.put(target.id(), List.of(wrong(3), mute(4), linkTo(noRelay), link));
    RelayWorld.Page dialer = near.page(TestNode.on(far.loop, 300), false);

    Connection circuit = near.await(dialer.client.connect(target.id()));

    assertThat(circuit.remotePeer()).isEqualTo(target.id());
    assertThat(near.hop.forwarded()).isEqualTo(1);
    assertThat(near.hop.circuits()).isEqualTo(1);
  }

  @Test
  void whoIsAtNoneOfManyRelaysIsAFailureInTime() {
    RelayWorld.Page target = far.reservedPage();
    near.elsewhere.put(target.id(), List.of(mute(3), mute(4), wrong(5), mute(6)));
    RelayWorld.Page dialer = near.page(TestNode.on(far.loop, 300), false);

    long begin = far.loop.nowMillis();
    near.failure(dialer.client.connect(target.id()));

    assertThat(near.answered).containsExactly(CircuitRelay.CONNECTION_FAILED);
    assertThat(far.loop.nowMillis() - begin).isLessThan(Circuits.STOP_TIMEOUT_MILLIS);
    assertThat(near.hop.circuits()).isZero();
  }

  @Test
  void aForwardedRequestGoesNoFurther() {
    RelayWorld.Page target = near.page(TestNode.on(far.loop, 301), false);
    near.await(target.client.reserve());
    far.elsewhere.put(target.id(), List.of(link));

    assertThat(status(ask(target.id(), 1))).isEqualTo(CircuitRelay.NO_RESERVATION);
  }

  @Test
  void aTargetThatIsGoneIsAFailure() {
    RelayWorld.Page target = target();
    target.pair.nearConnection().close();
    far.loop.runFor(100);
    RelayWorld.Page dialer = near.page(TestNode.on(far.loop, 300), false);

    near.failure(dialer.client.connect(target.id()));

    assertThat(near.answered).containsExactly(CircuitRelay.CONNECTION_FAILED);
    assertThat(near.hop.circuits()).isZero();
    assertThat(near.hop.forwarded()).isZero();
  }

  @Test
  void theLimitsOfTheDiallersOwnRelayHold() {
    RelayWorld.Page page = near.page(TestNode.on(far.loop, 300), false);
    for (int i = 0; i < 2; i++) {
      near.await(page.client.connect(target().id()));
    }
    near.failure(page.client.connect(target().id()));

    assertThat(near.answered).endsWith(CircuitRelay.RESOURCE_LIMIT_EXCEEDED);
  }

  @Test
  void aRelayHasSoManyCircuitsAtAnotherOneWhoeverItNames() {
    List<CircuitStream> asked = new ArrayList<>();
    PeerId target = willing();
    for (int i = 0; i <= Circuits.MAX_OF_RELAY; i++) {
      if (i % HopLimits.DEFAULT.maxCircuitsPerPeer() == 0) {
        target = willing();
      }
      asked.add(ask(target, i));
    }

    CircuitStream oneTooMany = asked.remove(asked.size() - 1);
    assertThat(asked).allSatisfy(each -> assertThat(status(each)).isEqualTo(CircuitRelay.OK));
    assertThat(status(oneTooMany)).isEqualTo(CircuitRelay.RESOURCE_LIMIT_EXCEEDED);
  }

  /** A page at the far relay that takes every circuit. */
  private PeerId willing() {
    RelayWorld.Page page = far.reservedPage();
    page.node
        .protocols()
        .handle(
            CircuitRelay.STOP_PROTOCOL,
            stream ->
                new CircuitStream(far.loop, stream).write(StopMessage.status(CircuitRelay.OK)));
    return page.id();
  }

  @Test
  void aRelayAsksSoOftenAtMost() {
    PeerId nobody = TestNode.on(far.loop, 9).identity().peerId();
    for (int batch = 0; batch < 5; batch++) {
      List<CircuitStream> asked = new ArrayList<>();
      for (int i = 0; i < HopServer.MAX_FORWARDED / 5; i++) {
        asked.add(ask(nobody, 1));
      }
      for (CircuitStream each : asked) {
        assertThat(status(each)).isEqualTo(CircuitRelay.NO_RESERVATION);
        each.finish();
      }
    }
    assertThat(status(ask(nobody, 1))).isEqualTo(CircuitRelay.RESOURCE_LIMIT_EXCEEDED);
  }

  @Test
  void whatNamesNoTargetOrNoDiallerIsRefused() {
    PeerId target = far.reservedPage().id();
    byte[] nameless = {2, 8, 1};

    assertThat(status(ask(nameless, StopMessage.connect(target, new Limit(1, 1)))))
        .isEqualTo(CircuitRelay.MALFORMED_MESSAGE);
    assertThat(status(ask(HopMessage.connect(target), nameless)))
        .isEqualTo(CircuitRelay.MALFORMED_MESSAGE);
  }
}
