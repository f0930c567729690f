package dev.weft.core.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Stream;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.Delimited;
import dev.weft.testkit.ConnectedPair;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Client and server over a connection of 10 ms each way. */
class KadServerTest {
  private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/1.2.3.4/tcp/80/ws");

  private record PeerIds(SeededEntropy seeded) {
    PeerIds(long seed) {
      this(new SeededEntropy(seed));
    }

    PeerId next() {
      return PeerId.ofEd25519(seeded.bytes(32));
    }
  }

  private final VirtualLoop loop = new VirtualLoop();
  private final ProviderStore store = new ProviderStore();
  private final List<Connection> seekers = new ArrayList<>();
  private final ConnectedPair pair = ConnectedPair.of(loop, 10);
  private final Connection page = pair.nearConnection();
  private final KadPeer self = new KadPeer(pair.near().identity().peerId(), List.of(ADDRESS));
  private final PeerId node = pair.far().identity().peerId();
  private final Others others = new Others();
  private final KadNode dht =
      new KadNode(
          loop,
          new SeededEntropy(1),
          node,
          store,
          List.of(),
          new DialPolicy(List.of(Multiaddr.parse("/ip4/1.1.1.1/tcp/80/ws"))),
          others);
  private final KadServer server = new KadServer(loop, dht, seekers::add);
  private final KadClient client = new KadClient(loop, Kademlia.WEFT_PROTOCOL);

  /** Other nodes, all of which answer at once; and our one client. */
  private static final class Others implements KadHost {
    private @Nullable Client client;
    private Multiaddr from = ADDRESS;
    private List<KadPeer> providers = List.of();
    private int asked;

    @Override
    public Promise<Answer> ask(KadPeer peer, KadMessage request) {
      asked++;
      return Promise.of(
          new Answer(new KadMessage(request.type(), request.key(), List.of(), providers), from));
    }

    @Override
    public void announce(KadPeer peer, List<Multihash> keys) {}

    @Override
    public @Nullable Client client(PeerId peer) {
      return client != null && client.peer().id().equals(peer) ? client : null;
    }
  }

