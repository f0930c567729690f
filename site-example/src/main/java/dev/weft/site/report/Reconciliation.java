package dev.weft.site.report;

import dev.weft.site.visit.Visit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the visitors' ledgers and the origin's access log speak of the same bytes.
 *
 * @param ledgerBytes decoded bytes from the origin, as the visitors count them
 * @param logBytes the same, as the origin logged them
 * @param underwayBytes the most of these that left the origin and never reached a page, since it
 *     had hung up
 */
public record Reconciliation(long ledgerBytes, long logBytes, long underwayBytes) {
  /** What the two may differ by otherwise. */
  static final double TOLERANCE = 0.01;

  /** What a connection's buffers, the system's and the browser's, hold of a response at most. */
  static final long BUFFERED_BYTES = 2 << 20;

  /** Compares over the manifest's paths and the visitors' requests; other clients' are left out. */
  public static Reconciliation of(Offload offload, Set<String> manifest, List<AccessRecord> log) {
    Set<String> visitors =
        offload.visits().stream().map(Visit::userAgent).collect(Collectors.toSet());
    long logged = 0;
    long underway = 0;
    for (AccessRecord entry : log) {
      if (visitors.contains(entry.userAgent()) && manifest.contains(entry.path())) {
        logged += entry.decodedBytes();
        underway += entry.aborted() ? Math.min(entry.decodedBytes(), BUFFERED_BYTES) : 0;
      }
    }
    return new Reconciliation(offload.originBytes(), logged, underway);
  }

  /** Whether they agree within {@value #TOLERANCE}, but for what was underway to who hung up. */
  public boolean agrees() {
    double tolerated = TOLERANCE * Math.max(ledgerBytes, logBytes);
    return ledgerBytes <= logBytes + tolerated
        && ledgerBytes >= logBytes - underwayBytes - tolerated;
  }
}
