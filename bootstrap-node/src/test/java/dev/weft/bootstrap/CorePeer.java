package dev.weft.bootstrap;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Identity;
import dev.weft.core.connection.Protocols;
import dev.weft.core.connection.Upgrader;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.KadClient;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.multiformats.WebSocketAddress;
import dev.weft.core.relay.RelayClient;
import dev.weft.core.relay.Reservation;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmPlatform;
import dev.weft.jvm.JvmSignatures;
import dev.weft.jvm.LoopThread;
import dev.weft.jvm.SecureEntropy;
import dev.weft.jvm.WebSocketClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A peer as a browser is one, made of the core and a real WebSocket. */
final class CorePeer implements AutoCloseable {
  final LoopThread loop = new LoopThread("peer");
  final SecureEntropy entropy = new SecureEntropy();
  final Platform platform = JvmPlatform.of(loop, entropy, Effects.on(loop));
  final Identity self;
  final Protocols protocols = new Protocols();
  final KadClient kad = new KadClient(loop, Kademlia.WEFT_PROTOCOL);
  private final List<Connection> connections = new ArrayList<>();
  private final Upgrader upgrader;

  CorePeer() {
    self = Identity.of(new JvmSignatures(Effects.on(loop), entropy).signer(entropy.bytes(32)));
    upgrader = new Upgrader(platform, self, protocols);
  }

  /** Runs the question on the peer's loop and waits for its answer. */
  <T> T ask(Supplier<Promise<T>> question) throws Exception {
    return loop.ask(question).get(10, TimeUnit.SECONDS);
  }

  Connection connect(Multiaddr node) throws Exception {
    URI url = URI.create(Objects.requireNonNull(WebSocketAddress.url(node)));
    PeerId expected = Objects.requireNonNull(node.peerId());
    Connection connection =
        ask(
            () ->
                new WebSocketClient(loop)
                    .connect(url)
                    .flatMap(channel -> upgrader.dial(channel, expected, node, false)));
    connections.add(connection);
    return connection;
  }

  RelayClient relay(Connection node) {
    return new RelayClient(
        loop,
        entropy,
        upgrader,
        node,
        new RelayClient.Listener() {
          @Override
          public void reserved(Reservation reservation) {}

          @Override
          public void reservationLost(MeshException reason) {}
        });
  }

  Upgrader upgrader() {
    return upgrader;
  }

  PeerId peerId() {
    return self.peerId();
  }

  @Override
  public void close() {
    for (Connection connection : connections) {
      loop.ask(
              () -> {
                connection.abort(MeshException.closed("test is over"));
                return connection.closed();
              })
          .join();
    }
    loop.close();
  }
}
