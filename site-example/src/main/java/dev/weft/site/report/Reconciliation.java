package dev.weft.site.report;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the visitors' ledgers and the origin's access log speak of the same bytes.
 *
 * @param ledgerBytes decoded bytes from the origin, as the visitors count them
 * @param logBytes the same, as the origin logged them
 */
public record Reconciliation(long ledgerBytes, long logBytes) {
  /**
   * What the two may differ by; an aborted response has bytes underway that only one side counts.
   */
  static final double TOLERANCE = 0.01;

  /** Compares over the manifest's paths and the visitors' requests; other clients' are left out. */
  public static Reconciliation of(Offload offload, Set<String> manifest, List<AccessRecord> log) {
    Set<String> visitors =
        offload.visits().stream().map(visit -> visit.userAgent()).collect(Collectors.toSet());
    long logged =
        log.stream()
            .filter(
                entry -> visitors.contains(entry.userAgent()) && manifest.contains(entry.path()))
            .mapToLong(AccessRecord::decodedBytes)
            .sum();
    return new Reconciliation(offload.originBytes(), logged);
  }

  public boolean agrees() {
    return Math.abs(ledgerBytes - logBytes) <= TOLERANCE * Math.max(ledgerBytes, logBytes);
  }
}
