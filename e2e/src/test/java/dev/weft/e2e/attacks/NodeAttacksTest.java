package dev.weft.e2e.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import dev.weft.core.connection.Connection;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.relay.CircuitRelay;
import dev.weft.core.relay.RelayClient;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.NodeUnderAttack;
import dev.weft.e2e.hostile.RawSocket;
import dev.weft.e2e.hostile.Stranger;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import dev.weft.testkit.Recorder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks 8, 12 and 13 on a bootstrap node, in a process of its own with a heap of 96 MiB: who asks
 * without end is cut off or refused, a real page joins meanwhile, and afterwards the heap is what
 * it was.
 */
class NodeAttacksTest {
  /** What the heap may have grown by after a collection. */
  private static final long MAX_GROWTH_BYTES = 6 << 20;

  /** Within this time a page, its loading included, must be told that nobody is there. */
  private static final int JOIN_MILLIS = 10_000;

  /** A handshake may take 10 s. */
  private static final Duration CUT_OFF = Duration.ofSeconds(14);

  /** What is wrong ends before that. */
  private static final Duration AT_ONCE = Duration.ofSeconds(6);

  @TempDir static Path folder;
  private static NodeUnderAttack node;
  private static House house;
  private static long heapBytes;

  /** Each comes from an address of its own. */
  private static int tests = 2;

  private final Visitors visitors = new Visitors();
  private final List<RawSocket> sockets = new ArrayList<>();
  private Stranger stranger;

  @BeforeAll
  static void start() throws Exception {
    node = NodeUnderAttack.start(folder.resolve("node.key"));
    Path site = new SmallSite(folder.resolve("site")).page().folder();
    house = House.withNodeAt(site, node.address());
    try (Visitors first = new Visitors()) {
      joins(first);
    }
    heapBytes = node.heapBytes();
  }

  @AfterAll
  static void stop() {
    house.close();
    node.close();
  }

  @BeforeEach
  void come() {
    tests++;
    stranger = new Stranger(tests);
  }

  @AfterEach
  void leave() throws Exception {
    stranger.close();
    for (RawSocket socket : sockets) {
      socket.close();
    }
    visitors.close();
    await().atMost(CUT_OFF).until(() -> node.metric("weft_connections") == 0);
    assertThat(node.heapBytes()).isLessThan(heapBytes + MAX_GROWTH_BYTES);
  }

  private static void joins(Visitors visitors) {
    Page page = visitors.visit(house);
    page.waitForFunction(
        "weft.stats().state == 'alone' && !weft.stats().reason",
        null,
        new Page.WaitForFunctionOptions().setTimeout(JOIN_MILLIS));
  }

  private void theNodeServes() {
    visitors.close();
    joins(visitors);
  }

  private RawSocket socket() throws Exception {
    RawSocket socket = RawSocket.open("127.0.1." + tests, node.port());
    sockets.add(socket);
    return socket;
  }

  private RawSocket webSocket() throws Exception {
    return socket().upgrade();
  }

  private Connection connect() throws Exception {
    return stranger.connect(node.address());
  }

  @Test
  void reservationsWithoutEnd() throws Exception {
    Connection connection = connect();
    RelayClient relay = stranger.relay(connection, stranger.identity());
    stranger.flood(connection, 10_000, 100, relay::reserve);
    assertThat(stranger.isCutOff(connection)).isTrue();
    theNodeServes();
    await().until(() -> node.metric("weft_reservations") == 1);
  }

