package dev.weft.core.kad;

import dev.weft.core.io.EventLoop;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for providers in the DHT on behalf of clients.
 *
 * <p>What other nodes keep for a key are mostly records of the nodes whose clients have the content
 * (see {@link Announcements}). So a search follows these: it asks such a node itself, which knows
 * who of its clients is there right now. A provider that is reached through a relay is a client,
 * and what is looked for.
 *
 * <p>Answers are kept for a little while, and who asks for what is being looked for waits for the
 * same search: a page that asks again and again, or a thousand that come at once, cost one.
 */
final class Searches {
  /**
   * How long a client waits for its answer, in milliseconds: a third of the time in which a page is
   * ready. What is found later is there when the client asks again.
   */
  static final int ANSWER_MILLIS = 1_000;

  /** How long an answer is used again, in milliseconds: pages without peers ask every 15 s. */
  static final int FRESH_MILLIS = 15_000;

  /** Answers that are kept; of {@link Kademlia#K} peers each, with some 300 bytes a peer. */
  static final int MAX_KEPT = 1_000;

  /** Clients that are taken from one node's answer, so that a liar fills half of ours at most. */
  static final int MAX_PER_ANSWER = Kademlia.K / 2;

  /** Clients of other nodes that are remembered for when they are dialled. */
  static final int MAX_CLIENTS = 4_096;

  /** Nodes whose word on where a client is counts, the latest; some 300 bytes for each. */
  static final int MAX_NAMERS = 4;

  /** How a stream fails whose protocol the peer does not speak. */
  private static final String NOT_SPOKEN = "protocol-not-supported";

  /** Nodes that are asked because they are said to have clients with the content. */
  static final int MAX_FOLLOWED = Kademlia.K;

  private final EventLoop loop;
  private final PeerId self;
  private final DialPolicy policy;
  private final Contacts contacts;
  private final LookUps lookUps;
  private final Map<Multihash, Search> searches = new LinkedHashMap<>();

  /** The one found longest ago first; of each, where it is by the word of which node. */
  private final Map<PeerId, Map<PeerId, KadPeer>> clients = new LinkedHashMap<>();

  Searches(EventLoop loop, PeerId self, DialPolicy policy, Contacts contacts, LookUps lookUps) {
    this.loop = loop;
    this.self = self;
    this.policy = policy;
    this.contacts = contacts;
    this.lookUps = lookUps;
  }

  /**
   * Providers elsewhere.
   *
   * @param hints providers that our own records name, whose nodes are asked first
   */
  Promise<List<KadPeer>> find(Multihash key, List<KadPeer> hints) {
    Search search = searches.get(key);
    if (search == null || !search.isFresh()) {
      searches.remove(key);
      if (searches.size() == MAX_KEPT) {
        searches.remove(searches.keySet().iterator().next());
      }
      search = new Search(key);
      searches.put(key, search);
      search.start(hints);
    }
    return search.result();
  }

  /**
   * The peer with the addresses of its relays, as several nodes name them; or null. One of them may
   * lie, and name a relay that takes the circuit and carries nothing: so the one that comes first
   * is the last the next time.
   */
  @Nullable KadPeer found(PeerId client) {
    Map<PeerId, KadPeer> named = clients.get(client);
    if (named == null) {
      return null;
    }
    Set<Multiaddr> addresses = new LinkedHashSet<>();
    for (KadPeer each : named.values()) {
      addresses.addAll(each.addresses());
    }
    PeerId first = named.keySet().iterator().next();
    named.put(first, named.remove(first));
    return new KadPeer(client, List.copyOf(addresses));
  }

  private void remember(KadPeer client, PeerId namer) {
    Map<PeerId, KadPeer> named = clients.remove(client.id());
    if (named == null) {
      named = new LinkedHashMap<>();
    }
    named.put(namer, client);
    if (named.size() > MAX_NAMERS) {
      named.remove(named.keySet().iterator().next());
    }
    if (clients.size() == MAX_CLIENTS) {
      clients.remove(clients.keySet().iterator().next());
    }
    clients.put(client.id(), named);
  }

  private final class Search {
    private final KadMessage request;
    private final Promise<List<KadPeer>> answer = new Promise<>();
    private final Map<PeerId, KadPeer> found = new LinkedHashMap<>();
    private final Set<PeerId> followed = new HashSet<>();
    private final long startedAtMillis = loop.nowMillis();
    private int underWay = 1;

    Search(Multihash key) {
      request = KadMessage.of(KadMessage.GET_PROVIDERS, key.encode());
      followed.add(self);
    }

    boolean isFresh() {
      return loop.nowMillis() - startedAtMillis < FRESH_MILLIS;
    }

    /** For those who come late, what has been found since the first were answered as well. */
    Promise<List<KadPeer>> result() {
      return answer.isSettled() ? Promise.of(List.copyOf(found.values())) : answer;
    }

    void start(List<KadPeer> hints) {
      EventLoop.Timer patience = loop.schedule(ANSWER_MILLIS, this::tell);
      answer.then(told -> patience.cancel(), reason -> {});
      take(hints, self);
      lookUps
          .run(
              request,
              (lookUp, node, message) -> {
                take(message.providers(), node);
                if (isEnough()) {
                  lookUp.stop();
                }
              })
          .then(done -> ended(), busy -> ended());
    }

    private boolean isEnough() {
      return found.size() == Kademlia.K;
    }

    /** Takes clients from a list, and goes after the nodes in it. */
    private void take(List<KadPeer> providers, PeerId namer) {
      takeClients(providers, namer);
      for (KadPeer provider : providers) {
        KadPeer node = policy.reachable(provider);
        if (node != null) {
          follow(node);
        }
      }
    }

    private void takeClients(List<KadPeer> providers, PeerId namer) {
      int taken = 0;
      for (KadPeer provider : providers) {
        KadPeer client = policy.relayed(provider);
        if (client != null && taken < MAX_PER_ANSWER) {
          taken++;
          remember(client, namer);
          add(client);
        }
      }
    }

    private void add(KadPeer provider) {
      if (!isEnough()) {
        found.put(provider.id(), provider);
      }
      if (isEnough()) {
        tell();
      }
    }

    private void follow(KadPeer node) {
      if (followed.size() > MAX_FOLLOWED || isEnough() || !followed.add(node.id())) {
        return;
      }
      underWay++;
      contacts
          .ask(node, request)
          .then(
              message -> {
                takeClients(message.providers(), node.id());
                ended();
              },
              reason -> {
                // One that answers, but is no node of the DHT, provides the content itself.
                if (reason.code().equals(NOT_SPOKEN)) {
                  add(node);
                }
                ended();
              });
    }

    private void ended() {
      if (--underWay == 0) {
        tell();
      }
    }

    private void tell() {
      answer.resolve(List.copyOf(found.values()));
    }
  }
}
