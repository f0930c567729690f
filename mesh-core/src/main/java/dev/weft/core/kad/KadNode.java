package dev.weft.core.kad;

import dev.weft.core.io.Entropy;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node of the DHT: answers from its records and its routing table, looks further on behalf of its
 * clients, and keeps itself among the other nodes. Without others it is a whole DHT by itself.
 *
 * <p>A <em>client</em> is a page that has a reservation here. It asks its own node and nobody else,
 * so its questions are answered from the whole DHT, and what it provides is announced there. Other
 * nodes get what is known here, and nearer nodes, and go on by themselves: if nodes asked on behalf
 * of nodes, one question would run round for ever.
 */
public final class KadNode {
  /** How often it is seen to that the nodes which the operator named are there, in milliseconds. */
  static final int TEND_MILLIS = 30_000;

  /** First wait for the operator's nodes that are missing, in milliseconds; doubled each time. */
  static final int MIN_RETRY_MILLIS = 1_000;

  /** How often we look for our own neighbours and for somewhere at random, in milliseconds. */
  static final long REFRESH_MILLIS = 300_000;

  /** How often expired records are looked for, in seconds. */
  static final int SWEEP_SECONDS = 600;

  /** Bytes of a key at random. */
  private static final int RANDOM_KEY_BYTES = 32;

  private final EventLoop loop;
  private final Entropy entropy;
  private final PeerId self;
  private final ProviderStore store;
  private final DialPolicy policy;
  private final KadHost host;
  private final Map<PeerId, KadPeer> named = new LinkedHashMap<>();
  private final RoutingTable table;
  private final Contacts contacts;
  private final LookUps lookUps;
  private final Searches searches;
  private final Announcements announcements;
  private int failures;
  private long refreshedAtMillis;
  private long sweptAtUnixSeconds;
  private boolean left;

  /**
   * How it goes.
   *
   * @param nodes in the routing table
   * @param lookUps that came to an end
   * @param hops of these, added up
   * @param announced keys that our clients provide and other nodes know of
   */
  public record Figures(int nodes, long lookUps, long hops, int announced) {}

  /**
   * A node that knows nobody yet.
   *
   * @param store its records
   * @param named the other nodes that the operator named, with their addresses
   * @param policy which addresses that others name may be dialled
   */
  public KadNode(
      EventLoop loop,
      Entropy entropy,
      PeerId self,
      ProviderStore store,
      List<KadPeer> named,
      DialPolicy policy,
      KadHost host) {
    this.loop = loop;
    this.entropy = entropy;
    this.self = self;
    this.store = store;
    this.policy = policy;
    this.host = host;
    for (KadPeer peer : named) {
      if (!peer.id().equals(self)) {
        this.named.put(peer.id(), peer);
      }
    }
    sweptAtUnixSeconds = loop.unixSeconds();
    table = new RoutingTable(self, this.named.keySet());
    contacts = new Contacts(loop, host, policy, table);
    lookUps = new LookUps(loop, self, policy, table, contacts);
    searches = new Searches(loop, self, policy, contacts, lookUps);
    announcements = new Announcements(loop, table, lookUps, host, this::isProvidedByClient);
  }

  /** How it goes. */
  public Figures figures() {
    return new Figures(table.size(), lookUps.made(), lookUps.hops(), announcements.size());
  }

  /** Joins the nodes that the operator named, and stays with them; called once. */
  public void join() {
    tend();
  }

  /** Asks nobody any more of itself. */
  public void leave() {
    left = true;
  }

  /** A peer says that it is a node, and where: it comes into the table when it answers there. */
  public void met(KadPeer peer) {
    contacts.met(peer);
  }

  /** The connection to a node broke. */
  public void lost(PeerId peer) {
    contacts.failed(peer);
  }

  /** Looks for the nodes nearest to the key. */
  Promise<LookUp> lookUp(byte[] key) {
    return lookUps.closest(key);
  }

  /** The nodes nearest to the key; before them the client whose id the key is, if it is one. */
  List<KadPeer> closer(byte[] key) {
    List<KadPeer> closer = table.nearest(key, Kademlia.K);
    KadPeer client = clientOf(key);
    if (client != null) {
      closer.add(0, client);
    }
    return closer.subList(0, Math.min(Kademlia.K, closer.size()));
  }

  /** A client of another node that our own were told of, with the addresses of its relays. */
  public @Nullable KadPeer found(PeerId client) {
    return searches.found(client);
  }

