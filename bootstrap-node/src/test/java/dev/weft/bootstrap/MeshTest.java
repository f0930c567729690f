package dev.weft.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Identify;
import dev.weft.core.connection.IdentifyMessage;
import dev.weft.core.connection.Ping;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.KadMessage;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.relay.CircuitRelay;
import dev.weft.core.relay.Reservation;
import dev.weft.core.relay.StopHandler;
import dev.weft.jvm.net.TrustedProxies;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The libp2p side, met by our own core over real WebSockets. */
class MeshTest {
  private static final Multihash KEY = Multihash.sha256(new byte[32]);

  @TempDir Path folder;
  private final List<CorePeer> peers = new ArrayList<>();
  private BootstrapNode node;

  @BeforeEach
  void start() throws StartException {
    NodeConfig usual = NodeConfig.loopback(0, folder.resolve("node.key"));
    node =
        BootstrapNode.start(
            new NodeConfig(
                usual.host(),
                usual.port(),
                usual.stunPort(),
                usual.keyFile(),
                usual.publicAddresses(),
                usual.peers(),
                usual.sites(),
                TrustedProxies.of(List.of("127.0.0.1")),
                usual.maxConnections(),
                usual.maxConnectionsPerAddress()));
  }

  @AfterEach
  void stop() {
    node.close();
    peers.forEach(CorePeer::close);
  }

  @Test
  void aPeerIsCountedWhileItIsConnected() throws Exception {
    CorePeer peer = peer();
    Connection connection = peer.connect(node.multiaddr());

    assertThat(connection.remotePeer()).isEqualTo(node.peerId());
    await().until(() -> node.mesh().connections() == 1);
    peer.loop.post(connection::close);
    await().until(() -> node.mesh().connections() == 0);
  }

  @Test
  void identifySaysWhoTheNodeIsAndWhereItSeesThePeer() throws Exception {
    CorePeer peer = peer();
    Connection connection = peer.connect(node.multiaddr());
    Identify identify =
        new Identify(peer.platform, peer.self, peer.protocols, List::of, "weft-test");

    IdentifyMessage told = peer.ask(() -> identify.ask(connection));

    assertThat(told.protocols())
        .contains(
            "/ipfs/id/1.0.0",
            "/ipfs/id/push/1.0.0",
            "/ipfs/ping/1.0.0",
            "/libp2p/circuit/relay/0.2.0/hop",
            "/weft/kad/1.0.0");
    assertThat(told.listenAddresses())
        .containsExactly(Multiaddr.parse("/ip4/127.0.0.1/tcp/" + node.port() + "/ws"));
    assertThat(told.observedAddress()).asString().matches("/ip4/127\\.0\\.0\\.1/tcp/[0-9]+/ws");
    assertThat(told.agentVersion()).startsWith("weft-node/");
  }

  @Test
  void pingIsAnswered() throws Exception {
    CorePeer peer = peer();
    Connection connection = peer.connect(node.multiaddr());

    assertThat(peer.ask(() -> new Ping(peer.platform, peer.protocols).measure(connection)))
        .isNotNegative();
  }

  @Test
  void anImpostorIsNotAccepted() throws Exception {
    Multiaddr wrong =
        Multiaddr.parse("/ip4/127.0.0.1/tcp/" + node.port() + "/ws").with(peer().peerId());

    assertThatThrownBy(() -> peer().connect(wrong)).hasCauseInstanceOf(MeshException.class);
  }

  @Test
  void aReservationHoldsUntilTheConnectionCloses() throws Exception {
    CorePeer peer = peer();
    Connection connection = peer.connect(node.multiaddr());

    Reservation reservation = peer.ask(() -> peer.relay(connection).reserve());

    assertThat(reservation.addresses()).containsExactly(node.multiaddr());
    await().until(() -> node.mesh().reservations() == 1);
    assertThat(node.mesh().dots()).singleElement().matches(dot -> dot.reserved());
    peer.loop.post(connection::close);
    await().until(() -> node.mesh().reservations() == 0);
  }

