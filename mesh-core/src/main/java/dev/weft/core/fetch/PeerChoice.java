package dev.weft.core.fetch;

import dev.weft.core.exchange.PeerSession;
import dev.weft.core.io.EventLoop;
import dev.weft.core.peers.PeerScores;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whom of the connected peers to ask for a block, and what to expect of them. */
final class PeerChoice {
  /** The most bytes that are wanted of all peers together: what a page may hold unverified. */
  static final int MAX_OUTSTANDING_BYTES = 8 * 1024 * 1024;

  /** Silence of a peer that owes bytes, after which it is asked for nothing more. */
  static final int SILENT_MILLIS = 200;

  /** Peers that have proven themselves: what the visitor waits for is asked of them. */
  static final int PROVEN = 0;

  /** Peers that are connected directly. */
  static final int DIRECT = 1;

  /** Peers behind a TURN server. */
  static final int OVER_TURN = 2;

  /** Peers that owe bytes and are silent. */
  static final int SILENT = 3;

  private final EventLoop loop;
  private final PeerScores scores;
  private final List<PeerSession> sessions;

  /** A choice among these sessions, which come and go. */
  PeerChoice(EventLoop loop, PeerScores scores, List<PeerSession> sessions) {
    this.loop = loop;
    this.scores = scores;
    this.sessions = sessions;
  }

  /**
   * The peer from which the block is expected first, or null when none has it.
   *
   * @param reach who counts: {@link #PROVEN}, {@link #DIRECT}, {@link #OVER_TURN} or {@link
   *     #SILENT}, each with those before it
   * @param waitingBytes what waits for room already, at a peer that has none
   */
  @Nullable PeerSession best(Asset asset, Block block, int reach, int waitingBytes) {
    PeerSession best = null;
    double bestMillis = 0;
    int number = asset.firstBlock + block.number;
    for (PeerSession session : sessions) {
      if (session.has(asset.shard, number)
          && !session.isAsked(asset.shard, number)
          && reach(session) <= reach) {
        int size = block.size + (session.hasRoom(block.size) ? 0 : waitingBytes);
        double millis = scores.expectedMillis(session, size);
        if (best == null || millis < bestMillis) {
          best = session;
          bestMillis = millis;
        }
      }
    }
    return best;
  }

  private static int reach(PeerSession session) {
    return session.silentMillis() >= SILENT_MILLIS
        ? SILENT
        : session.connection().isOverTurn() ? OVER_TURN : session.isProven() ? PROVEN : DIRECT;
  }

  /**
   * How long so many bytes take at the least from the proven peers that have the block, in
   * milliseconds, behind what they owe already; infinite when there are none.
   */
  double provenMillis(Asset asset, Block block, long bytes) {
    double owed = bytes;
    double rttMillis = Double.POSITIVE_INFINITY;
    double bytesPerMilli = 0;
    for (PeerSession session : sessions) {
      if (session.has(asset.shard, asset.firstBlock + block.number) && reach(session) == PROVEN) {
        owed += session.outstandingBytes();
        rttMillis = Math.min(rttMillis, session.path().rttMillis());
        bytesPerMilli += session.path().bytesPerMilli(loop.nowMillis());
      }
    }
    return bytesPerMilli == 0 ? rttMillis : rttMillis + owed / bytesPerMilli;
  }

  /** Whether any peer has proven itself. */
  boolean isAnyProven() {
    for (PeerSession session : sessions) {
      if (session.isProven()) {
        return true;
      }
    }
    return false;
  }

  /** Whether any peer has the block, silent or not. */
  boolean anybodyHas(Asset asset, int block, boolean evenOverTurn) {
    return progressAtMillis(asset, block, evenOverTurn) >= 0;
  }

  /**
   * How long so many bytes take from the peers that are sending, in milliseconds; 0 when none is.
   */
  double expectedMillis(long bytes) {
    double bytesPerMilli = 0;
    for (PeerSession session : sessions) {
      if (session.outstandingBytes() > 0 && session.silentMillis() < SILENT_MILLIS) {
        bytesPerMilli += session.path().bytesPerMilli(loop.nowMillis());
      }
    }
    return bytesPerMilli == 0 ? 0 : bytes / bytesPerMilli;
  }

  /** When a peer that has the block last made progress with what we asked of it; −1 for none. */
  long progressAtMillis(Asset asset, int block, boolean evenOverTurn) {
    long latest = -1;
    for (PeerSession session : sessions) {
      if (session.has(asset.shard, asset.firstBlock + block)
          && (evenOverTurn || !session.connection().isOverTurn())) {
        latest = Math.max(latest, session.progressAtMillis());
      }
    }
    return latest;
  }

  /** Whether a block of that size may be asked for within the node's bound. */
  boolean hasRoom(int size) {
    int outstanding = size;
    for (PeerSession session : sessions) {
      outstanding += session.outstandingBytes();
    }
    return outstanding <= MAX_OUTSTANDING_BYTES;
  }
}
