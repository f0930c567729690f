package dev.weft.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.Done;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.relay.CircuitRelay;
import dev.weft.core.relay.StopHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes on real sockets form one DHT, while they come and go. */
class DhtTest {
  private static final Multihash KEY = Multihash.sha256(new byte[32]);

  @TempDir Path folder;
  private final List<BootstrapNode> nodes = new ArrayList<>();
  private final List<CorePeer> pages = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(BootstrapNode::close);
    pages.forEach(CorePeer::close);
  }

  @Test
  void aProviderAnnouncedAtOneNodeIsFoundThroughAnotherWhileNodesComeAndGo() throws Exception {
    BootstrapNode a = start("a", 0);
    BootstrapNode b = start("b", 0, a);
    BootstrapNode c = start("c", 0, b);
    await().atMost(20, TimeUnit.SECONDS).until(() -> nodes.stream().allMatch(DhtTest::knowsTwo));

    CorePeer provider = page();
    Connection atA = announce(provider, a);
    CorePeer seeker = page();
    Connection atC = reserve(seeker, c);
    isFound(provider, seeker, atC);

    int port = b.port();
    b.close();
    await().atMost(20, TimeUnit.SECONDS).until(() -> !knowsTwo(a) && !knowsTwo(c));
    BootstrapNode restarted = start("b", port, a);
    assertThat(restarted.peerId()).isEqualTo(b.peerId());
    await().atMost(20, TimeUnit.SECONDS).until(() -> knowsTwo(restarted) && knowsTwo(c));
    CorePeer late = page();
    isFound(provider, late, reserve(late, restarted));
    isFound(provider, seeker, atC);

    provider.loop.post(atA::close);
    await().until(() -> a.mesh().reservations() == 0);
    await().atMost(30, TimeUnit.SECONDS).until(() -> find(seeker, atC).isEmpty());
  }

  @Test
  void aClientOfAnotherNodeIsReachedThroughOnesOwn() throws Exception {
    BootstrapNode a = start("a", 0);
    BootstrapNode b = start("b", 0, a);
    await().atMost(20, TimeUnit.SECONDS).until(() -> b.mesh().dht().nodes() == 1);
    CorePeer provider = page();
    Connection atA = announce(provider, a);
    StopHandler incoming = new StopHandler(provider.loop, provider.upgrader(), circuit -> {});
    provider.loop.post(() -> incoming.allow(atA));
    provider.protocols.handle(CircuitRelay.STOP_PROTOCOL, incoming);
    CorePeer seeker = page();
    Connection atB = reserve(seeker, b);
    assertThatThrownBy(() -> seeker.ask(() -> seeker.relay(atB).connect(provider.peerId())))
        .hasMessageContaining("204");
    isFound(provider, seeker, atB);

    Connection circuit = seeker.ask(() -> seeker.relay(atB).connect(provider.peerId()));

    assertThat(circuit.remotePeer()).isEqualTo(provider.peerId());
    await().until(() -> b.mesh().forwarded() == 1 && a.mesh().circuits() == 1);
    seeker.loop.post(circuit::close);
    await().until(() -> a.mesh().circuits() == 0 && b.mesh().circuits() == 0);
  }

  @Test
  void aNodeWhoseOthersAreAwayServesAndFindsThemWhenTheyCome() throws Exception {
    BootstrapNode gone = start("gone", 0);
    int port = gone.port();
    gone.close();
    BootstrapNode node = start("node", 0, gone);
    CorePeer provider = page();
    announce(provider, node);
    CorePeer seeker = page();
    isFound(provider, seeker, reserve(seeker, node));

    BootstrapNode back = start("gone", port);
    await().atMost(40, TimeUnit.SECONDS).until(() -> back.mesh().dht().nodes() == 1);
    CorePeer there = page();
    isFound(provider, there, reserve(there, back));
  }

  @Test
  void aPeerThatIsNoNodesAddressIsRefusedInOneSentence() {
    for (String wrong : List.of("nonsense", "/ip4/127.0.0.1/tcp/1/ws", "/ip4/127.0.0.1/tcp/1")) {
      NodeConfig config = NodeConfig.loopback(0, folder.resolve("key")).withPeers(List.of(wrong));
      assertThatThrownBy(() -> BootstrapNode.start(config))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("--peer: '" + wrong + "'");
    }
  }

  private static boolean knowsTwo(BootstrapNode node) {
    return node.mesh().dht().nodes() == 2;
  }

  private BootstrapNode start(String name, int port, BootstrapNode... others) throws Exception {
    NodeConfig config =
        NodeConfig.loopback(port, folder.resolve(name))
            .withPeers(Arrays.stream(others).map(node -> node.multiaddr().toString()).toList());
    BootstrapNode node = BootstrapNode.start(config);
    nodes.add(node);
    return node;
  }

  private CorePeer page() {
    CorePeer page = new CorePeer();
    pages.add(page);
    return page;
  }

  private static Connection reserve(CorePeer page, BootstrapNode node) throws Exception {
    Connection connection = page.connect(node.multiaddr());
    page.ask(() -> page.relay(connection).reserve());
    return connection;
  }

  /** As a page does: it has a reservation, and says that it has the content. */
  private static Connection announce(CorePeer page, BootstrapNode node) throws Exception {
    Connection connection = reserve(page, node);
    Multiaddr circuit = node.multiaddr().with(Multiaddr.P2P_CIRCUIT).with(page.peerId());
    page.ask(
        () -> {
          page.kad.addProvider(
              connection, List.of(KEY), new KadPeer(page.peerId(), List.of(circuit)));
          return Promise.of(Done.DONE);
        });
    await().until(() -> node.mesh().providerRecords() == 1);
    return connection;
  }

  /** An answer names whom the search has found within a second; the next one those found later. */
  private static void isFound(CorePeer provider, CorePeer seeker, Connection node) {
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> find(seeker, node), found -> found.equals(List.of(provider.peerId())));
  }

  private static List<PeerId> find(CorePeer page, Connection node) throws Exception {
    return page.ask(() -> page.kad.getProviders(node, KEY)).providers().stream()
        .map(KadPeer::id)
        .toList();
  }
}
