package dev.weft.core.mesh;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Same;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.peers.PeerLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom to dial, and how many: enough peers to be useful, one connection each, never more than the
 * limits. Incoming connections count as well.
 */
final class PeerDials {
  /**
   * Dials in the life of a page. Chromium makes 500 peer connections for a page, closed ones
   * counted; incoming ones and the page's own need some too.
   */
  static final int MAX_DIALS = 250;

  /** Of them to one peer, which may close each connection as soon as it is open. */
  static final int MAX_DIALS_OF_PEER = 20;

  /**
   * How long a peer that could not be reached is left alone, in milliseconds, after the first
   * failure in the life of the page: n times that after the nth, so that those whom nobody reaches
   * do not use the dials up.
   */
  static final int REST_MILLIS = 60_000;

  /** Unreachable peers that are remembered; a node answers with 20 at a time. */
  static final int MAX_RESTING = 64;

  /** How a peer is reached just now. */
  interface Dialer {
    /** The direct connection to the peer. */
    Promise<Connection> dial(PeerId peer);
  }

  /** Who hears of connections. */
  interface Listener {
    /** A direct connection opened. */
    void opened(Connection connection);

    /** A dial failed, for a reason that can be counted by its code. */
    void dialFailed(MeshException reason);

    /** Whether we want to have to do with the peer at all. */
    boolean welcomes(PeerId peer);

    /** A dial came to an end, well or not. */
    void changed();

    /** A connection was lost. */
    void lost();
  }

  private final EventLoop loop;
  private final PeerId self;
  private final PeerLimits limits;
  private final Dialer dialer;
  private final Listener listener;
  private final List<Connection> open = new ArrayList<>();
  private final List<PeerId> dialling = new ArrayList<>();
  private final List<Resting> resting = new ArrayList<>();

  /** Who is dialled next: of one answer, so 20 at most. */
  private List<PeerId> candidates = new ArrayList<>();

  /** Whom we have dialled, once for each time. */
  private final List<PeerId> dialled = new ArrayList<>();

  private int failures;
  private boolean stopped;

  /** A peer that could not be reached. */
  private static final class Resting {
    final PeerId peer;
    final long untilMillis;

    Resting(PeerId peer, long untilMillis) {
      this.peer = peer;
      this.untilMillis = untilMillis;
    }
  }

  PeerDials(EventLoop loop, PeerId self, PeerLimits limits, Dialer dialer, Listener listener) {
    this.loop = loop;
    this.self = self;
    this.limits = limits;
    this.dialer = dialer;
    this.listener = listener;
  }

  int open() {
    return open.size();
  }

  /** Who is connected, the longest first. */
  List<PeerId> connected() {
    List<PeerId> peers = new ArrayList<>();
    for (Connection connection : open) {
      peers.add(connection.remotePeer());
    }
    return peers;
  }

  /** How many dials are under way. */
  int underWay() {
    return dialling.size();
  }

  /** Whether more peers are wanted and may be dialled. */
  boolean wantsMore() {
    return !stopped
        && dialled.size() < MAX_DIALS
        && open.size() + dialling.size() < limits.dialsOnJoin();
  }

  /**
   * Dials those of the peers that are new, as many as are wanted, in the order given; for one that
   * is not reached, the next. Who was named before and not dialled is forgotten.
   */
  void dial(List<PeerId> peers) {
    candidates = new ArrayList<>(peers);
    dialNext();
  }

  private void dialNext() {
    while (wantsMore() && !candidates.isEmpty()) {
      PeerId peer = candidates.remove(0);
      if (!peer.equals(self)
          && find(peer) == null
          && !peer.isAmong(dialling)
          && !isResting(peer)
          && peer.timesIn(dialled) < MAX_DIALS_OF_PEER
          && listener.welcomes(peer)) {
        dialled.add(peer);
        dialling.add(peer);
        dialer.dial(peer).then(opened -> ended(peer), reason -> failed(peer, reason));
      }
    }
  }

  private boolean isResting(PeerId peer) {
    for (Resting rest : resting) {
      if (rest.peer.equals(peer) && rest.untilMillis > loop.nowMillis()) {
        return true;
      }
    }
    return false;
  }

  private void ended(PeerId peer) {
    Same.remove(dialling, peer);
    dialNext();
    listener.changed();
  }

  private void failed(PeerId peer, MeshException reason) {
    int restMillis = REST_MILLIS * ++failures;
    resting.add(new Resting(peer, loop.nowMillis() + restMillis));
    if (resting.size() > MAX_RESTING) {
      resting.remove(0);
    }
    if (reason.fault() == MeshException.Fault.CLOSED) {
      candidates.clear(); // with the way to the node, all others would fail as well
    }
    listener.dialFailed(reason);
    ended(peer);
  }

  /**
   * Whether a connection to that peer is within the limits. A peer that is connected and dials
   * again has lost the connection, which we may notice seconds later: the new one replaces it.
   */
  boolean accepts(PeerId peer) {
    return !stopped && listener.welcomes(peer) && (find(peer) != null || !isFull());
  }

  private @Nullable Connection find(PeerId peer) {
    for (Connection connection : open) {
      if (connection.remotePeer().equals(peer)) {
        return connection;
      }
    }
    return null;
  }

  /** Whether a peer that is not connected would be turned away. */
  boolean isFull() {
    return open.size() >= limits.maxConnections();
  }

  /** Takes a direct connection that either side dialled, or closes it when there is no place. */
  void add(Connection connection) {
    PeerId peer = connection.remotePeer();
    if (accepts(peer)) {
      Connection before = find(peer);
      open.add(connection);
      if (before != null) {
        Same.remove(open, before);
        before.close();
      }
      connection.closed().then(reason -> lost(connection), reason -> lost(connection));
      listener.opened(connection);
    } else {
      connection.close();
    }
  }

  private void lost(Connection connection) {
    Same.remove(open, connection);
    if (!stopped) {
      listener.lost();
    }
  }

  void stop() {
    stopped = true;
    for (Connection connection : new ArrayList<>(open)) {
      connection.close();
    }
  }
}