  /** Nodes that are met, each in a network of its own. */
  private List<KadPeer> meet(int count) {
    PeerIds ids = new PeerIds(9);
    List<KadPeer> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      others.from = Multiaddr.parse("/ip4/5.6." + i + ".1/tcp/80/ws");
      nodes.add(new KadPeer(ids.next(), List.of(others.from)));
      dht.met(nodes.get(i));
    }
    return nodes;
  }

  @BeforeEach
  void serve() {
    pair.far().protocols().handle(Kademlia.WEFT_PROTOCOL, server);
  }

  private static Multihash key(int number) {
    return Multihash.sha256(Sha256.digest(new byte[] {(byte) number, (byte) (number >> 8)}));
  }

  private <T> T await(Promise<T> promise) {
    List<T> values = new ArrayList<>();
    promise.then(
        values::add,
        reason -> {
          throw reason;
        });
    loop.runUntil(() -> !values.isEmpty(), 20_000);
    return values.get(0);
  }

  /** One stream, of which the test writes the requests. */
  private final class Raw {
    final Stream stream = page.open(Kademlia.WEFT_PROTOCOL);
    final Recorder received = Recorder.on(stream);

    Raw ask(KadMessage message) {
      stream.write(message.frame());
      return this;
    }

    List<KadMessage> answers() {
      List<KadMessage> answers = new ArrayList<>();
      new Delimited(KadMessage.MAX_BYTES, body -> answers.add(KadMessage.decode(body)))
          .feed(received.bytes());
      return answers;
    }
  }

  @Test
  void findsWhatWasAnnouncedInOneRoundTrip() {
    client.addProvider(page, List.of(key(1), key(2)), self);
    long start = loop.nowMillis();
    Promise<KadMessage> answer = client.getProviders(page, key(1));

    assertThat(await(answer).providers()).containsExactly(self);
    assertThat(loop.nowMillis() - start).isEqualTo(20);
    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void forgetsWhatIsAnnouncedWithoutAnAddress() {
    client.addProvider(page, List.of(key(1), key(2)), self);
    client.addProvider(page, List.of(key(1)), new KadPeer(self.id(), List.of()));

    assertThat(await(client.getProviders(page, key(1))).providers()).isEmpty();
    assertThat(await(client.getProviders(page, key(2))).providers()).containsExactly(self);
  }

  @Test
  void forgetsNothingOnTheWordOfAnother() {
    KadPeer other = new KadPeer(node, List.of(ADDRESS));
    store.add(key(1), other, loop.unixSeconds());
    client.addProvider(page, List.of(key(1)), new KadPeer(other.id(), List.of()));

    assertThat(await(client.getProviders(page, key(1))).providers()).containsExactly(other);
  }

  @Test
  void leavesNoTimerBehind() {
    loop.runFor(100);
    int before = loop.pending();
    client.addProvider(page, List.of(key(1)), self);
    await(client.getProviders(page, key(1)));
    loop.runFor(100);

    assertThat(loop.pending()).isEqualTo(before);
  }

  @Test
  void servesSeveralRequestsOnOneStream() {
    Raw raw = new Raw();
    raw.ask(KadMessage.of(KadMessage.GET_PROVIDERS, key(1).encode()))
        .ask(KadMessage.of(KadMessage.PING, new byte[0]))
        .ask(KadMessage.of(KadMessage.FIND_NODE, node.encode()));
    loop.runFor(20);

    assertThat(raw.answers())
        .extracting(KadMessage::type)
        .containsExactly(KadMessage.GET_PROVIDERS, KadMessage.PING, KadMessage.FIND_NODE);
  }

  @Test
  void takesAWholeCidForItsMultihash() {
    store.add(key(1), self, loop.unixSeconds());
    Raw raw = new Raw();
    raw.ask(KadMessage.of(KadMessage.GET_PROVIDERS, Cid.raw(key(1).digest()).encode()));
    loop.runFor(20);

    assertThat(raw.answers().get(0).providers()).containsExactly(self);
  }

  @Test
  void takesNobodysWordForAnother() {
    KadPeer other = new KadPeer(node, List.of(ADDRESS));
    KadPeer withoutAddress = new KadPeer(self.id(), List.of());
    new Raw()
        .ask(
            new KadMessage(
                KadMessage.ADD_PROVIDER,
                key(1).encode(),
                List.of(),
                List.of(other, withoutAddress)));
    loop.runFor(20);

    assertThat(store.size()).isZero();
  }

  @Test
  void namesTheNodesNearestToAKeyAndTellsWhoAsked() {
    List<KadPeer> expected = new ArrayList<>(meet(30));
    PeerId target = new PeerIds(10).next();
    Raw raw = new Raw().ask(KadMessage.of(KadMessage.FIND_NODE, target.encode()));
    loop.runFor(20);

    BigInteger place = new BigInteger(1, Sha256.digest(target.encode()));
    expected.sort(
        Comparator.comparing(
            peer -> new BigInteger(1, Sha256.digest(peer.id().encode())).xor(place)));
    assertThat(raw.answers().get(0).closer()).isEqualTo(expected.subList(0, 20));
    assertThat(seekers).extracting(Connection::remotePeer).containsExactly(self.id());
  }

  @Test
  void namesAClientThatIsLookedFor() {
    others.client = new KadHost.Client(self, ADDRESS);
    Raw raw = new Raw().ask(KadMessage.of(KadMessage.FIND_NODE, self.id().encode()));
    loop.runFor(20);

    assertThat(raw.answers().get(0).closer()).containsExactly(self);
  }

  @Test
  void asksOthersForItsClientsOnlyAndOnlySoOften() {
    meet(1);
    others.asked = 0;
    KadMessage question = KadMessage.of(KadMessage.GET_PROVIDERS, key(1).encode());
    Raw stranger = new Raw().ask(question);
    loop.runFor(20);
    assertThat(others.asked).isZero();
    assertThat(stranger.answers().get(0).closer()).hasSize(1);

    others.client = new KadHost.Client(self, ADDRESS);
    Multiaddr circuit =
        Multiaddr.parse("/ip4/5.6.7.8/tcp/80/ws").with(node).with(Multiaddr.P2P_CIRCUIT);
    others.providers = List.of(new KadPeer(new PeerIds(11).next(), List.of(circuit)));
    Raw client = new Raw();
    for (int i = 0; i < 2 * KadServer.MAX_SEARCHES; i++) {
      client.ask(KadMessage.of(KadMessage.GET_PROVIDERS, key(100 + i).encode()));
    }
    loop.runFor(20);
    assertThat(client.answers().get(0).providers()).isEqualTo(others.providers);
    assertThat(others.asked).isEqualTo(KadServer.MAX_SEARCHES);
  }

  @Test
  void refusesValues() {
    for (int type : new int[] {KadMessage.PUT_VALUE, KadMessage.GET_VALUE}) {
      Raw raw = new Raw().ask(KadMessage.of(type, key(1).encode()));
      loop.runFor(20);
      assertThat(raw.received.failure()).isNotNull();
    }
  }

  @Test
  void resetsAStreamOnAKeyThatIsNoContentOrAMessageOverTheBound() {
    Raw raw = new Raw().ask(KadMessage.of(KadMessage.GET_PROVIDERS, new byte[] {1, 2, 3}));
    Raw huge = new Raw();
    huge.stream.write(new byte[] {(byte) 0x81, (byte) 0x80, 4});
    loop.runFor(20);

    assertThat(raw.received.failure()).isNotNull();
    assertThat(huge.received.failure()).isNotNull();
  }

  @Test
  void boundsTheRequestsOfAConnectionInTenSeconds() {
    Raw first = new Raw();
    for (int i = 0; i < KadServer.MAX_REQUESTS; i++) {
      first.ask(new KadMessage(KadMessage.ADD_PROVIDER, key(i).encode(), List.of(), List.of(self)));
    }
    loop.runFor(20);
    assertThat(first.received.failure()).isNull();
    assertThat(store.size()).isEqualTo(512);

    Raw second = new Raw().ask(KadMessage.of(KadMessage.PING, new byte[0]));
    loop.runFor(20);
    assertThat(second.received.failure()).isNotNull();

    loop.runFor(10_000);
    Raw third = new Raw().ask(KadMessage.of(KadMessage.PING, new byte[0]));
    loop.runFor(20);
    assertThat(third.answers()).hasSize(1);
  }

  @Test
  void endsAnIdleStreamAfterAMinute() {
    Raw raw = new Raw();
    loop.runFor(60_000);
    assertThat(raw.received.failure()).isNull();

    loop.runFor(20);
    assertThat(raw.received.failure()).isNotNull();
  }

  @Test
  void forgetsExpiredRecordsWhenOthersAreAdded() {
    client.addProvider(page, List.of(key(1)), self);
    loop.runFor(1_000 * (long) ProviderStore.EXPIRY_SECONDS);
    client.addProvider(page, List.of(key(2)), self);
    loop.runFor(100);

    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void aClientMakesNoBatchOverTheBound() {
    List<Multihash> keys = new ArrayList<>();
    for (int i = 0; i <= Kademlia.MAX_BATCH; i++) {
      keys.add(key(i));
    }
    assertThatThrownBy(() -> client.addProvider(page, keys, self))
        .isInstanceOf(MeshException.class);
  }

  @Test
  void aClientFailsWhenTheNodeIsSilentOrGone() {
    MeshException[] failures = new MeshException[2];
    pair.far().protocols().handle(Kademlia.WEFT_PROTOCOL, Recorder::on);
    client.getProviders(page, key(1)).then(answer -> {}, reason -> failures[0] = reason);
    loop.runFor(9_999);
    assertThat(failures[0]).isNull();
    loop.runFor(1);
    assertThat(failures[0].fault()).isEqualTo(MeshException.Fault.TIMEOUT);

    page.close();
    client.getProviders(page, key(1)).then(answer -> {}, reason -> failures[1] = reason);
    assertThat(failures[1].fault()).isEqualTo(MeshException.Fault.CLOSED);
  }
}
