package dev.weft.core.fetch;

import dev.weft.core.exchange.PeerSession;
import dev.weft.core.io.Same;
import java.util.ArrayList;
import java.util.List;

/**
 * Which peers are asked for what the visitor waits for: those that have proven themselves by a
 * block that came in time. The others are tried by a few assets at a time, and after a trial that
 * was lost none is tried for a while, so that of a page's assets few are held up by peers that are
 * of no use.
 */
final class PeerTrials {
  /** A fifth of what a page asks for at once, so that the median asset is not held up. */
  static final int MAX_TRIALS = 4;

  /** No trial for so long after one was lost; doubles with each, up to the most. */
  private static final int START_PAUSE_MILLIS = 1_000;

  private static final int MAX_PAUSE_MILLIS = 60_000;

  /** Nobody has the asset yet: who is asked for it is to be decided when somebody does. */
  static final int UNDECIDED = -1;

  /** No peer is asked: the origin is expected to be faster. */
  static final int ORIGIN = -2;

  private final Fetcher node;
  private final List<AssetFetch> trials = new ArrayList<>();
  private long openAtMillis;
  private int pauseMillis = START_PAUSE_MILLIS;

  PeerTrials(Fetcher node) {
    this.node = node;
  }

  /**
   * Who is asked for an asset that the visitor waits for: peers that have proven themselves, when
   * they are expected to beat the origin; where none has, the others, if the asset may try them.
   */
  int decide(AssetFetch fetch, Block block) {
    if (node.peers.best(fetch.asset, block, PeerChoice.DIRECT, 0) == null) {
      return UNDECIDED;
    }
    double millis = node.peers.provenMillis(fetch.asset, block, fetch.asset.size);
    if (millis < node.originPath.expectedMillis(fetch.asset.size)) {
      return PeerChoice.PROVEN;
    }
    return millis == Double.POSITIVE_INFINITY && begin(fetch) ? PeerChoice.DIRECT : ORIGIN;
  }

  /** Lets the asset try peers that have proven nothing, if it may. */
  private boolean begin(AssetFetch fetch) {
    if (trials.size() == MAX_TRIALS || isPaused()) {
      return false;
    }
    trials.add(fetch);
    return true;
  }

  private boolean isPaused() {
    return node.loop.nowMillis() < openAtMillis;
  }

  private void look() {
    node.rest(isPaused() && !node.peers.isAnyProven());
  }

  /** A peer's block came in time, and is what its name says. */
  void won(AssetFetch fetch, PeerSession session) {
    session.prove(true);
    if (Same.remove(trials, fetch)) {
      pauseMillis = START_PAUSE_MILLIS;
    }
    look();
  }

  /** The origin was asked for what the peer did not bring in time. */
  void lost(AssetFetch fetch, PeerSession session) {
    if ((Same.remove(trials, fetch) || session.isProven()) && !isPaused()) {
      openAtMillis = node.loop.nowMillis() + pauseMillis;
      node.loop.schedule(pauseMillis, this::look);
      pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
    }
    session.prove(false);
    look();
  }

  /** The asset tries nobody any more. */
  void over(AssetFetch fetch) {
    Same.remove(trials, fetch);
  }
}