  @Test
  void announcementsWithoutEnd() throws Exception {
    Connection connection = connect();
    Multiaddr here = node.address().with(Multiaddr.P2P_CIRCUIT);
    KadPeer self = new KadPeer(stranger.identity().peerId(), List.of(here));
    stranger.reserve(connection);
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      List<Multihash> keys = new ArrayList<>();
      for (int j = 0; j < 256; j++) {
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        keys.add(Multihash.sha256(digest));
      }
      stranger.announce(connection, self, keys);
      assertThat(node.metric("weft_provider_records")).isLessThanOrEqualTo(600);
    }
    theNodeServes();
  }

  @Test
  void questionsWithoutEnd() throws Exception {
    Connection connection = connect();
    Multihash key = Multihash.sha256(new byte[32]);
    stranger.flood(connection, 10_000, 200, () -> stranger.kad().getProviders(connection, key));
    assertThat(stranger.isCutOff(connection)).isTrue();
    theNodeServes();
  }

  @Test
  void circuitsWithoutEnd() throws Exception {
    try (Stranger silent = new Stranger(1)) {
      Connection theirs = silent.connect(node.address());
      silent.stayMute(CircuitRelay.STOP_PROTOCOL);
      silent.reserve(theirs);
      Connection connection = connect();
      RelayClient relay = stranger.relay(connection, stranger.identity());
      stranger.later(
          () -> {
            for (int i = 0; i < 90; i++) {
              relay.connect(silent.identity().peerId()).then(open -> {}, refused -> {});
            }
            return relay.connect(silent.identity().peerId());
          });
      await().until(() -> node.metric("weft_circuits") > 0);
      assertThat(node.metric("weft_circuits")).isLessThanOrEqualTo(32);
      stranger.flood(connection, 10_000, 100, () -> relay.connect(stranger.identity().peerId()));
      assertThat(stranger.isCutOff(connection)).isTrue();
      theNodeServes();
    }
  }

  /** Opened and left, said to be endless, or never closed: yamux frames of a stranger's making. */
  @Test
  void streamsWithoutEnd() throws Exception {
    Recorder heard = stranger.sendSecured(node.address(), Stranger.yamux(20_000, 1, 1, 0), true);
    await().atMost(AT_ONCE).until(() -> stranger.resets(heard) >= 19_000);
    theNodeServes();
    await().until(() -> node.metric("weft_connections") == 2);
    for (byte[] frames :
        List.of(
            Stranger.yamux(1, 0, 1, Integer.MAX_VALUE),
            Stranger.yamux(1, 9, 0, 0),
            Stranger.yamux(200_000, 2, 1, 7))) {
      stranger.sendSecured(node.address(), frames, false);
    }
    theNodeServes();
    await().atMost(CUT_OFF).until(() -> node.metric("weft_connections") == 2);
  }

  @Test
  void framesThatSayTheyAreEndless() throws Exception {
    byte[] zeros = new byte[70_000];
    socketsEnd(
        AT_ONCE,
        webSocket().frame(0x82, Long.MAX_VALUE).send(zeros),
        webSocket().frame(0x82, -1L).send(zeros),
        webSocket().frame(0x02, 1 << 20).send(zeros),
        webSocket().frame(0x81, 4).send(zeros),
        webSocket().frame(0xf2, 4).send(zeros),
        webSocket().frame(0x83, 4).send(zeros),
        webSocket().send(new byte[] {(byte) 0x82, 4, 0, 0, 0, 0}));
    RawSocket deflated = socket().upgrade("Sec-WebSocket-Extensions: permessage-deflate");
    assertThat(deflated.answer()).doesNotContain("permessage-deflate");
    theNodeServes();
  }

  @Test
  void handshakesThatEndInGarbage() throws Exception {
    byte[] proposal = "\u0013/multistream/1.0.0\n\u0007/noise\n".getBytes(StandardCharsets.UTF_8);
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[2 + 32 + random.nextInt(300)];
      random.nextBytes(garbage);
      garbage[0] = 0;
      garbage[1] = (byte) Math.min(255, garbage.length - 2);
      RawSocket socket = webSocket().message(proposal).message(garbage).message(garbage);
      if (i % 20 == 0) {
        socket.awaitEnd(AT_ONCE);
      }
    }
    await().atMost(AT_ONCE).until(() -> node.metric("weft_handshakes_failed_total") >= 200);
    theNodeServes();
  }

  /** Says nothing, half a header, empty fragments, or pings alone, until the handshake is due. */
  @Test
  void handshakesThatDoNotGoOn() throws Exception {
    List<RawSocket> open = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      open.add(webSocket());
    }
    // One that came in the moment of the last place is upgraded, and closed.
    List<RawSocket> taken =
        open.stream().filter(socket -> socket.answer().contains(" 101 ")).toList();
    await().until(() -> taken.stream().filter(socket -> !socket.isOver()).count() == 256);
    open.get(0).message("\u0013/multistream".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 10_000; i++) {
      open.get(1).frame(i == 0 ? 0x02 : 0x00, 0);
      open.get(2).frame(0x89, 0);
    }
    theNodeServes();
    socketsEnd(CUT_OFF, taken.toArray(RawSocket[]::new));
  }

  /** 700 connections, each with the beginning of a request. */
  @Test
  void requestsThatDrip() throws Exception {
    List<RawSocket> open = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      open.add(socket().send("GET / HTTP/1.1\r\nHost: a\r\nX: ".getBytes(StandardCharsets.UTF_8)));
    }
    theNodeServes();
    await()
        .atMost(CUT_OFF)
        .until(() -> open.stream().filter(RawSocket::isOver).count() >= 700 - 256);
    assertThat(open.stream().filter(socket -> !socket.isOver()).count()).isPositive();
  }

  private static void socketsEnd(Duration timeout, RawSocket... ending) {
    for (RawSocket socket : ending) {
      socket.awaitEnd(timeout);
    }
  }
}
