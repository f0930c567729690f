package dev.weft.core.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.connection.Connection;
import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.peers.PeerLimits;
import dev.weft.testkit.SimNode;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.TestNode;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeshNodeTest {
  private static final byte[] SITE = PublicKey.ofEd25519(new byte[32]).encode();

  private final VirtualLoop loop = new VirtualLoop();
  private final SimNode bootstrap = new SimNode(loop, 20);
  private final SimRtc network = new SimRtc(loop);
  private int visitors;

  private final class Visitor implements MeshNode.Listener {
    final SimRtc.Host host = network.host(SimRtc.Access.unlimited(5));
    final List<Connection> connected = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    final List<String> steps = new ArrayList<>();
    final MeshNode node;
    final PeerId id;
    boolean welcomes = true;
    boolean leavesAtOnce;
    int joined;
    int unreachable;

    Visitor(PeerLimits limits) {
      this(limits, Promise.of(SiteKey.of(SITE)));
    }

    Visitor(PeerLimits limits, Promise<Multihash> site) {
      this(limits, site, List.of());
    }

    Visitor(PeerLimits limits, Promise<Multihash> site, List<PeerId> known) {
      TestNode self = TestNode.on(loop, ++visitors);
      node =
          new MeshNode(
              self.platform(),
              self.identity(),
              self.protocols(),
              bootstrap,
              host,
              new MeshConfig(
                  List.of(bootstrap.address()), site, Kademlia.WEFT_PROTOCOL, limits, true),
              this);
      id = self.identity().peerId();
      node.start(known);
    }

    @Override
    public void connected(Connection connection) {
      connected.add(connection);
      if (leavesAtOnce) {
        connection.close();
      }
    }

    @Override
    public boolean welcomes(PeerId peer) {
      return welcomes;
    }

    @Override
    public void reserved() {
      steps.add("reserved");
    }

    @Override
    public void dials(PeerId peer) {
      steps.add("dials " + peer);
    }

    @Override
    public void dialFailed(MeshException reason) {
      failures.add(reason.code());
    }

    @Override
    public void joined() {
      joined++;
    }

    @Override
    public void unreachable(MeshException reason) {
      unreachable++;
    }
  }

  private Visitor visitor() {
    return new Visitor(PeerLimits.DEFAULT);
  }

  @Test
  void aVisitorReservesBeforeItKnowsTheSitesKey() {
    Visitor first = visitor();
    Promise<Multihash> site = new Promise<>();
    Visitor second = new Visitor(PeerLimits.DEFAULT, site);
    loop.runFor(3 * 40);
    assertThat(second.steps).containsExactly("reserved");
    assertThat(second.joined).isZero();

    site.resolve(SiteKey.of(SITE));
    loop.runFor(1_000);
    assertThat(second.node.peers()).isEqualTo(1);
    assertThat(first.node.peers()).isEqualTo(1);
    Visitor third = visitor();
    loop.runFor(1_000);
    assertThat(third.node.peers()).isEqualTo(2);
  }

  @Test
  void theFirstVisitorLearnsThreeRoundTripsAfterItsStartThatNobodyIsThere() {
    Visitor first = visitor();
    loop.runFor(3 * 40 - 1);
    assertThat(first.joined).isZero();
    loop.runFor(1);
    assertThat(first.joined).isPositive();
    assertThat(first.node.peers()).isZero();
    assertThat(bootstrap.reservations()).isEqualTo(1);
  }

  @Test
  void whoWasThereJustNowIsDialledARoundTripEarlier() {
    Visitor first = visitor();
    loop.runFor(1_000);
    long[] openedAfter = new long[2];
    for (int i = 0; i < 2; i++) {
      long start = loop.nowMillis();
      Visitor next =
          new Visitor(
              PeerLimits.DEFAULT,
              Promise.of(SiteKey.of(SITE)),
              i == 0 ? List.of() : List.of(first.id));
      loop.runUntil(() -> !next.connected.isEmpty(), 5_000);
      openedAfter[i] = loop.nowMillis() - start;
      assertThat(next.node.connected()).containsExactly(first.id);
      next.node.stop();
      loop.runFor(1_000);
    }
    assertThat(openedAfter[0] - openedAfter[1]).isEqualTo(40);
  }

  @Test
  void whoIsNotReachedIsReplacedByTheNextAtOnce() {
    List<Visitor> gone = List.of(visitor(), visitor());
    Visitor there = visitor();
    loop.runFor(1_000);
    gone.forEach(visitor -> visitor.node.stop());
    loop.runFor(1_000);
    Visitor next =
        new Visitor(
            new PeerLimits(2, 1, 1, 0),
            Promise.of(SiteKey.of(SITE)),
            List.of(gone.get(0).id, gone.get(1).id, there.id));
    loop.runFor(1_000);
    assertThat(next.failures).containsOnly("relay-refused");
    assertThat(next.node.connected()).containsExactly(there.id);
  }

  @Test
  void withTheWayToTheNodeTheOthersAreNotDialledInVain() {
    List<Visitor> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(new Visitor(new PeerLimits(1, 0, 1, 0)));
    }
    loop.runFor(1_000);
    Visitor next = new Visitor(new PeerLimits(8, 2, 1, 0));
    loop.runUntil(() -> next.steps.size() == 3, 1_000);
    bootstrap.crash();
    loop.runFor(500);
    assertThat(next.failures).hasSize(2);
  }

  @Test
  void theSecondVisitorFindsTheFirstAndBothHaveOneDirectConnection() {
    Visitor first = visitor();
    loop.runFor(1_000);
    Visitor second = visitor();
    loop.runFor(2_000);
    assertThat(second.failures).isEmpty();
    assertThat(second.connected).hasSize(1);
    assertThat(first.connected).hasSize(1);
    assertThat(second.connected.get(0).isLimited()).isFalse();
    assertThat(second.joined).isPositive();
    assertThat(first.steps).containsExactly("reserved");
    String peer = second.connected.get(0).remotePeer().toString();
    assertThat(second.steps).containsExactlyInAnyOrder("reserved", "dials " + peer);
  }

  @Test
  void visitorsWhoComeAtOnceEndUpConnectedOnceEach() {
    List<Visitor> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(visitor());
    }
    loop.runFor(60_000);
    for (Visitor visitor : all) {
      assertThat(visitor.node.peers()).isEqualTo(3);
    }
  }

  @Test
  void aVisitorDialsNoMoreThanAreWantedAndTakesNoMoreThanTheLimit() {
    PeerLimits few = new PeerLimits(3, 2, 1, 0);
    List<Visitor> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      all.add(new Visitor(few));
      loop.runFor(500);
    }
    loop.runFor(120_000);
    for (Visitor visitor : all) {
      assertThat(visitor.node.peers()).isBetween(1, 3);
      assertThat(visitor.host.openPeers()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void afterADialInVainAFullVisitorIsNotFoundUntilThereIsRoomAgain() {
    Visitor first = new Visitor(new PeerLimits(1, 0, 1, 0));
    loop.runFor(1_000);
    Visitor second = new Visitor(new PeerLimits(1, 1, 1, 0));
    loop.runFor(2_000);
    Visitor inVain = visitor();
    loop.runFor(2_000);
    assertThat(inVain.failures).containsOnly("signalling").hasSizeLessThanOrEqualTo(2);
    inVain.node.stop();
    Visitor third = visitor();
    loop.runFor(2_000);
    assertThat(third.failures).isEmpty();
    second.node.stop();
    loop.runFor(2_000);
    Visitor fourth = new Visitor(new PeerLimits(2, 2, 1, 0));
    loop.runFor(2_000);
    assertThat(fourth.failures).isEmpty();
    assertThat(first.node.peers()).isEqualTo(1);
  }

  @Test
  void aVisitorThatHasGivenAllTheAnswersOfItsLifeIsNotFound() {
    Visitor popular = new Visitor(new PeerLimits(10, 0, 1, 0));
    loop.runFor(1_000);
    for (int i = 0; i < 200; i++) {
      Visitor other = new Visitor(new PeerLimits(1, 1, 1, 0));
      loop.runFor(2_000);
      other.node.stop();
    }
    loop.runFor(2_000);
    assertThat(popular.connected).hasSize(200);
    Visitor next = visitor();
    loop.runFor(2_000);
    assertThat(next.failures).isEmpty();
    assertThat(next.joined).isPositive();
  }

  @Test
  void anUnreachableVisitorIsLeftAloneForAWhile() {
    Visitor behindTwoNats = visitor();
    loop.runFor(1_000);
    behindTwoNats.host.blockIce();
    Visitor second = visitor();
    loop.runFor(50_000);
    assertThat(second.failures).containsExactly("ice");
    assertThat(second.joined).isPositive();
  }

  @Test
  void unreachableVisitorsDoNotUseTheDialsUp() {
    Visitor behindTwoNats = visitor();
    loop.runFor(1_000);
    behindTwoNats.host.blockIce();
    Visitor second = visitor();
    loop.runFor(24 * 3_600_000);
    assertThat(second.failures).hasSizeBetween(20, PeerDials.MAX_DIALS / 4);
  }

  @Test
  void whoLeavesAsSoonAsConnectedDoesNotUseTheDialsUp() {
    Visitor leaver = new Visitor(new PeerLimits(1, 0, 1, 0));
    leaver.leavesAtOnce = true;
    loop.runFor(1_000);
    Visitor second = visitor();
    loop.runFor(24 * 3_600_000);
    assertThat(second.connected).hasSize(PeerDials.MAX_DIALS_OF_PEER);
    Visitor third = new Visitor(new PeerLimits(1, 0, 1, 0));
    loop.runFor(20_000);
    assertThat(second.node.peers()).isEqualTo(1);
    assertThat(third.node.peers()).isEqualTo(1);
  }

  @Test
  void whoIsNotWelcomeCostsNoPeerConnection() {
    Visitor first = visitor();
    first.welcomes = false;
    loop.runFor(1_000);
    Visitor second = visitor();
    loop.runFor(20_000);
    assertThat(second.failures).containsExactly("signalling");
    assertThat(first.connected).isEmpty();
    assertThat(first.host.madePeers()).isZero();
  }

  @Test
  void whenTheNodeCrashesPeersStayAndTheWayBackIsFoundAlone() {
    Visitor first = visitor();
    loop.runFor(1_000);
    Visitor second = visitor();
    loop.runFor(2_000);
    bootstrap.crash();
    loop.runFor(60_000);
    assertThat(first.node.peers()).isEqualTo(1);
    assertThat(first.node.isLinked()).isFalse();
    assertThat(first.unreachable).isPositive();
    bootstrap.restart();
    loop.runFor(31_000);
    assertThat(bootstrap.reservations()).isEqualTo(2);
    Visitor third = visitor();
    loop.runFor(2_000);
    assertThat(third.node.peers()).isEqualTo(2);
    assertThat(second.node.peers()).isEqualTo(2);
  }

  @Test
  void aNodeThatIsDownIsAskedLessAndLess() {
    bootstrap.crash();
    Visitor visitor = visitor();
    loop.runFor(10 * 60_000);
    assertThat(bootstrap.dials()).isBetween(20, 50);
    assertThat(visitor.unreachable).isEqualTo(bootstrap.dials());
  }

  @Test
  void aPeerThatLostTheConnectionFirstMayDialAgain() {
    Visitor first = new Visitor(new PeerLimits(1, 0, 1, 0));
    loop.runFor(1_000);
    Visitor second = visitor();
    loop.runFor(2_000);
    second.host.cutOff();
    second.connected.get(0).abort(MeshException.closed("gone at one end"));
    second.host.restore();
    assertThat(first.node.peers()).isEqualTo(1);
    loop.runFor(3_000);
    assertThat(second.failures).isEmpty();
    assertThat(first.host.openPeers()).isEqualTo(1);
    assertThat(first.connected).hasSize(2);
    assertThat(first.node.peers()).isEqualTo(1);
    assertThat(second.node.peers()).isEqualTo(1);
  }

  @Test
  void aLostPeerIsReplaced() {
    PeerLimits one = new PeerLimits(3, 1, 1, 0);
    Visitor first = visitor();
    loop.runFor(1_000);
    Visitor second = new Visitor(one);
    loop.runFor(2_000);
    Visitor third = new Visitor(new PeerLimits(3, 0, 1, 0));
    loop.runFor(2_000);
    assertThat(second.node.peers()).isEqualTo(1);
    first.node.stop();
    loop.runFor(15_000);
    assertThat(third.node.peers()).isEqualTo(1);
    assertThat(second.node.peers()).isEqualTo(1);
  }

  @Test
  void aNodeThatStopsLeavesNothingBehind() {
    Visitor first = visitor();
    loop.runFor(1_000);
    Visitor second = visitor();
    loop.runFor(2_000);
    first.node.stop();
    second.node.stop();
    loop.runFor(60_000);
    assertThat(bootstrap.reservations()).isZero();
    assertThat(first.host.openPeers() + second.host.openPeers()).isZero();
    assertThat(loop.pending()).isZero();
  }
}
