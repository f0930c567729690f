package dev.weft.core.peers;

import dev.weft.core.exchange.PeerSession;
import dev.weft.core.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is held against peers, by their ids, which live no longer than a page: so is the score.
 *
 * <p>Faults add up and are not forgiven. At {@value #BANNED} a peer is banned: no connection, no
 * wants, no bytes.
 */
public final class PeerScores {
  /** It sent a block that is not what its name says: banned at once. */
  public static final int BAD_BLOCK = 100;

  /** It broke a protocol: banned the second time. */
  public static final int VIOLATION = 50;

  /** It held a want past its deadline. */
  public static final int TIMEOUT = 20;

  private static final int BANNED = 100;

  /** The most ids that are remembered; beyond it the one scored first is forgotten. */
  private static final int MAX_PEERS = 1_024;

  private final List<Score> scores = new ArrayList<>();

  private static final class Score {
    final PeerId peer;
    int points;

    Score(PeerId peer) {
      this.peer = peer;
    }
  }

  /** Adds one of this class's faults. */
  public void fault(PeerId peer, int points) {
    Score score = find(peer);
    if (score == null) {
      score = new Score(peer);
      scores.add(score);
    }
    score.points += points;
    if (scores.size() > MAX_PEERS) {
      scores.remove(0);
    }
  }

  /** What is held against the peer, 0 for nothing. */
  public int of(PeerId peer) {
    Score score = find(peer);
    return score == null ? 0 : score.points;
  }

  private @Nullable Score find(PeerId peer) {
    for (Score score : scores) {
      if (score.peer.equals(peer)) {
        return score;
      }
    }
    return null;
  }

  /** Whether we have nothing to do with the peer any more. */
  public boolean isBanned(PeerId peer) {
    return of(peer) >= BANNED;
  }

  /**
   * When a block of that size would be here if it were asked of the peer now, in milliseconds from
   * now: behind what is outstanding already, and later for each fault.
   */
  public double expectedMillis(PeerSession session, int size) {
    double flow = (session.outstandingBytes() + size) / session.path().bytesPerMilli();
    int points = of(session.connection().remotePeer());
    return (session.path().rttMillis() + flow) * (1 + points / 10.0);
  }
}
