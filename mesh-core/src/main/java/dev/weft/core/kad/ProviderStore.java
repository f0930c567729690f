package dev.weft.core.kad;

import dev.weft.core.io.Entropy;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who provides what: the provider records of one node, in memory.
 *
 * <p>Time is handed in, in Unix seconds. A record of a peer that comes again replaces its older
 * one. When a bound is reached a new record is refused rather than an old one dropped, so that a
 * flood cannot push out what is there; of the providers of one key the oldest makes room, as the
 * newest are the likeliest to be there still.
 */
public final class ProviderStore {
  /** How long a record holds, in seconds (kad-dht/README.md, "Content provider advertisement"). */
  public static final int EXPIRY_SECONDS = 48 * 3600;

  /** Records in all; one takes some 150 bytes. */
  public static final int MAX_RECORDS = 1_000_000;

  /** Records of one peer: a whole site's assets. */
  public static final int MAX_RECORDS_PER_PEER = 4096;

  /** Providers of one key: more than anybody asks about. */
  public static final int MAX_PROVIDERS_PER_KEY = 512;

  private final Map<Multihash, LinkedHashMap<PeerId, Long>> expiryByKey = new HashMap<>();
  private final Map<PeerId, Provider> providers = new HashMap<>();
  private int records;

  private static final class Provider {
    final Set<Multihash> keys = new HashSet<>();
    List<Multiaddr> addresses = List.of();
  }

  /** How many records there are, expired ones included until they are removed. */
  public int size() {
    return records;
  }

  /** Adds a record that holds for {@link #EXPIRY_SECONDS}, or renews it. */
  public boolean add(Multihash key, KadPeer peer, long nowUnixSeconds) {
    return add(key, peer, nowUnixSeconds, EXPIRY_SECONDS);
  }

  /**
   * Adds a record, or renews it; the peer's addresses become those of its newest record.
   *
   * @param seconds how long it holds
   * @return false when a bound is reached
   */
  boolean add(Multihash key, KadPeer peer, long nowUnixSeconds, int seconds) {
    LinkedHashMap<PeerId, Long> ofKey = expiryByKey.get(key);
    Provider provider = providers.get(peer.id());
    boolean renewed = ofKey != null && ofKey.remove(peer.id()) != null;
    if (!renewed) {
      if (records >= MAX_RECORDS
          || (provider != null && provider.keys.size() >= MAX_RECORDS_PER_PEER)) {
        return false;
      }
      if (ofKey != null && ofKey.size() >= MAX_PROVIDERS_PER_KEY) {
        remove(key, ofKey.keySet().iterator().next());
        ofKey = expiryByKey.get(key);
      }
      records++;
    }
    if (ofKey == null) {
      ofKey = new LinkedHashMap<>();
      expiryByKey.put(key, ofKey);
    }
    ofKey.put(peer.id(), nowUnixSeconds + seconds);
    if (provider == null) {
      provider = new Provider();
      providers.put(peer.id(), provider);
    }
    provider.keys.add(key);
    provider.addresses = List.copyOf(peer.addresses());
    return true;
  }

  /** Some of the providers of the key, at most so many, in random order. */
  public List<KadPeer> providers(Multihash key, int count, long nowUnixSeconds, Entropy entropy) {
    Map<PeerId, Long> ofKey = expiryByKey.getOrDefault(key, new LinkedHashMap<>());
    List<PeerId> current = new ArrayList<>();
    for (Map.Entry<PeerId, Long> each : ofKey.entrySet()) {
      if (each.getValue() > nowUnixSeconds) {
        current.add(each.getKey());
      }
    }
    List<KadPeer> chosen = new ArrayList<>();
    for (int i = 0; i < current.size() && i < count; i++) {
      int at = i + entropy.below(current.size() - i);
      PeerId peer = current.get(at);
      current.set(at, current.get(i));
      Provider provider = providers.get(peer);
      if (provider != null) {
        chosen.add(new KadPeer(peer, provider.addresses));
      }
    }
    return chosen;
  }

  /** Removes all records of a peer, whose reservation has ended; how many there were. */
  public int removePeer(PeerId peer) {
    Provider provider = providers.get(peer);
    if (provider == null) {
      return 0;
    }
    List<Multihash> keys = List.copyOf(provider.keys);
    for (Multihash key : keys) {
      remove(key, peer);
    }
    return keys.size();
  }

  /** Lets all records of a peer hold so long at most, as nobody knows whether it comes again. */
  void shorten(PeerId peer, long untilUnixSeconds) {
    Provider provider = providers.get(peer);
    if (provider != null) {
      for (Multihash key : provider.keys) {
        Map<PeerId, Long> ofKey = expiryByKey.getOrDefault(key, new LinkedHashMap<>());
        ofKey.computeIfPresent(peer, (same, until) -> Math.min(until, untilUnixSeconds));
      }
    }
  }

  /** Removes what has expired; how many records that were. Takes time linear in all records. */
  public int removeExpired(long nowUnixSeconds) {
    int before = records;
    for (Multihash key : List.copyOf(expiryByKey.keySet())) {
      Map<PeerId, Long> ofKey = expiryByKey.getOrDefault(key, new LinkedHashMap<>());
      List<PeerId> expired = new ArrayList<>();
      for (Map.Entry<PeerId, Long> each : ofKey.entrySet()) {
        if (each.getValue() <= nowUnixSeconds) {
          expired.add(each.getKey());
        }
      }
      for (PeerId peer : expired) {
        remove(key, peer);
      }
    }
    return before - records;
  }

  /** Removes one record. Without effect when there is none. */
  void remove(Multihash key, PeerId peer) {
    Map<PeerId, Long> ofKey = expiryByKey.get(key);
    if (ofKey != null && ofKey.remove(peer) != null) {
      records--;
      if (ofKey.isEmpty()) {
        expiryByKey.remove(key);
      }
    }
    Provider provider = providers.get(peer);
    if (provider != null) {
      provider.keys.remove(key);
      if (provider.keys.isEmpty()) {
        providers.remove(peer);
      }
    }
  }
}
