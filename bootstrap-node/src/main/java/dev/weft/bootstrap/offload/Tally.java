package dev.weft.bootstrap.offload;

import java.util.EnumMap;
import java.util.Map;

/** One number for each {@link Measure}: a report, a minute, or a day. Not thread-safe. */
public final class Tally {
  private final Map<Measure, Long> values = new EnumMap<>(Measure.class);

  /** The measure's value, never negative. */
  public long get(Measure measure) {
    return values.getOrDefault(measure, 0L);
  }

  /** Adds to one measure; a sum past 2^63 - 1 stays there. */
  public Tally add(Measure measure, long amount) {
    if (amount != 0) {
      long sum = get(measure) + amount;
      values.put(measure, sum < 0 ? Long.MAX_VALUE : sum);
    }
    return this;
  }

  /** Adds all of another tally. */
  public void addAll(Tally other) {
    for (Map.Entry<Measure, Long> value : other.values.entrySet()) {
      add(value.getKey(), value.getValue());
    }
  }

  /**
   * Bytes from peers in all bytes that crossed a network to visitors, 0 to 1; -1 when there were
   * none.
   */
  public double ratio() {
    double peers = get(Measure.PEER_BYTES);
    double all = peers + get(Measure.ORIGIN_BYTES);
    return all == 0 ? -1 : peers / all;
  }
}
