package dev.weft.core.kad;

import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.Delimited;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many nodes of a DHT in virtual time. Messages go over links without a stack, but are encoded and
 * decoded as on the wire; a node is a {@link KadNode} and little else.
 */
final class SimDht {
  /** How long one waits for a node that is gone, in milliseconds: the driver's bound. */
  static final int SILENCE_MILLIS = 3_000;

  /** The longest way between two nodes in milliseconds, one way. */
  private static final int MAX_DELAY_MILLIS = 100;

  /** Whom a node has met after a long time, anywhere and on either side. */
  private static final int MET_ANYWHERE = 80;

  private static final int MET_BESIDE = 20;

  final VirtualLoop loop = new VirtualLoop();
  final SeededEntropy entropy;
  final List<Node> nodes = new ArrayList<>();
  private final Map<PeerId, Node> byId = new HashMap<>();
  private boolean meeting;

  SimDht(long seed) {
    entropy = new SeededEntropy(seed);
  }

  /** Adds so many nodes, each of which knows one that was there before it and joins by itself. */
  void grow(int count) {
    for (int i = 0; i < count; i++) {
      add(nodes.isEmpty() ? List.of() : List.of(any().peer)).kad.join();
      loop.runFor(10);
    }
    loop.runFor(10_000);
  }

  /**
   * Adds so many nodes, which have met others as after a long time: some anywhere, and those next
   * to them in the key space. For numbers of which joining one by one would take minutes.
   */
  void fill(int count) {
    for (int i = 0; i < count; i++) {
      add(List.of());
    }
    List<Node> inOrder = new ArrayList<>(nodes);
    KadId first = nodes.get(0).place;
    inOrder.sort(Comparator.comparing(node -> node.place, first::compareDistance));
    meeting = true;
    for (int i = 0; i < count; i++) {
      Node node = inOrder.get(i);
      for (int far = 0; far < MET_ANYWHERE; far++) {
        node.kad.met(any().peer);
      }
      for (int near = -MET_BESIDE; near <= MET_BESIDE; near++) {
        node.kad.met(inOrder.get(Math.floorMod(i + near, count)).peer);
      }
    }
    meeting = false;
  }

  private Node add(List<KadPeer> named) {
    Node node = new Node(nodes.size(), named);
    nodes.add(node);
    byId.put(node.peer.id(), node);
    return node;
  }

  /** One of the nodes that are up. */
  Node any() {
    Node node;
    do {
      node = nodes.get(entropy.below(nodes.size()));
    } while (node.down);
    return node;
  }

  /** The nodes nearest to the key of those that are up, by looking at them all. */
  List<PeerId> nearest(byte[] key) {
    KadId target = KadId.of(key);
    return nodes.stream()
        .filter(node -> !node.down)
        .sorted(Comparator.comparing(node -> node.place, target::compareDistance))
        .limit(Kademlia.K)
        .map(node -> node.peer.id())
        .toList();
  }

  /** A key at random. */
  Multihash key() {
    return Multihash.sha256(entropy.bytes(32));
  }

  /** What comes of it in virtual time. */
  <T> T await(Promise<T> promise) {
    List<T> values = new ArrayList<>();
    promise.then(
        values::add,
        reason -> {
          throw new AssertionError(reason);
        });
    loop.runUntil(() -> !values.isEmpty(), 60_000);
    return values.get(0);
  }

  /** One node; also the host of itself. */
  final class Node implements KadHost {
    final KadPeer peer;
    final KadId place;
    final ProviderStore store = new ProviderStore();
    final KadNode kad;
    private final Map<PeerId, Client> clients = new HashMap<>();
    private final Multiaddr address;
    private boolean down;

