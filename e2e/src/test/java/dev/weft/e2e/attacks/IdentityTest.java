package dev.weft.e2e.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import dev.weft.core.connection.Connection;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.io.MeshException;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.mesh.SiteKey;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Hostile;
import dev.weft.e2e.hostile.Stranger;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import dev.weft.testkit.Recorder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks 10, 11 and 17: taking over a peer id, forged leaves, answers to who asked nobody, and the
 * browser's peer connections used up. Strangers speak to the node and, through it, to pages.
 */
class IdentityTest {
  private static final String FETCH = "weft.fetch('/a.bin').then(r => r.blob()).then(b => b.size)";
  private static final int BYTES = 50_000;

  /** Counts the page's peer connections: made in its life, and not closed. */
  private static final String COUNT =
      """
      made = 0;
      alive = new Set();
      RTCPeerConnection = class extends RTCPeerConnection {
        constructor(configuration) { super(configuration); made++; alive.add(this); }
        close() { alive.delete(this); super.close(); }
      };
      """;

  private static final String OFFER =
      "() => { const c = new RTCPeerConnection(); c.createDataChannel('init');"
          + " return c.createOffer().then(o => { c.close(); return o.sdp }) }";

  @TempDir Path folder;
  private final Visitors visitors = new Visitors();
  private final Stranger stranger = new Stranger(1);
  private House house;
  private Page page;
  private Connection node;
  private PeerId victim;

  @BeforeEach
  void meet() throws Exception {
    house = House.open(new SmallSite(folder).page().file("a.bin", new byte[BYTES]).folder());
    page = visitors.visit(house, COUNT);
    assertThat(page.evaluate("weft.ready.then(r => r.state)")).isEqualTo("alone");
    assertThat(page.evaluate(FETCH)).isEqualTo(BYTES);
    node = stranger.connect(house.node().multiaddr());
    await().until(() -> stranger.visitors(node, house).size() == 1);
    victim = stranger.visitors(node, house).get(0).id();
  }

  @AfterEach
  void leave() {
    stranger.close();
    visitors.close();
    house.close();
  }

  /** A new visitor finds the victim, and gets from it what it has. */
  private void theVictimIsStillThere() {
    Page other = visitors.meet(house);
    assertThat(other.evaluate(FETCH)).isEqualTo(BYTES);
    assertThat(other.evaluate("weft.stats().bytes.peers")).isEqualTo(BYTES);
  }

  private static MeshException failure(Throwable thrown) {
    return (MeshException) thrown.getCause();
  }

  @Test
  void nobodyIsTheVictimAtTheNodeWithoutItsKey() throws Exception {
    Connection claimed = stranger.connect(house.node().multiaddr(), stranger.as(victim));
    await().until(() -> stranger.isCutOff(claimed));
    await().until(() -> house.node().mesh().handshakesFailed() == 1);
    assertThat(house.node().mesh().reservations()).isEqualTo(1);
    theVictimIsStillThere();
  }

  @Test
  void nobodyTakesThePlaceOfAPeerThroughACircuit() throws Exception {
    Page friend = visitors.meet(house);
    page.waitForFunction("weft.stats().peers == 1");
    await().until(() -> stranger.visitors(node, house).size() == 2);
    PeerId name =
        stranger.visitors(node, house).stream()
            .map(KadPeer::id)
            .filter(id -> !id.equals(victim))
            .findFirst()
            .orElseThrow();
    Connection claimed =
        stranger.ask(() -> stranger.relay(node, stranger.as(name)).connect(victim));
    await().until(() -> stranger.isCutOff(claimed));

    assertThat(page.evaluate("partings.length")).isEqualTo(0);
    assertThat(page.evaluate("weft.stats().peers")).isEqualTo(1);
    assertThat(friend.evaluate(FETCH)).isEqualTo(BYTES);
    assertThat(friend.evaluate("weft.stats().bytes.peers")).isEqualTo(BYTES);
  }

  /** It has the key, so it is the same peer: one that lost its connection and comes back. */
  @Test
  void whoConnectsTwiceHasOneConnection() {
    try (Hostile peer = Hostile.join(house, "twice")) {
      page.waitForFunction("partings.length == 1 && alive.size == 1 && weft.stats().peers == 1");
      assertThat(Visitors.faults(page)).isZero();
    }
    page.waitForFunction("partings.length == 2 && alive.size == 0");
  }

