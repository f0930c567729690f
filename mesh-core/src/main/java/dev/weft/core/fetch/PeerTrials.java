package dev.weft.core.fetch;

import dev.weft.core.exchange.PeerSession;
import dev.weft.core.io.EventLoop;
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

  private final EventLoop loop;
  private final List<AssetFetch> trials = new ArrayList<>();
  private long openAtMillis;
  private int pauseMillis = START_PAUSE_MILLIS;

  PeerTrials(EventLoop loop) {
    this.loop = loop;
  }

  /** Lets the asset try peers that have proven nothing, if it may. */
  boolean begin(AssetFetch fetch) {
    if (trials.size() == MAX_TRIALS || isPaused()) {
      return false;
    }
    trials.add(fetch);
    return true;
  }

  private boolean isPaused() {
    return loop.nowMillis() < openAtMillis;
  }

  /** A peer's block came in time, and is what its name says. */
  void won(AssetFetch fetch, PeerSession session) {
    session.prove(true);
    if (Same.remove(trials, fetch)) {
      pauseMillis = START_PAUSE_MILLIS;
    }
  }

  /** The origin was asked for what the peer did not bring in time. */
  void lost(AssetFetch fetch, PeerSession session) {
    if ((Same.remove(trials, fetch) || session.isProven()) && !isPaused()) {
      openAtMillis = loop.nowMillis() + pauseMillis;
      pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
    }
    session.prove(false);
  }

  /** The asset tries nobody any more. */
  void over(AssetFetch fetch) {
    Same.remove(trials, fetch);
  }
}
