package dev.weft.site.report;

import dev.weft.site.visit.Visit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether the visitors' ledgers and the origin's access log speak of the same bytes.
 *
 * @param ledgerBytes decoded bytes from the origin, as the visitors count them
 * @param logBytes the same, as the origin logged them
 * @param hungUpBytes what of those is of answers that were cut off: the log has what was handed to
 *     the network, and the page what came
 */
public record Reconciliation(long ledgerBytes, long logBytes, long hungUpBytes) {
  /** What the two may differ by otherwise. */
  static final double TOLERANCE = 0.01;

  /** Compares over the manifest's paths and the visitors' requests; other clients' are left out. */
  public static Reconciliation of(Offload offload, List<AccessRecord> log) {
    Map<List<String>, List<AccessRecord>> sent =
        log.stream()
            .collect(Collectors.groupingBy(entry -> List.of(entry.userAgent(), entry.path())));
    long logged = 0;
    long hungUp = 0;
    for (Visit visit : offload.visits()) {
      for (Flow flow : offload.flows(visit)) {
        for (AccessRecord entry :
            sent.getOrDefault(List.of(visit.userAgent(), flow.path()), List.of())) {
          logged += entry.decodedBytes();
          hungUp += entry.aborted() ? entry.decodedBytes() : 0;
        }
      }
    }
    return new Reconciliation(offload.originBytes(), logged, hungUp);
  }

  /** Whether they agree within {@value #TOLERANCE}, as far as both can know. */
  public boolean agrees() {
    double tolerance = TOLERANCE * Math.max(ledgerBytes, logBytes);
    return ledgerBytes <= logBytes + tolerance && ledgerBytes >= logBytes - hungUpBytes - tolerance;
  }
}
