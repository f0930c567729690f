package dev.weft.core.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.KadClient;
import dev.weft.core.kad.KadMessage;
import dev.weft.core.kad.KadNode;
import dev.weft.core.kad.KadServer;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.kad.ProviderStore;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.relay.RelayClient;
import dev.weft.core.relay.Reservation;
import dev.weft.testkit.LoneDht;
import dev.weft.testkit.MemoryChannel;
import dev.weft.testkit.RelayWorld;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.TestNode;
import org.junit.jupiter.api.Test;

/**
 * Round trips counted by the clock of the virtual links. One is dialler, far end, dialler; what a
 * relay in between adds is delay.
 */
class RoundTripsTest {
  private final RelayWorld world = new RelayWorld();

  private static final class Quiet implements RelayClient.Listener {
    @Override
    public void reserved(Reservation reservation) {}

    @Override
    public void reservationLost(MeshException reason) {}
  }

  @Test
  void aReservationAndALookUpAnswerTwoRoundTripsAfterTheSocketOpened() {
    KadNode dht =
        LoneDht.node(
            world.loop, new SeededEntropy(1), world.relay.identity().peerId(), new ProviderStore());
    world
        .relay
        .protocols()
        .handle(Kademlia.WEFT_PROTOCOL, new KadServer(world.loop, dht, seeker -> {}));
    TestNode page = TestNode.on(world.loop, 50);
    MemoryChannel.Pair socket = MemoryChannel.pair(world.loop, 100, MemoryChannel.UNLIMITED);
    world.relay.upgrader().accept(socket.far(), null, RelayWorld.RELAY_ADDRESS, false);
    world.loop.runReady();
    long opened = world.loop.nowMillis();
    long[] reservedAt = {0};
    long[] foundAt = {0};
    PeerId relay = world.relay.identity().peerId();
    page.upgrader()
        .dial(socket.near(), relay, RelayWorld.RELAY_ADDRESS, false)
        .then(
            connection -> {
              new RelayClient(
                      world.loop, new SeededEntropy(2), page.upgrader(), connection, new Quiet())
                  .reserve()
                  .then(made -> reservedAt[0] = world.loop.nowMillis(), reason -> {});
              Promise<KadMessage> found =
                  new KadClient(world.loop, Kademlia.WEFT_PROTOCOL)
                      .getProviders(connection, Multihash.sha256(new byte[32]));
              found.then(answer -> foundAt[0] = world.loop.nowMillis(), reason -> {});
            },
            reason -> {});
    world.loop.runFor(2_000);

    assertThat(reservedAt[0] - opened).isEqualTo(2 * 200);
    assertThat(foundAt[0] - opened).isEqualTo(2 * 200);
  }

  @Test
  void theSdpAnswerOfAKnownPeerComesTwoRoundTripsAfterTheDial() {
    RelayWorld.Page target = world.reservedPage();
    RelayWorld.Page dialer = world.page();
    ScriptedPeer atTarget = new ScriptedPeer();
    ScriptedPeer atDialer = new ScriptedPeer();
    WebRtcTransport answering = transport(target, atTarget);
    target.node.protocols().handleOnLimited(WebRtc.SIGNALLING_PROTOCOL, answering);
    WebRtcTransport dialing = transport(dialer, atDialer);
    dialer.node.protocols().handleOnLimited(WebRtc.SIGNALLING_PROTOCOL, dialing);
    long start = world.loop.nowMillis();
    dialing.dial(dialer.client, target.id());
    world.loop.runUntil(() -> atDialer.calls.contains("remote answer"), 5_000);

    long roundTrip = 4 * RelayWorld.DELAY_MILLIS; // to the relay, to the target, and back
    assertThat(world.loop.nowMillis() - start).isEqualTo(2 * roundTrip);
  }

  private WebRtcTransport transport(RelayWorld.Page page, RtcPeer peer) {
    return new WebRtcTransport(
        world.loop,
        () -> peer,
        page.id(),
        page.node.protocols(),
        new WebRtcTransport.Listener() {
          @Override
          public boolean accepts(PeerId from) {
            return true;
          }

          @Override
          public void connected(Connection direct) {}
        });
  }
}
