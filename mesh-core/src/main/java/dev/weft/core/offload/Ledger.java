package dev.weft.core.offload;

import dev.weft.core.fetch.AssetRecord;

/**
 * The sums of a page's {@link AssetRecord}s, and what is new since the last report.
 *
 * <p>Offload = {@link Totals#peerBytes} ÷ ({@link Totals#peerBytes} + {@link Totals#originBytes}),
 * in decoded bytes; what the HTTP cache answered stands apart, as it costs the site nothing.
 */
public final class Ledger {
  private final Totals totals = new Totals();
  private Totals unreported = new Totals();

  /** Enters one asset. */
  public void add(AssetRecord record) {
    totals.add(record);
    unreported.add(record);
  }

  /** Enters what has been sent to peers since the start. */
  public void uploaded(long bytesSinceStart) {
    unreported.uploadedBytes += bytesSinceStart - totals.uploadedBytes;
    totals.uploadedBytes = bytesSinceStart;
  }

  /** All since the start. */
  public Totals totals() {
    return totals;
  }

  /** All since the last call of this method, which a report then carries. */
  public Totals takeUnreported() {
    Totals taken = unreported;
    unreported = new Totals();
    return taken;
  }
}
