package dev.weft.site.report;

import dev.weft.site.visit.Visit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether the visitors' ledgers and the origin's access log speak of the same bytes.
 *
 * @param ledgerBytes decoded bytes from the origin, as the visitors count them
 * @param logBytes the same, as the origin logged them
 * @param races how often the origin was asked for what a peer had not brought in time: the page
 *     hangs up when the peer is first after all, and what is on its way then is in the log alone
 */
public record Reconciliation(long ledgerBytes, long logBytes, long races) {
  /** What the two may differ by otherwise. */
  static final double TOLERANCE = 0.01;

  /** On their way to a page that hangs up: 80 ms of 50 Mbit/s. */
  static final int ON_THEIR_WAY_BYTES = 500_000;

  /** Why the origin is asked without a race: nobody else is there. */
  private static final Set<String> ALONE = Set.of("joining", "no-peer");

  /** Compares over the manifest's paths and the visitors' requests; other clients' are left out. */
  public static Reconciliation of(Offload offload, List<AccessRecord> log) {
    Map<List<String>, Long> sent =
        log.stream()
            .collect(
                Collectors.groupingBy(
                    entry -> List.of(entry.userAgent(), entry.path()),
                    Collectors.summingLong(AccessRecord::decodedBytes)));
    long logged = 0;
    for (Visit visit : offload.visits()) {
      for (Flow flow : offload.flows(visit)) {
        logged += sent.getOrDefault(List.of(visit.userAgent(), flow.path()), 0L);
      }
    }
    long races = 0;
    for (Map.Entry<String, Long> each : offload.fallbacks().entrySet()) {
      races += ALONE.contains(each.getKey()) ? 0 : each.getValue();
    }
    return new Reconciliation(offload.originBytes(), logged, races);
  }

  /**
   * Whether they agree within {@value #TOLERANCE}, but for {@value #ON_THEIR_WAY_BYTES} bytes that
   * the log may have more for each race.
   */
  public boolean agrees() {
    double allowed = TOLERANCE * Math.max(ledgerBytes, logBytes);
    long more = logBytes - ledgerBytes;
    return more >= -allowed && more <= allowed + (double) races * ON_THEIR_WAY_BYTES;
  }
}
