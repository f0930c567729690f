package dev.weft.site.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.site.visit.Arrival;
import dev.weft.site.visit.Visit;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures as people and programs read them. */
public final class Report {
  private Report() {}

  /** A row a visitor. */
  public static String visitors(Offload offload) {
    TextTable table =
        new TextTable(
            "visitor",
            "peers",
            "origin",
            "(wire)",
            "http cache",
            "offload",
            "bad blocks",
            "ready",
            "load",
            "all",
            "fallbacks");
    for (Visit visit : offload.visits()) {
      Share share = offload.share(visit);
      table.row(
          visit.number(),
          bytes(share.peers()),
          bytes(share.origin()),
          bytes(offload.originWire(visit)),
          bytes(visit.ledger().bytesFromHttpCache()),
          percent(share.offload()),
          visit.ledger().verifyFailures(),
          visit.readyState().isEmpty()
              ? "-"
              : visit.readyState() + " " + millis(visit.readyAtMillis()),
          millis(visit.loadMillis()),
          millis(visit.totalMillis()),
          reasons(visit.ledger().fallbacks()));
    }
    return table.toString();
  }

  /** A row an asset of one visit, in the order of arrival. */
  public static String assets(Visit visit) {
    TextTable table = new TextTable("asset", "from", "bytes", "millis", "fallback");
    for (Arrival arrival : visit.arrivals()) {
      table.row(
          arrival.path(),
          arrival.source(),
          bytes(arrival.bytes()),
          Math.round(arrival.millis()),
          arrival.fallback().isEmpty() ? "-" : arrival.fallback());
    }
    return table.toString();
  }

  /** The demo's last line. */
  public static String json(Offload offload) {
    Share afterFirst = offload.afterFirst();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("visitors", offload.visits().size())
            .put("offloadAfterFirst", rounded(afterFirst.offload()))
            .put("offloadWhenReady", rounded(offload.whenReady().offload()))
            .put("offloadWithoutVideo", rounded(offload.withoutVideo().offload()))
            .put("bytesFromPeers", afterFirst.peers())
            .put("bytesFromOrigin", afterFirst.origin())
            .put("verifyFailures", offload.verifyFailures());
    ObjectNode fallbacks = json.putObject("fallbacks");
    offload.fallbacks().forEach(fallbacks::put);
    return json.toString();
  }

  /** {@code 10.4 MB}, {@code 123 KB} or {@code 87 B}; thousands, not 1024s. */
  public static String bytes(long count) {
    if (count >= 1_000_000) {
      return String.format(Locale.ROOT, "%.1f MB", count / 1e6);
    }
    return count >= 1000 ? Math.round(count / 1e3) + " KB" : count + " B";
  }

  /** {@code 93.4 %}. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  private static String millis(double value) {
    return Math.round(value) + " ms";
  }

  private static String reasons(Map<String, Long> fallbacks) {
    return fallbacks.isEmpty()
        ? "none"
        : fallbacks.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
  }

  private static double rounded(double share) {
    return Math.round(share * 10_000) / 10_000.0;
  }
}
