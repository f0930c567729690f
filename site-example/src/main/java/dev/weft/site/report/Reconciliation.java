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
 * @param underwayBytes what of these left the origin and never reached a page, since it had hung up
 */
public record Reconciliation(long ledgerBytes, long logBytes, long underwayBytes) {
  /** What the two may differ by otherwise. */
  static final double TOLERANCE = 0.01;

  /**
   * What buffers between an origin and a page hold at most, in bytes: Linux gives a socket up to 4
   * MiB to send and 6 MiB to receive.
   */
  static final long BUFFERED_BYTES = 10 << 20;

  /** Compares over the manifest's paths and the visitors' requests; other clients' are left out. */
  public static Reconciliation of(Offload offload, List<AccessRecord> log) {
    Map<List<String>, Long> sent =
        log.stream()
            .collect(
                Collectors.groupingBy(
                    entry -> List.of(entry.userAgent(), entry.path()),
                    Collectors.summingLong(AccessRecord::decodedBytes)));
    long logged = 0;
    long underway = 0;
    for (Visit visit : offload.visits()) {
      for (Flow flow : offload.flows(visit)) {
        long bytes = sent.getOrDefault(List.of(visit.userAgent(), flow.path()), 0L);
        logged += bytes;
        if (flow.cutOff()) {
          underway += Math.max(0, Math.min(BUFFERED_BYTES, bytes - flow.share().origin()));
        }
      }
    }
    return new Reconciliation(offload.originBytes(), logged, underway);
  }

  /** Whether they agree within {@value #TOLERANCE}, but for what was underway to who hung up. */
  public boolean agrees() {
    return Math.abs(ledgerBytes - (logBytes - underwayBytes))
        <= TOLERANCE * Math.max(ledgerBytes, logBytes);
  }
}
