package dev.weft.core.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.relay.CircuitRelay;
import dev.weft.core.relay.RelayClient;
import dev.weft.testkit.RelayWorld;
import dev.weft.testkit.SimRtc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages around one relay that make direct connections, over the whole stack. */
class WebRtcTransportTest {
  private static final String PROTOCOL = "/test/1.0.0";

  private final RelayWorld world = new RelayWorld();
  private final SimRtc network = new SimRtc(world.loop);

  /** A page with a reservation and a transport. */
  private final class Peer implements WebRtcTransport.Listener {
    final RelayWorld.Page page = world.reservedPage();
    final SimRtc.Host host = network.host(SimRtc.Access.unlimited(5));
    final List<Connection> direct = new ArrayList<>();
    final List<Stream> streams = new ArrayList<>();
    final WebRtcTransport transport =
        new WebRtcTransport(world.loop, host, page.id(), page.node.protocols(), this);
    boolean welcomes = true;

    Peer() {
      page.node.protocols().handleOnLimited(WebRtc.SIGNALLING_PROTOCOL, transport);
      page.node.protocols().handle(PROTOCOL, streams::add);
    }

    Promise<Connection> dial(Peer other) {
      return transport.dial(page.client, other.page.id());
    }

    PeerId id() {
      return page.id();
    }

    RelayClient client() {
      return page.client;
    }

    @Override
    public boolean accepts(PeerId peer) {
      return welcomes;
    }

    @Override
    public void connected(Connection connection) {
      direct.add(connection);
    }
  }

  private final Peer one = new Peer();
  private final Peer other = new Peer();

  @Test
  void makesADirectConnectionAndClosesTheCircuit() {
    Connection out = world.await(one.dial(other));
    world.loop.runFor(500);
    Connection in = other.direct.get(0);

    assertThat(one.direct).containsExactly(out);
    assertThat(out.isLimited()).isFalse();
    assertThat(out.isInitiator()).isTrue();
    assertThat(in.isInitiator()).isFalse();
    assertThat(out.remotePeer()).isEqualTo(other.id());
    assertThat(in.remotePeer()).isEqualTo(one.id());
    assertThat(out.remoteAddress().has(Multiaddr.WEBRTC)).isTrue();
    assertThat(out.remoteAddress().peerId()).isEqualTo(other.id());
    assertThat(world.hop.circuits()).isZero();
    assertThat(one.transport.attempts() + other.transport.attempts()).isZero();
  }

  @Test
  void servesProtocolsOnTheDirectConnectionBothWays() {
    Connection out = world.await(one.dial(other));
    out.open(PROTOCOL).write(new byte[] {1});
    world.loop.runFor(100);
    other.direct.get(0).open(PROTOCOL).write(new byte[] {2});
    world.loop.runFor(100);

    assertThat(other.streams).hasSize(1);
    assertThat(one.streams).hasSize(1);
  }

  @Test
  void aSecondDialJoinsTheFirst() {
    Promise<Connection> first = one.dial(other);
    Promise<Connection> second = one.dial(other);

    assertThat(world.await(first)).isSameAs(world.await(second));
    assertThat(one.host.openPeers()).isEqualTo(1);
  }

  @Test
  void dialsOfBothSidesAtOnceMakeOneConnection() {
    for (long head = -60; head <= 60; head += 5) {
      WebRtcTransportTest fresh = new WebRtcTransportTest();
      Peer early = head < 0 ? fresh.one : fresh.other;
      Peer late = head < 0 ? fresh.other : fresh.one;
      Promise<Connection> first = early.dial(late);
      fresh.world.loop.runFor(Math.abs(head));
      Promise<Connection> second = late.dial(early);
      Connection atEarly = fresh.world.await(first);
      Connection atLate = fresh.world.await(second);
      fresh.world.loop.runFor(6_000);

      assertThat(early.direct).as("head start %d ms", head).containsExactly(atEarly);
      assertThat(late.direct).as("head start %d ms", head).containsExactly(atLate);
      assertThat(atEarly.isInitiator()).isNotEqualTo(atLate.isInitiator());
      assertThat(atEarly.closed().isSettled()).isFalse();
      assertThat(early.host.openPeers()).isEqualTo(1);
      assertThat(late.host.openPeers()).isEqualTo(1);
      assertThat(fresh.world.hop.circuits()).isZero();
    }
  }

