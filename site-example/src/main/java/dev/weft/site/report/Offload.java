package dev.weft.site.report;

import dev.weft.site.visit.Ledger;
import dev.weft.site.visit.Visit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What visitors spared the origin. Counted are the manifest's entries that the visitors after the
 * first asked for, in decoded bytes; the first one has nobody to get them from.
 */
public final class Offload {
  private final List<Visit> visits;
  private final Map<Integer, List<Flow>> flows = new TreeMap<>();

  /** {@code manifest} has media types by path. */
  public Offload(List<Visit> visits, Map<String, String> manifest) {
    this.visits = List.copyOf(visits);
    this.visits.forEach(visit -> flows.put(visit.number(), Flow.of(visit, manifest)));
  }

  public List<Visit> visits() {
    return visits;
  }

  /** The flows of one visitor. */
  public List<Flow> flows(Visit visit) {
    return Collections.unmodifiableList(flows.getOrDefault(visit.number(), List.of()));
  }

  /** What one visitor got: by Weft's ledger, and past Weft by the page's own elements. */
  public Share share(Visit visit) {
    return new Share(visit.ledger().bytesFromPeers(), originBytes(visit));
  }

  /** From navigation on. */
  public Share afterFirst() {
    return later().stream().map(this::share).reduce(Share.NOTHING, Share::plus);
  }

  public Share withoutVideo() {
    return afterFirst(flow -> !flow.isVideo());
  }

  /** What was asked for when the mesh was there. */
  public Share whenReady() {
    return afterFirst(Flow::whenReady);
  }

  /** Which part of all eligible bytes {@link #whenReady} speaks of. */
  public double readyPart() {
    long all = afterFirst(flow -> true).total();
    return all == 0 ? 0 : (double) whenReady().total() / all;
  }

  /** How often the visitors after the first fell back to the origin, by reason. */
  public Map<String, Long> fallbacks() {
    Map<String, Long> sum = new TreeMap<>();
    later()
        .forEach(
            visit ->
                visit
                    .ledger()
                    .fallbacks()
                    .forEach((reason, count) -> sum.merge(reason, count, Long::sum)));
    return sum;
  }

  public long verifyFailures() {
    return visits.stream().map(Visit::ledger).mapToLong(Ledger::verifyFailures).sum();
  }

  /** Bytes on the connection to the origin, of one visitor. */
  public long originWire(Visit visit) {
    return flows(visit).stream().mapToLong(Flow::originWire).sum();
  }

  /** Decoded bytes of the manifest's entries that the origin sent, as all visitors count them. */
  public long originBytes() {
    return visits.stream().mapToLong(this::originBytes).sum();
  }

  /** Paths that some visitor never got, each with the visitor's number. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    visits.forEach(
        visit ->
            visit
                .missing()
                .forEach(path -> missing.add("visitor " + visit.number() + ": " + path)));
    return missing;
  }

  private long originBytes(Visit visit) {
    return visit.ledger().bytesFromOrigin()
        + flows(visit).stream().mapToLong(Flow::elementWise).sum();
  }

  private Share afterFirst(Predicate<Flow> counted) {
    return later().stream()
        .flatMap(visit -> flows(visit).stream())
        .filter(counted)
        .map(Flow::share)
        .reduce(Share.NOTHING, Share::plus);
  }

  private List<Visit> later() {
    return visits.stream().filter(visit -> visit.number() > 1).toList();
  }
}