    Node(int number, List<KadPeer> named) {
      address =
          Multiaddr.parse(
              "/ip4/"
                  + (20 + (number >> 16))
                  + '.'
                  + (number >> 8 & 255)
                  + '.'
                  + (number & 255)
                  + ".1/tcp/4001/ws");
      peer = new KadPeer(PeerId.ofEd25519(entropy.bytes(32)), List.of(address));
      place = KadId.of(peer.id());
      kad =
          new KadNode(
              loop,
              entropy.split(),
              peer.id(),
              store,
              named,
              new DialPolicy(peer.addresses()),
              this);
    }

    /** A page with a reservation here announces that it has the content; its id. */
    PeerId announce(Multihash key) {
      PeerId page = PeerId.ofEd25519(entropy.bytes(32));
      Multiaddr circuit = address.with(peer.id()).with(Multiaddr.P2P_CIRCUIT);
      KadPeer client = new KadPeer(page, List.of(circuit.with(page)));
      clients.put(page, new Client(client, address));
      kad.add(key, client);
      return page;
    }

    /** It is gone, without a word. */
    void crash() {
      down = true;
      kad.leave();
    }

    @Override
    public Promise<Answer> ask(KadPeer to, KadMessage request) {
      if (meeting) {
        return Promise.of(new Answer(request, to.addresses().get(0)));
      }
      Promise<Answer> answer = new Promise<>();
      send(
          to,
          target -> {
            if (target == null) {
              loop.schedule(SILENCE_MILLIS, () -> answer.fail(MeshException.timeout("no answer")));
            } else {
              KadMessage response = target.answer(this, overTheWire(request));
              loop.schedule(
                  delay(target),
                  () -> answer.resolve(new Answer(overTheWire(response), target.address)));
            }
          });
      return answer;
    }

    @Override
    public void announce(KadPeer to, List<Multihash> keys) {
      for (Multihash key : keys) {
        KadMessage message =
            new KadMessage(KadMessage.ADD_PROVIDER, key.encode(), List.of(), List.of(peer));
        send(
            to,
            target -> {
              if (target != null) {
                overTheWire(message).providers().forEach(each -> target.kad.add(key, each));
              }
            });
      }
    }

    @Override
    public @Nullable Client client(PeerId page) {
      return clients.get(page);
    }

    private void send(KadPeer to, Consumer<@Nullable Node> arrived) {
      Node target = byId.get(to.id());
      int delay = target == null ? 1 : delay(target);
      loop.schedule(
          delay,
          () ->
              arrived.accept(
                  target == null || target.down || !to.addresses().contains(target.address)
                      ? null
                      : target));
    }

    private int delay(Node other) {
      return 1 + Math.floorMod(place.hashCode() ^ other.place.hashCode(), MAX_DELAY_MILLIS);
    }

    private KadMessage answer(Node asker, KadMessage request) {
      byte[] key = request.key();
      boolean seeks = request.type() == KadMessage.FIND_NODE;
      if (seeks) {
        kad.met(asker.peer);
      }
      return switch (request.type()) {
        case KadMessage.FIND_NODE ->
            new KadMessage(request.type(), key, kad.closer(key), List.of());
        case KadMessage.GET_PROVIDERS ->
            new KadMessage(
                request.type(), key, kad.closer(key), kad.records(Kademlia.contentKey(key)));
        default -> request;
      };
    }
  }

  /** Encodes and decodes; the same peer is the same object, as 10,000 tables hold it. */
  private KadMessage overTheWire(KadMessage message) {
    List<KadMessage> read = new ArrayList<>();
    new Delimited(KadMessage.MAX_BYTES, body -> read.add(KadMessage.decode(body)))
        .feed(message.frame());
    KadMessage decoded = read.get(0);
    return new KadMessage(
        decoded.type(), decoded.key(), shared(decoded.closer()), shared(decoded.providers()));
  }

  private List<KadPeer> shared(List<KadPeer> peers) {
    List<KadPeer> shared = new ArrayList<>();
    for (KadPeer peer : peers) {
      Node node = byId.get(peer.id());
      shared.add(node != null && node.peer.equals(peer) ? node.peer : peer);
    }
    return shared;
  }
}
