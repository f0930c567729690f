package dev.weft.bootstrap.offload;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sums of all visitors' reports by the minute for the last 24 hours. In memory: it starts
 * empty, and takes at most some 1 MB whatever is reported. Thread-safe.
 */
public final class OffloadLedger {
  /** Minutes kept: a day. */
  public static final int MINUTES = 1440;

  /** Minutes over which the "now" figures are summed: pages report every few seconds. */
  public static final int RECENT_MINUTES = 5;

  private static final long MILLIS_PER_MINUTE = 60_000;

  /** One minute's sums. */
  public record Minute(long unixMinute, Tally tally) {}

  private final InstantSource clock;
  private final @Nullable Minute[] ring = new Minute[MINUTES];

  /** An empty ledger. */
  public OffloadLedger(InstantSource clock) {
    this.clock = clock;
  }

  /** The current minute since the Unix epoch. */
  public long unixMinute() {
    return Math.floorDiv(clock.millis(), MILLIS_PER_MINUTE);
  }

  /** Books a report under the current minute. */
  public synchronized void add(Tally report) {
    long now = unixMinute();
    int slot = (int) Math.floorMod(now, (long) MINUTES);
    Minute minute = ring[slot];
    if (minute == null || minute.unixMinute() != now) {
      minute = new Minute(now, new Tally());
      ring[slot] = minute;
    }
    minute.tally().addAll(report);
  }

  /**
   * The minutes of the last 24 hours that had reports, from {@code unixMinute} on, oldest first.
   * Copies: what is returned does not change.
   */
  public synchronized List<Minute> since(long unixMinute) {
    long now = unixMinute();
    List<Minute> minutes = new ArrayList<>();
    for (long at = Math.max(unixMinute, now - MINUTES + 1); at <= now; at++) {
      Minute minute = ring[(int) Math.floorMod(at, (long) MINUTES)];
      if (minute != null && minute.unixMinute() == at) {
        Tally copy = new Tally();
        copy.addAll(minute.tally());
        minutes.add(new Minute(at, copy));
      }
    }
    return minutes;
  }

  /** The sums over the last so many minutes, the current one included. */
  public Tally sum(int minutes) {
    Tally sum = new Tally();
    for (Minute minute : since(unixMinute() - minutes + 1)) {
      sum.addAll(minute.tally());
    }
    return sum;
  }
}