  @Test
  void providersAreFoundAndGoWithTheirConnection() throws Exception {
    CorePeer provider = peer();
    Connection ofProvider = provider.connect(node.multiaddr());
    KadPeer record = new KadPeer(provider.peerId(), List.of(node.multiaddr()));
    provider.ask(
        () -> {
          provider.kad.addProvider(ofProvider, List.of(KEY), record);
          return Promise.of(Done.DONE);
        });
    await().until(() -> node.mesh().providerRecords() == 1);

    CorePeer seeker = peer();
    Connection ofSeeker = seeker.connect(node.multiaddr());
    KadMessage found = seeker.ask(() -> seeker.kad.getProviders(ofSeeker, KEY));
    assertThat(found.providers())
        .singleElement()
        .satisfies(peer -> assertThat(peer.id()).isEqualTo(provider.peerId()));

    provider.loop.post(ofProvider::close);
    await().until(() -> node.mesh().providerRecords() == 0);
    assertThat(seeker.ask(() -> seeker.kad.getProviders(ofSeeker, KEY)).providers()).isEmpty();
  }

  @Test
  void whoIsInTheAskersNetworkIsNamedFirst() throws Exception {
    try (ForwardingProxy office = new ForwardingProxy(node.port(), "198.51.100.7")) {
      Multiaddr fromOffice =
          Multiaddr.parse("/ip4/127.0.0.1/tcp/" + office.port() + "/ws").with(node.peerId());
      for (int i = 0; i < 6; i++) {
        provide(node.multiaddr());
      }
      List<PeerId> colleagues = List.of(provide(fromOffice), provide(fromOffice));
      await().until(() -> node.mesh().providerRecords() == 8);

      CorePeer seeker = peer();
      Connection ofSeeker = seeker.connect(fromOffice);
      seeker.ask(() -> seeker.relay(ofSeeker).reserve());
      KadMessage found = seeker.ask(() -> seeker.kad.getProviders(ofSeeker, KEY));
      assertThat(found.providers()).hasSize(8);
      assertThat(found.providers().subList(0, 2))
          .extracting(KadPeer::id)
          .hasSameElementsAs(colleagues);
    }
  }

  /** A visitor that has a reservation and the content. */
  private PeerId provide(Multiaddr way) throws Exception {
    CorePeer provider = peer();
    Connection connection = provider.connect(way);
    provider.ask(() -> provider.relay(connection).reserve());
    KadPeer record = new KadPeer(provider.peerId(), List.of(node.multiaddr()));
    provider.loop.post(() -> provider.kad.addProvider(connection, List.of(KEY), record));
    return provider.peerId();
  }

  @Test
  void twoPeersMeetThroughTheRelay() throws Exception {
    CorePeer listener = peer();
    CompletableFuture<Connection> incoming = new CompletableFuture<>();
    Connection ofListener = listener.connect(node.multiaddr());
    listener.ask(
        () -> {
          StopHandler stop =
              new StopHandler(listener.loop, listener.upgrader(), incoming::complete);
          stop.allow(ofListener);
          listener.protocols.handle(CircuitRelay.STOP_PROTOCOL, stop);
          return listener.relay(ofListener).reserve();
        });

    CorePeer dialer = peer();
    Connection ofDialer = dialer.connect(node.multiaddr());
    Connection circuit = dialer.ask(() -> dialer.relay(ofDialer).connect(listener.peerId()));

    assertThat(circuit.remotePeer()).isEqualTo(listener.peerId());
    assertThat(circuit.isLimited()).isTrue();
    assertThat(incoming.get(10, TimeUnit.SECONDS).remotePeer()).isEqualTo(dialer.peerId());
    await().until(() -> node.mesh().circuits() == 1);
    dialer.loop.post(circuit::close);
    await().until(() -> node.mesh().circuits() == 0 && node.mesh().relayedBytes() > 0);
  }

  @Test
  void stoppingClosesAllConnectionsInOrder() throws Exception {
    CorePeer peer = peer();
    Connection connection = peer.connect(node.multiaddr());
    CompletableFuture<MeshException> over = new CompletableFuture<>();
    peer.loop.post(() -> connection.closed().then(over::complete, over::complete));
    await().until(() -> node.mesh().connections() == 1);

    node.close();

    assertThat(over.get(10, TimeUnit.SECONDS).fault()).isEqualTo(MeshException.Fault.CLOSED);
  }

  @Test
  void whoIsStillShakingHandsDoesNotHoldUpAStop() throws Exception {
    WebSocket silent =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://127.0.0.1:" + node.port() + "/"), new WebSocket.Listener() {})
            .get(10, TimeUnit.SECONDS);

    assertTimeout(Duration.ofSeconds(5), node::close);

    await().until(silent::isInputClosed);
  }

  private CorePeer peer() {
    CorePeer peer = new CorePeer();
    peers.add(peer);
    return peer;
  }
}
