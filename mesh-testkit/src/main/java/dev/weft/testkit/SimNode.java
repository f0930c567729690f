package dev.weft.testkit;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.KadNode;
import dev.weft.core.kad.KadServer;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.kad.ProviderStore;
import dev.weft.core.mesh.SocketDialer;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.relay.CircuitRelay;
import dev.weft.core.relay.HopLimits;
import dev.weft.core.relay.HopServer;
import java.util.ArrayList;
import java.util.List;

/** A bootstrap node in virtual time: relay and DHT server, with sockets that lead to it. */
public final class SimNode implements SocketDialer {
  private final VirtualLoop loop;
  private final long delayMillis;
  private final TestNode node;
  private final ProviderStore providers = new ProviderStore();
  private final HopServer hop;
  private final Multiaddr address = Multiaddr.parse("/ip4/127.0.0.1/tcp/4001/ws");
  private final List<MemoryChannel> sockets = new ArrayList<>();
  private boolean down;
  private int dials;

  /** A node that far away, one way, from everybody. */
  public SimNode(VirtualLoop loop, long delayMillis) {
    this.loop = loop;
    this.delayMillis = delayMillis;
    node = TestNode.on(loop, 1_000_001);
    hop =
        new HopServer(
            loop,
            HopLimits.DEFAULT,
            node.identity(),
            () -> List.of(address),
            elsewhere -> List.of(),
            new Records());
    KadNode kad =
        LoneDht.node(loop, node.platform().entropy(), node.identity().peerId(), providers);
    node.protocols()
        .handle(CircuitRelay.HOP_PROTOCOL, hop)
        .handle(Kademlia.WEFT_PROTOCOL, new KadServer(loop, kad, seeker -> {}));
  }

  /** Where it is, with its peer id. */
  public Multiaddr address() {
    return address.with(node.identity().peerId());
  }

  /** How often a socket to it was asked for. */
  public int dials() {
    return dials;
  }

  /** Peers that have a reservation. */
  public int reservations() {
    return hop.reservations();
  }

  /** It breaks all its connections and takes no new ones. */
  public void crash() {
    down = true;
    for (MemoryChannel socket : List.copyOf(sockets)) {
      socket.abort(MeshException.closed("the node crashed"));
    }
    sockets.clear();
  }

  /** It takes connections again. */
  public void restart() {
    down = false;
  }

  @Override
  public Promise<ByteChannel> dial(Multiaddr to) {
    dials++;
    Promise<ByteChannel> opened = new Promise<>();
    loop.schedule(
        2 * delayMillis,
        () -> {
          if (down) {
            opened.fail(MeshException.closed("nobody listens"));
            return;
          }
          MemoryChannel.Pair link = MemoryChannel.pair(loop, delayMillis, MemoryChannel.UNLIMITED);
          sockets.removeIf(MemoryChannel::isOver);
          sockets.add(link.far());
          node.upgrader()
              .accept(link.far(), null, Multiaddr.parse("/ip4/127.0.0.1"), false)
              .then(this::accepted, reason -> {});
          opened.resolve(link.near());
        });
    return opened;
  }

  private void accepted(Connection connection) {
    connection.closed().then(reason -> providers.removePeer(connection.remotePeer()), reason -> {});
  }

  private final class Records implements HopServer.Listener {
    @Override
    public void reservationEnded(PeerId peer) {
      providers.removePeer(peer);
    }

    @Override
    public void answered(boolean reserve, int status) {}
  }
}