  /** Takes a record that a peer made for itself, or takes it back when it has no addresses. */
  void add(Multihash key, KadPeer provider) {
    sweep();
    if (provider.addresses().isEmpty()) {
      store.remove(key, provider.id());
      return;
    }
    boolean node = contacts.isNode(provider.id());
    int seconds = node ? Announcements.RECORD_SECONDS : ProviderStore.EXPIRY_SECONDS;
    if (store.add(key, provider, loop.unixSeconds(), seconds) && isClient(provider.id())) {
      announcements.add(key);
    }
  }

  private void sweep() {
    long now = loop.unixSeconds();
    if (now - sweptAtUnixSeconds >= SWEEP_SECONDS) {
      sweptAtUnixSeconds = now;
      store.removeExpired(now);
    }
  }

  /** Whether the peer can be reached through us. */
  boolean isClient(PeerId peer) {
    return host.client(peer) != null;
  }

  /** Our own records of the key, for another node. */
  List<KadPeer> records(Multihash key) {
    return store.providers(key, Kademlia.K, loop.unixSeconds(), entropy);
  }

  /**
   * Who provides the key, for a client: those who say so to us, nearest first, then clients of
   * other nodes. Ready at once when there are enough, or no other nodes; else within {@link
   * Searches#ANSWER_MILLIS}.
   *
   * @param asker where the client comes from
   */
  Promise<List<KadPeer>> providers(Multihash key, Multiaddr asker) {
    List<KadPeer> clients = new ArrayList<>();
    List<KadPeer> others = new ArrayList<>();
    for (KadPeer provider :
        store.providers(key, ProviderStore.MAX_PROVIDERS_PER_KEY, loop.unixSeconds(), entropy)) {
      boolean perhapsNode = !isClient(provider.id()) && policy.reachable(provider) != null;
      (perhapsNode ? others : clients).add(provider);
    }
    List<KadPeer> nearestFirst = Nearness.ordered(clients, asker, this::whereabouts);
    if (clients.size() >= Kademlia.K || (table.size() == 0 && others.isEmpty())) {
      return Promise.of(first(nearestFirst));
    }
    return searches
        .find(key, others)
        .map(
            found -> {
              nearestFirst.addAll(found);
              return first(nearestFirst);
            });
  }

  private @Nullable Multiaddr whereabouts(KadPeer provider) {
    KadHost.Client client = host.client(provider.id());
    return client == null ? null : client.from();
  }

  /** The first of them, each peer once, as many as an answer may name. */
  private static List<KadPeer> first(List<KadPeer> peers) {
    Set<PeerId> ids = new HashSet<>();
    List<KadPeer> first = new ArrayList<>();
    for (KadPeer peer : peers) {
      if (first.size() < Kademlia.K && ids.add(peer.id())) {
        first.add(peer);
      }
    }
    return first;
  }

  /**
   * The last connection of a peer closed. Its records go with it; those of a node stay until they
   * are due to be told again, since nodes close connections that they do not use.
   */
  public void gone(PeerId peer) {
    if (contacts.isNode(peer)) {
      store.shorten(peer, loop.unixSeconds() + Announcements.RECORD_SECONDS);
    } else {
      store.removePeer(peer);
    }
  }

  private @Nullable KadPeer clientOf(byte[] key) {
    try {
      KadHost.Client client = host.client(PeerId.decode(key));
      return client == null ? null : client.peer();
    } catch (MeshException contentKey) {
      return null;
    }
  }

  private boolean isProvidedByClient(Multihash key) {
    for (KadPeer provider :
        store.providers(key, ProviderStore.MAX_PROVIDERS_PER_KEY, loop.unixSeconds(), entropy)) {
      if (isClient(provider.id())) {
        return true;
      }
    }
    return false;
  }

  /** Asks the operator's nodes that are missing, and looks around now and then. */
  private void tend() {
    if (left) {
      return;
    }
    boolean missing = false;
    for (KadPeer peer : named.values()) {
      if (!table.contains(peer.id())) {
        missing = true;
        contacts
            .ask(peer, KadMessage.of(KadMessage.FIND_NODE, self.encode()))
            .then(answer -> lookAround(), reason -> {});
      }
    }
    failures = missing ? failures + 1 : 0;
    if (table.size() > 0 && loop.nowMillis() - refreshedAtMillis >= REFRESH_MILLIS) {
      lookAround();
    }
    int wait =
        missing ? Math.min(TEND_MILLIS, MIN_RETRY_MILLIS << Math.min(failures, 5)) : TEND_MILLIS;
    // Half of it at random, so that nodes started together do not go on in step.
    loop.schedule(wait / 2 + entropy.below(wait / 2), this::tend);
  }

  private void lookAround() {
    refreshedAtMillis = loop.nowMillis();
    lookUp(self.encode()).then(done -> {}, busy -> {});
    lookUp(entropy.bytes(RANDOM_KEY_BYTES)).then(done -> {}, busy -> {});
  }
}
