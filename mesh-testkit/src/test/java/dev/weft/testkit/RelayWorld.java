package dev.weft.testkit;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.relay.CircuitRelay;
import dev.weft.core.relay.HopLimits;
import dev.weft.core.relay.HopServer;
import dev.weft.core.relay.RelayClient;
import dev.weft.core.relay.Reservation;
import dev.weft.core.relay.StopHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A relay and pages around it, each {@link #DELAY_MILLIS} away, over the whole stack. */
public final class RelayWorld {
  public static final long DELAY_MILLIS = 10;
  public static final Multiaddr RELAY_ADDRESS = Multiaddr.parse("/ip4/192.0.2.1/tcp/80/ws");

  public final VirtualLoop loop;
  public final TestNode relay;
  public final List<PeerId> ended = new ArrayList<>();
  public final List<Integer> answered = new ArrayList<>();
  public final HopServer hop;

  /** The relays of which a peer is said to be that has no reservation at this one. */
  public final Map<PeerId, List<Connection>> elsewhere = new HashMap<>();

  private int pages;

  public RelayWorld(HopLimits limits) {
    this(new VirtualLoop(), 1, limits);
  }

  /** Another relay of the same world, with another seed. */
  public RelayWorld(VirtualLoop loop, int seed, HopLimits limits) {
    this.loop = loop;
    relay = TestNode.on(loop, seed);
    hop =
        new HopServer(
            loop,
            limits,
            relay.identity(),
            () -> List.of(RELAY_ADDRESS),
            peer -> elsewhere.getOrDefault(peer, List.of()),
            new HopServer.Listener() {
              @Override
              public void reservationEnded(PeerId peer) {
                ended.add(peer);
              }

              @Override
              public void answered(boolean reserve, int status) {
                answered.add(status);
              }
            });
    relay.protocols().handleOnLimited(CircuitRelay.HOP_PROTOCOL, hop);
    relay.protocols().handle(CircuitRelay.FORWARD_PROTOCOL, hop::acceptForwarded);
  }

  public RelayWorld() {
    this(HopLimits.DEFAULT);
  }

  /** A page with a connection to the relay, and nothing asked yet. */
  public Page page() {
    return page(TestNode.on(loop, 100 + ++pages), false);
  }

  public Page page(TestNode node, boolean limited) {
    return new Page(ConnectedPair.of(loop, node, relay, DELAY_MILLIS, limited));
  }

  /** A page with a reservation. */
  public Page reservedPage() {
    Page page = page();
    await(page.client.reserve());
    return page;
  }

  /** The value of a promise that is kept soon. */
  public <T> T await(Promise<T> promise) {
    loop.runUntil(promise::isSettled, 60_000);
    return TestNode.value(promise);
  }

  /** Why a promise is broken soon. */
  public MeshException failure(Promise<?> promise) {
    List<MeshException> failures = new ArrayList<>();
    promise.then(
        value -> {
          throw new AssertionError("the promise was kept: " + value);
        },
        failures::add);
    loop.runUntil(() -> !failures.isEmpty(), 60_000);
    return failures.get(0);
  }

  /** One page. */
  public final class Page implements RelayClient.Listener {
    public final TestNode node;
    public final ConnectedPair pair;
    public final RelayClient client;
    public final StopHandler stop;
    public final List<Connection> incoming = new ArrayList<>();
    public final List<Reservation> reservations = new ArrayList<>();
    public final List<MeshException> losses = new ArrayList<>();

    private Page(ConnectedPair pair) {
      this.pair = pair;
      node = pair.near();
      client =
          new RelayClient(
              loop, new SeededEntropy(pages), node.upgrader(), pair.nearConnection(), this);
      stop = new StopHandler(loop, node.upgrader(), incoming::add);
      stop.allow(pair.nearConnection());
      node.protocols().handle(CircuitRelay.STOP_PROTOCOL, stop);
    }

    public PeerId id() {
      return node.identity().peerId();
    }

    @Override
    public void reserved(Reservation reservation) {
      reservations.add(reservation);
    }

    @Override
    public void reservationLost(MeshException reason) {
      losses.add(reason);
    }
  }
}
