package dev.weft.core.offload;

import dev.weft.core.fetch.AssetRecord;
import dev.weft.core.fetch.Figure;

/**
 * The sums of a page's {@link AssetRecord}s, by the numbers of {@link Figure}, and what is new
 * since the last report.
 *
 * <p>Offload = {@link Figure#PEER_BYTES} ÷ ({@link Figure#PEER_BYTES} + {@link
 * Figure#ORIGIN_BYTES}), in decoded bytes (of gzip variants, these); what the HTTP cache answered
 * stands apart, as it costs the site nothing.
 */
public final class Ledger {
  private final double[] totals = new double[Figure.COUNT];
  private double[] reported = new double[Figure.COUNT];

  /** Enters one asset. */
  public void add(AssetRecord record) {
    double[] figures = record.figures();
    for (int i = 0; i < figures.length; i++) {
      totals[i] += figures[i];
    }
  }

  /** Enters what has been sent to peers since the start. */
  public void uploaded(long bytesSinceStart) {
    totals[Figure.UPLOADED_BYTES] = (double) bytesSinceStart;
  }

  /** All since the start; for reading. */
  public double[] totals() {
    return totals;
  }

  /** All since the last call of this method, which a report then carries. */
  public double[] takeUnreported() {
    double[] fresh = totals.clone();
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] -= reported[i];
    }
    reported = totals.clone();
    return fresh;
  }
}
