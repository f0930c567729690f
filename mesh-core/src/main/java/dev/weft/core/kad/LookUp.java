package dev.weft.core.kad;

import dev.weft.core.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The iterative look-up of the nodes nearest to a key (kad-dht/README.md, "Peer routing"), as a
 * pure iterator: {@link #next} says whom to ask, {@link #answered} and {@link #failed} take what
 * came of it. It does no I/O, knows no time, and the same answers in the same order give the same
 * questions.
 *
 * <p>It asks, nearest first and {@link #ALPHA} at once, until the {@link Kademlia#K} nearest of
 * those that it knows and that did not fail have answered.
 *
 * <p>Peers lie. Distances are worked out here and never believed, so who names peers far away is
 * only of no help. Ourselves, peers named before, and those without an address that may be dialled
 * are left out. A liar who invents ever nearer peers is stopped by {@link #MAX_ASKED}, and one who
 * runs many nodes in one network by {@link #MAX_PER_NETWORK}.
 */
public final class LookUp {
  /** Questions under way at once, α in Kademlia; the same as in js-libp2p. */
  public static final int ALPHA = 10;

  /**
   * Questions in all: 10,000 nodes of which a fifth is gone need 50. What one look-up knows is so
   * bounded too, to {@link Kademlia#K} times as many.
   */
  public static final int MAX_ASKED = 120;

  /**
   * Peers of one network, of those that others name, that are asked and do not fail: half of those
   * nearest to a key.
   */
  static final int MAX_PER_NETWORK = Kademlia.K / 2;

  private final KadId target;
  private final DialPolicy policy;
  private final Map<PeerId, Candidate> known = new HashMap<>();
  private final List<Candidate> byDistance = new ArrayList<>();
  private final NetworkCounts networks = new NetworkCounts(MAX_PER_NETWORK);
  private int asked;
  private int underWay;
  private boolean stopped;

  private enum State {
    WAITING,
    ASKED,
    ANSWERED,
    FAILED
  }

  private static final class Candidate {
    final KadPeer peer;
    final KadId place;
    final List<String> networks;
    final int hop;
    State state = State.WAITING;

    Candidate(KadPeer peer, KadId place, List<String> networks, int hop) {
      this.peer = peer;
      this.place = place;
      this.networks = networks;
      this.hop = hop;
    }
  }

  /**
   * A look-up that has asked nobody yet.
   *
   * @param self who looks, and is never asked
   * @param key what is looked for
   * @param start the nearest peers that we know of, from our own table
   */
  public LookUp(PeerId self, byte[] key, List<KadPeer> start, DialPolicy policy) {
    this.target = KadId.of(key);
    this.policy = policy;
    KadPeer nobody = new KadPeer(self, List.of());
    known.put(self, new Candidate(nobody, target, List.of(), 0));
    for (KadPeer peer : start) {
      if (!known.containsKey(peer.id())) {
        add(peer, List.of(), 1);
      }
    }
  }

  /** Whom to ask next, or null: for now when questions are under way, else it is over. */
  public @Nullable KadPeer next() {
    Candidate due = underWay < ALPHA ? due() : null;
    if (due == null) {
      return null;
    }
    due.state = State.ASKED;
    networks.addAll(due.networks);
    asked++;
    underWay++;
    return due.peer;
  }

  /** The nearest one who is to be asked, among so many as have not failed. */
  private @Nullable Candidate due() {
    int near = 0;
    for (int i = 0; i < byDistance.size() && near < Kademlia.K && !stopped; i++) {
      Candidate candidate = byDistance.get(i);
      if (candidate.state != State.WAITING) {
        near += candidate.state == State.FAILED ? 0 : 1;
      } else if (asked < MAX_ASKED && networks.haveRoom(candidate.networks)) {
        return candidate;
      }
    }
    return null;
  }

  /** A peer answered and named others; without effect unless an answer was due. */
  public void answered(PeerId peer, List<KadPeer> closer) {
    Candidate candidate = settle(peer, State.ANSWERED);
    if (candidate == null) {
      return;
    }
    for (int i = 0; i < closer.size() && i < Kademlia.K; i++) {
      KadPeer named = closer.get(i);
      if (!known.containsKey(named.id())) {
        KadPeer reachable = policy.reachable(named);
        if (reachable != null) {
          add(reachable, DialPolicy.networks(reachable), candidate.hop + 1);
        }
      }
    }
  }

  /** A peer could not be reached or did not answer. */
  public void failed(PeerId peer) {
    Candidate candidate = settle(peer, State.FAILED);
    if (candidate != null) {
      networks.removeAll(candidate.networks);
    }
  }

  /** Asks nobody any more; what is under way is awaited. */
  public void stop() {
    stopped = true;
  }

  /** Whether no answer is due and nobody is left to be asked. */
  public boolean isOver() {
    return underWay == 0 && due() == null;
  }

  /** Those who answered, nearest first, {@link Kademlia#K} at most. */
  public List<KadPeer> closest() {
    List<KadPeer> closest = new ArrayList<>();
    for (int i = 0; i < byDistance.size() && closest.size() < Kademlia.K; i++) {
      Candidate candidate = byDistance.get(i);
      if (candidate.state == State.ANSWERED) {
        closest.add(candidate.peer);
      }
    }
    return closest;
  }

  /** How many peers were asked. */
  public int asked() {
    return asked;
  }

  /**
   * How many questions after one another led to the nearest peer that answered: 1 when we knew it;
   * 0 when nobody answered.
   */
  public int hops() {
    for (Candidate candidate : byDistance) {
      if (candidate.state == State.ANSWERED) {
        return candidate.hop;
      }
    }
    return 0;
  }

  private @Nullable Candidate settle(PeerId peer, State state) {
    Candidate candidate = known.get(peer);
    if (candidate == null || candidate.state != State.ASKED) {
      return null;
    }
    candidate.state = state;
    underWay--;
    return candidate;
  }

  private void add(KadPeer peer, List<String> peerNetworks, int hop) {
    Candidate candidate = new Candidate(peer, KadId.of(peer.id()), peerNetworks, hop);
    known.put(peer.id(), candidate);
    int from = 0;
    int to = byDistance.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (target.compareDistance(byDistance.get(middle).place, candidate.place) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    byDistance.add(from, candidate);
  }
}
