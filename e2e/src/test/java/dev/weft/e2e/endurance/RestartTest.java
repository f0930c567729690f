package dev.weft.e2e.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.core.connection.Connection;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.mesh.MeshConfig;
import dev.weft.core.mesh.MeshNode;
import dev.weft.core.mesh.SiteKey;
import dev.weft.core.mesh.SocketDialer;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.multiformats.WebSocketAddress;
import dev.weft.core.peers.PeerLimits;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import dev.weft.jvm.LoopThread;
import dev.weft.jvm.WebSocketClient;
import dev.weft.testkit.TestNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node restarts under 200 visitors: a few real pages, and the core's own node on real
 * WebSockets for the others, since two cores do not carry 200 pages. How they come back in time
 * that is not disturbed, the test of the same name in mesh-testkit says.
 */
class RestartTest {
  private static final int PAGES = 4;
  private static final int CLIENTS = 196;
  private static final int LOOPS = 4;
  private static final Duration JOINED = Duration.ofSeconds(60);
  private static final Duration BACK = Duration.ofSeconds(10);

  /** The waits before them, each twice the one before, last more than 15 s together. */
  private static final int MAX_ATTEMPTS = 5;

  private static final String COUNT =
      "globalThis.sockets = 0; globalThis.WebSocket = class extends WebSocket {"
          + " constructor(url) { super(url); sockets++ } }";

  @TempDir Path folder;
  private final List<BrowserContext> visitors = new ArrayList<>();
  private final List<LoopThread> loops = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private House house;

  /** A visitor without a browser. It looks for no peers, and is of another site than the pages. */
  private static final class Client implements SocketDialer, MeshNode.Listener {
    final List<Long> attempts = new CopyOnWriteArrayList<>();
    private final LoopThread loop;
    private final WebSocketClient sockets;
    private final MeshNode node;

    Client(LoopThread loop, WebSocketClient sockets, Multiaddr address, int seed) {
      this.loop = loop;
      this.sockets = sockets;
      TestNode self = TestNode.on(loop, seed);
      node =
          new MeshNode(
              self.platform(),
              self.identity(),
              self.protocols(),
              this,
              () -> {
                throw MeshException.local("no-webrtc");
              },
              new MeshConfig(
                  List.of(address),
                  Promise.of(SiteKey.of(new byte[32])),
                  Kademlia.WEFT_PROTOCOL,
                  new PeerLimits(1, 0, 1, 0),
                  true),
              this);
      node.start();
    }

    @Override
    public Promise<ByteChannel> dial(Multiaddr address) {
      attempts.add(loop.nowMillis());
      return sockets.connect(URI.create(Objects.requireNonNull(WebSocketAddress.url(address))));
    }

    @Override
    public void connected(Connection connection) {}

    @Override
    public boolean welcomes(PeerId peer) {
      return true;
    }

    @Override
    public void reserved() {}

    @Override
    public void dials(PeerId peer) {}

    @Override
    public void dialFailed(MeshException reason) {}

    @Override
    public void joined() {}

    @Override
    public void unreachable(MeshException reason) {}
  }

  @BeforeEach
  void visit() throws Exception {
    Files.writeString(
        folder.resolve("index.html"),
        "<!doctype html><title>weft</title><script src=/weft/weft.js defer></script>");
    house = House.open(folder);
    for (int i = 0; i < PAGES; i++) {
      BrowserContext visitor = Browsers.visitor();
      visitors.add(visitor);
      visitor.addInitScript(COUNT);
      visitor.newPage().navigate(house.url() + "/");
    }
    Multiaddr address = house.node().multiaddr();
    for (int i = 0; i < LOOPS; i++) {
      LoopThread loop = new LoopThread("clients-" + i);
      loops.add(loop);
      WebSocketClient sockets = new WebSocketClient(loop);
      for (int j = 0; j < CLIENTS / LOOPS; j++) {
        int seed = clients.size();
        clients.add(
            loop.ask(() -> Promise.of(new Client(loop, sockets, address, seed)))
                .get(JOINED.toSeconds(), TimeUnit.SECONDS));
      }
    }
    await().atMost(JOINED).until(this::allHaveReservations);
  }

  @AfterEach
  void leave() {
    for (Client client : clients) {
      client
          .loop
          .ask(
              () -> {
                client.node.stop();
                return Promise.of(Done.DONE);
              })
          .join();
    }
    loops.forEach(LoopThread::close);
    visitors.forEach(BrowserContext::close);
    house.close();
  }

  private boolean allHaveReservations() {
    return house.node().mesh().reservations() == PAGES + CLIENTS;
  }

  private List<Page> pages() {
    return visitors.stream().map(visitor -> visitor.pages().get(0)).toList();
  }

  @Test
  void allAreBackWithinTenSecondsAfterFewAttempts() throws Exception {
    clients.forEach(client -> client.attempts.clear());
    pages().forEach(page -> page.evaluate("sockets = 0"));
    house.node().close();
    await().atMost(BACK).until(() -> clients.stream().noneMatch(c -> c.attempts.isEmpty()));

    house.reopenNode();
    await().atMost(BACK).until(this::allHaveReservations);

    for (Page page : pages()) {
      assertThat((int) page.evaluate("sockets")).isBetween(1, MAX_ATTEMPTS);
    }
    assertThat(clients)
        .allSatisfy(client -> assertThat(client.attempts).hasSizeLessThanOrEqualTo(MAX_ATTEMPTS));
    long busiestSecond =
        clients.stream()
            .flatMap(client -> client.attempts.stream())
            .collect(Collectors.groupingBy(at -> at / 1000, Collectors.counting()))
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .max()
            .orElseThrow();
    assertThat(busiestSecond).isLessThanOrEqualTo(CLIENTS);
  }
}