  @Test
  void whoReservesTwiceEndsNobodysReservationByLeaving() throws Exception {
    Connection second = stranger.connect(house.node().multiaddr());
    stranger.ask(() -> stranger.relay(node, stranger.identity()).reserve());
    stranger.ask(() -> stranger.relay(second, stranger.identity()).reserve());
    await().until(() -> house.node().mesh().reservations() == 2);
    stranger.ask(
        () -> {
          node.close();
          return node.closed();
        });
    await().until(() -> house.node().mesh().connections() == 2);
    assertThat(house.node().mesh().reservations()).isEqualTo(2);
  }

  @Test
  void nobodyAnnouncesOrTakesBackInTheVictimsName() throws Exception {
    Multihash site = SiteKey.of(house.origin().siteKey().encode());
    List<Multihash> keys = List.of(site, Multihash.sha256(new byte[32]));
    Multiaddr nowhere = Multiaddr.parse("/ip4/203.0.113.9/tcp/1/ws");
    List<KadPeer> before = stranger.visitors(node, house);
    stranger.announce(node, new KadPeer(victim, List.of(nowhere)), keys);

    assertThat(stranger.visitors(node, house)).isEqualTo(before);
    assertThat(stranger.providers(node, Multihash.sha256(new byte[32]))).isEmpty();
    theVictimIsStillThere();
  }

  @Test
  void anAnswerThatNobodyAskedForIsRefused() throws Exception {
    Connection circuit = stranger.circuit(node, victim);
    String sdp = (String) page.evaluate(OFFER);
    for (int type : new int[] {Stranger.ANSWER, Stranger.CANDIDATE, 3}) {
      Recorder heard = stranger.signal(circuit, type, sdp);
      await().until(() -> heard.failure() != null);
    }
    assertThat(page.evaluate("alive.size")).isEqualTo(0);
    assertThat(page.evaluate("weft.stats().peers")).isEqualTo(0);
  }

  @Test
  void contentIsNotToBeHadThroughTheRelay() throws Exception {
    Connection circuit = stranger.circuit(node, victim);
    assertThatThrownBy(() -> stranger.run(() -> circuit.open(ExchangeWire.PROTOCOL)))
        .satisfies(refused -> assertThat(failure(refused).code()).isEqualTo("limited-connection"));
    Recorder heard = stranger.openAnyway(circuit, ExchangeWire.PROTOCOL);
    await().until(() -> heard.failure() != null);
    assertThat(heard.size()).isZero();
    assertThat(page.evaluate("weft.stats().uploaded")).isEqualTo(0);
  }

  @Test
  void onePeerUsesUpNoMoreThanItsShareOfTheBrowsersPeerConnections() throws Exception {
    page.evaluate("made = 0");
    Connection circuit = stranger.circuit(node, victim);
    for (int i = 1; i <= 120; i++) {
      Recorder heard = stranger.signal(circuit, Stranger.OFFER, "v=0");
      await().until(() -> heard.failure() != null);
      if (i % 30 == 0) {
        // The node lets so much through a circuit, and no more.
        circuit.close();
        circuit = stranger.circuit(node, victim);
      }
    }
    assertThat(page.evaluate("made")).isEqualTo(100);
    theVictimIsStillThere();
  }

  @Test
  void halfOpenDialsOfManyLeaveTheBrowserRoom() throws Exception {
    String sdp = (String) page.evaluate(OFFER);
    page.evaluate("made = 0");
    List<Stranger> many = IntStream.range(2, 14).mapToObj(Stranger::new).toList();
    try {
      for (Stranger one : many) {
        Connection own = one.connect(house.node().multiaddr());
        one.signal(one.circuit(own, victim), Stranger.OFFER, sdp);
      }
      page.waitForFunction("alive.size == 8");
      assertThat(page.evaluate("made")).isEqualTo(8);
      assertThat(page.evaluate(FETCH)).isEqualTo(BYTES);
    } finally {
      many.forEach(Stranger::close);
    }
  }
}