  @Test
  void theWaitingSideIsAnsweredWhenTheDialThatWentOnFails() {
    Peer lower = lower();
    Peer higher = lower == one ? other : one;
    // Circuits to the higher one lead nowhere, so that the lower one's dial fails after 8 s.
    higher.page.node.protocols().handle(CircuitRelay.STOP_PROTOCOL, stream -> {});
    Promise<Connection> atLower = lower.dial(higher);
    Promise<Connection> atHigher = higher.dial(lower);

    assertThat(world.await(atHigher).isInitiator()).isTrue();
    assertThat(world.await(atLower).isInitiator()).isFalse();
    assertThat(lower.direct).hasSize(1);
    assertThat(higher.direct).hasSize(1);
  }

  private Peer lower() {
    for (int i = 0; i < one.id().encode().length; i++) {
      int difference = (one.id().encode()[i] & 0xff) - (other.id().encode()[i] & 0xff);
      if (difference != 0) {
        return difference < 0 ? one : other;
      }
    }
    throw new AssertionError("the same peer");
  }

  @Test
  void anUnwelcomePeerIsResetBeforeItCostsAPeerConnection() {
    other.welcomes = false;
    MeshException refused = world.failure(one.dial(other));

    assertThat(refused.code()).isEqualTo("signalling");
    assertThat(other.host.openPeers()).isZero();
    assertThat(one.host.openPeers()).isZero();
  }

  @Test
  void failuresSayAtWhichStep() {
    Promise<Connection> unknown = one.transport.dial(one.client(), PeerId.ofEd25519(new byte[32]));
    assertThat(world.failure(unknown).code()).isEqualTo("relay-refused");

    other.host.blockIce();
    assertThat(world.failure(one.dial(other)).code()).isEqualTo("ice");
    world.loop.runFor(10_000);
    assertThat(one.transport.attempts() + other.transport.attempts()).isZero();
    assertThat(one.host.openPeers() + other.host.openPeers()).isZero();
    assertThat(world.hop.circuits()).isZero();
  }

  @Test
  void aDeadPeerEndsTheConnection() {
    Connection out = world.await(one.dial(other));
    other.host.cutOff();
    world.loop.runFor(11_000);

    assertThat(out.closed().isSettled()).isTrue();
    assertThat(one.host.openPeers()).isZero();
  }

  @Test
  void peersThatComeAndGoDoNotUseUpTheBrowsersPeerConnections() {
    int peers = WebRtcTransport.MAX_ANSWERS / WebRtcTransport.MAX_ANSWERS_OF_PEER;
    for (int i = 0; i < peers; i++) {
      useUp(i == 0 ? one : new Peer());
    }
    assertThat(world.failure(new Peer().dial(other)).code()).isEqualTo("signalling");
    assertThat(world.await(other.dial(one)).remotePeer()).isEqualTo(one.id());
  }

  @Test
  void onePeerThatComesAndGoesUsesUpItsOwnShareAlone() {
    useUp(one);
    assertThat(world.failure(one.dial(other)).code()).isEqualTo("signalling");
    assertThat(world.await(new Peer().dial(other)).remotePeer()).isEqualTo(other.id());
  }

  /** Connects as often as one peer may, and leaves each time. */
  private void useUp(Peer peer) {
    for (int i = 0; i < WebRtcTransport.MAX_ANSWERS_OF_PEER; i++) {
      world.await(peer.dial(other)).close();
      world.loop.runFor(10_000);
    }
  }

  @Test
  void aDialAfterAFailedOneIsANewAttempt() {
    other.welcomes = false;
    world.failure(one.dial(other));
    other.welcomes = true;

    assertThat(world.await(one.dial(other)).remotePeer()).isEqualTo(other.id());
  }
}
