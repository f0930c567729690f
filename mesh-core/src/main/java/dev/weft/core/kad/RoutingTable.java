package dev.weft.core.kad;

import dev.weft.core.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the DHT that one node knows, in k-buckets (Maymounkov and Mazières, "Kademlia",
 * 2002, section 2.2): one bucket for each number of leading bits that a place can share with ours.
 * A flat array of buckets holds the same peers as a tree that splits only around our own place, and
 * is simpler.
 *
 * <p>Only nodes that have answered belong here: see {@link #seen}. In a full bucket nobody is
 * replaced who still answers, as those who have been there for long are the likeliest to stay, and
 * a flood of new ids cannot push them out; a newcomer waits until one of them fails.
 *
 * <p>Time is handed in, in milliseconds. A table holds at most {@link Kademlia#K} peers in each of
 * 256 buckets, of which all but log2 of the number of nodes are empty.
 */
public final class RoutingTable {
  /**
   * Newcomers that wait for a place in a bucket: a few, since of all who fail some fail at once.
   */
  static final int MAX_WAITING = 4;

  /** How long a peer counts as alive after it was seen, in milliseconds, before it is checked. */
  static final long FRESH_MILLIS = 60_000;

  /** Peers of one network in the table; half of an answer at most is then one owner's. */
  static final int MAX_PER_NETWORK = Kademlia.K / 2;

  /** Peers of one network in a bucket: half of all nodes belong in the first. */
  static final int MAX_PER_NETWORK_IN_BUCKET = 3;

  private final PeerId self;
  private final KadId place;
  private final Set<PeerId> trusted;
  private final Bucket[] buckets = new Bucket[KadId.BITS];
  private final NetworkCounts networks = new NetworkCounts(MAX_PER_NETWORK);
  private int size;

  private static final class Entry {
    final KadId place;
    KadPeer peer;
    final String network;
    long seenAtMillis;
    boolean checked;

    Entry(KadId place, KadPeer peer, String network, long nowMillis) {
      this.place = place;
      this.peer = peer;
      this.network = network;
      this.seenAtMillis = nowMillis;
    }
  }

  /** Both lists have the one seen least recently first. */
  private static final class Bucket {
    final List<Entry> entries = new ArrayList<>();
    final List<Entry> waiting = new ArrayList<>();
    final NetworkCounts networks = new NetworkCounts(MAX_PER_NETWORK_IN_BUCKET);
  }

  /**
   * An empty table.
   *
   * @param self whose table it is; never in it
   * @param trusted the peers that the operator named: the bounds on networks are not for them
   */
  public RoutingTable(PeerId self, Set<PeerId> trusted) {
    this.self = self;
    this.place = KadId.of(self);
    this.trusted = Set.copyOf(trusted);
  }

  /** How many peers there are, those who wait not counted. */
  public int size() {
    return size;
  }

  /** Whether the peer is in the table. */
  public boolean contains(PeerId peer) {
    Bucket bucket = buckets[index(KadId.of(peer))];
    return bucket != null && find(bucket.entries, peer) >= 0;
  }

  /**
   * A node answered at an address of its own.
   *
   * @param network which it was reached in, see {@link DialPolicy#network}
   * @return the peer who has to answer or make room for this one; null when nobody has to
   */
  public @Nullable KadPeer seen(KadPeer peer, String network, long nowMillis) {
    if (peer.id().equals(self)) {
      return null;
    }
    KadId at = KadId.of(peer.id());
    int index = index(at);
    Bucket bucket = buckets[index];
    if (bucket == null) {
      bucket = new Bucket();
      buckets[index] = bucket;
    }
    int found = find(bucket.entries, peer.id());
    if (found >= 0) {
      Entry entry = bucket.entries.remove(found);
      entry.peer = peer;
      entry.seenAtMillis = nowMillis;
      entry.checked = false;
      bucket.entries.add(entry);
      return null;
    }
    Entry entry = new Entry(at, peer, trusted.contains(peer.id()) ? "" : network, nowMillis);
    if (bucket.entries.size() < Kademlia.K) {
      enter(bucket, entry);
      return null;
    }
    await(bucket, entry);
    return toCheck(bucket, nowMillis);
  }

  private boolean enter(Bucket bucket, Entry entry) {
    if (!networks.add(entry.network)) {
      return false;
    }
    if (!bucket.networks.add(entry.network)) {
      networks.remove(entry.network);
      return false;
    }
    bucket.entries.add(entry);
    size++;
    return true;
  }

  private static void await(Bucket bucket, Entry entry) {
    int before = find(bucket.waiting, entry.peer.id());
    if (before >= 0) {
      bucket.waiting.remove(before);
    } else if (bucket.waiting.size() == MAX_WAITING) {
      bucket.waiting.remove(0);
    }
    bucket.waiting.add(entry);
  }

  private static @Nullable KadPeer toCheck(Bucket bucket, long nowMillis) {
    Entry oldest = bucket.entries.get(0);
    if (oldest.checked || nowMillis - oldest.seenAtMillis < FRESH_MILLIS) {
      return null;
    }
    oldest.checked = true;
    return oldest.peer;
  }

  /** A peer did not answer: it leaves the table, and who waits and was seen last comes in. */
  public void failed(PeerId peer) {
    Bucket bucket = buckets[index(KadId.of(peer))];
    if (bucket == null) {
      return;
    }
    int waiting = find(bucket.waiting, peer);
    if (waiting >= 0) {
      bucket.waiting.remove(waiting);
    }
    int found = find(bucket.entries, peer);
    if (found < 0) {
      return;
    }
    Entry gone = bucket.entries.remove(found);
    networks.remove(gone.network);
    bucket.networks.remove(gone.network);
    size--;
    while (bucket.entries.size() < Kademlia.K && !bucket.waiting.isEmpty()) {
      enter(bucket, bucket.waiting.remove(bucket.waiting.size() - 1));
    }
  }

  /**
   * The peers nearest to a key, nearest first, at most so many. Takes time in the number of peers
   * in few buckets: those who share more bits with the key than we do are all in one.
   */
  public List<KadPeer> nearest(byte[] key, int count) {
    KadId target = KadId.of(key);
    List<KadPeer> nearest = new ArrayList<>(count);
    int own = index(target);
    take(nearest, target, own, own, count);
    take(nearest, target, own + 1, KadId.BITS - 1, count);
    for (int i = own - 1; i >= 0; i--) {
      take(nearest, target, i, i, count);
    }
    return nearest;
  }

  /** Adds the peers of the buckets, all farther than those before, in their order. */
  private void take(List<KadPeer> nearest, KadId target, int first, int last, int count) {
    List<Entry> group = new ArrayList<>();
    for (int i = first; i <= last && nearest.size() < count; i++) {
      Bucket bucket = buckets[i];
      if (bucket != null) {
        group.addAll(bucket.entries);
      }
    }
    group.sort((one, other) -> target.compareDistance(one.place, other.place));
    for (int i = 0; i < group.size() && nearest.size() < count; i++) {
      nearest.add(group.get(i).peer);
    }
  }

  /** Our own place, which shares all bits, has no bucket and falls into the last. */
  private int index(KadId other) {
    return Math.min(KadId.BITS - 1, place.sharedBits(other));
  }

  private static int find(List<Entry> entries, PeerId peer) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).peer.id().equals(peer)) {
        return i;
      }
    }
    return -1;
  }
}
