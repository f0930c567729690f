package dev.weft.bench.mesh;

import dev.weft.bench.Machine;
import dev.weft.bench.Report;
import dev.weft.bench.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** A run in Markdown. */
final class MeshReport {
  private final Results results;
  private final Machine machine;
  private final String command;

  MeshReport(Results results, Machine machine, ParseResult parsed) {
    this.results = results;
    this.machine = machine;
    command = "./weft bench " + String.join(" ", parsed.originalArgs());
  }

  /** The report, with what was tried at its end. */
  String whole(Path tried) throws IOException {
    return Report.head("The mesh beside its rivals", command, machine, results.loads())
        + "Each round has a fresh pair of browser contexts a client, of raw one for each size of messages, in"
        + " processes of their own; the clients take turns. What is timed begins when the browser"
        + " rests: no page is being opened and nothing stored. Dials come before the rounds. Values are medians (min–max); outliers are kept. Raw has"
        + " no verification and counts with its"
        + " best message size; js-libp2p does not verify either; Weft, Helia and WebTorrent do. Checked"
        + " by the bench are all bytes, after the clock has stopped. What counts are ratios within one run.\n\n"
        + tables()
        + "\n"
        + Files.readString(tried);
  }

  /** All tables. */
  String tables() {
    return bounds() + "\n" + measures() + "\n" + sizes() + failures();
  }

  private String bounds() {
    StringBuilder table =
        new StringBuilder("## Bounds\n\n| | seen | bound | |\n|---|---|---|---|\n");
    for (Bound bound : Bound.values()) {
      Double seen = bound.seen(results);
      row(
          table,
          bound.title,
          seen == null ? "–" : Bound.number(seen),
          bound.text(),
          seen == null ? "not measured" : bound.isMissed(seen) ? "**missed**" : "met");
    }
    return table.toString();
  }

  private String measures() {
    List<Variant> variants = new ArrayList<>(results.samples().keySet());
    StringBuilder table = new StringBuilder("## Measures\n\n|");
    variants.forEach(each -> table.append(" | ").append(each.title()));
    table.append(" |\n|---").append("|---".repeat(variants.size())).append("|\n");
    for (Measure measure : Measure.values()) {
      List<String> cells = new ArrayList<>();
      cells.add(measure.title + ", " + measure.unit);
      for (Variant each : variants) {
        Map<Measure, Samples> found = results.samples().get(each);
        cells.add(cell(found == null ? null : found.get(measure)));
      }
      row(table, cells.toArray(new String[0]));
    }
    return table.toString();
  }

  private static String cell(@Nullable Samples samples) {
    return samples == null
        ? "–"
        : String.format(
            Locale.ROOT, "%.1f (%.1f–%.1f)", samples.median(), samples.min(), samples.max());
  }

  private String sizes() {
    StringBuilder table =
        new StringBuilder(
            "## Size and dials\n\n| | min | gzip | brotli | failed dials |\n|---|---|---|---|---|\n");
    results
        .sizes()
        .forEach(
            (client, size) -> {
              Integer failed = results.failedDials().get(client);
              row(
                  table,
                  client.title,
                  bytes(size.minified()),
                  bytes(size.gzip()),
                  bytes(size.brotli()),
                  failed == null ? "–" : failed.toString());
            });
    return table.toString();
  }

  private static String bytes(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private String failures() {
    StringBuilder text = new StringBuilder();
    outliers(text);
    if (!results.failures().isEmpty()) {
      text.append("\nRounds that failed: ").append(String.join("; ", results.failures()));
      text.append("\n");
    }
    return text.toString();
  }

  private void outliers(StringBuilder text) {
    List<String> shown = new ArrayList<>();
    results
        .samples()
        .forEach(
            (variant, measures) ->
                measures.forEach(
                    (measure, samples) ->
                        samples
                            .outliers()
                            .forEach(
                                value ->
                                    shown.add(
                                        String.format(
                                            Locale.ROOT,
                                            "%s %s %.0f %s",
                                            variant.title(),
                                            measure.title,
                                            value,
                                            measure.unit)))));
    if (!shown.isEmpty()) {
      text.append("\nMore than three times the median: ").append(String.join("; ", shown));
      text.append(".\n");
    }
  }

  private static void row(StringBuilder table, String... cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
