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
 * @param unreadBytes what the log has more of files of which some answer was given up before its
 *     end: handed to the network, and never read by the visitor
 */
public record Reconciliation(long ledgerBytes, long logBytes, long unreadBytes) {
  /** What the two may differ by otherwise. */
  static final double TOLERANCE = 0.01;

  /** Compares over the manifest's paths and the visitors' requests; other clients' are left out. */
  public static Reconciliation of(Offload offload, List<AccessRecord> log) {
    Map<List<String>, Long> sent =
        log.stream()
            .collect(
                Collectors.groupingBy(
                    entry -> List.of(entry.userAgent(), entry.path()),
                    Collectors.summingLong(AccessRecord::decodedBytes)));
    long logged = 0;
    long unread = 0;
    for (Visit visit : offload.visits()) {
      for (Flow flow : offload.flows(visit)) {
        long bytes = sent.getOrDefault(List.of(visit.userAgent(), flow.path()), 0L);
        logged += bytes;
        unread += flow.cutOff() ? Math.max(0, bytes - flow.share().origin()) : 0;
      }
    }
    return new Reconciliation(offload.originBytes(), logged, unread);
  }

  /** Whether they agree within {@value #TOLERANCE}. */
  public boolean agrees() {
    return Math.abs(ledgerBytes + unreadBytes - logBytes)
        <= TOLERANCE * Math.max(ledgerBytes, logBytes);
  }
}
