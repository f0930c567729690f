package dev.weft.bench.page;

import dev.weft.bench.Machine;
import dev.weft.bench.Report;
import dev.weft.bench.Samples;
import java.util.List;
import java.util.Locale;

/** A run in Markdown. */
final class PageReport {
  private final List<Series> all;
  private final Machine machine;
  private final Samples loads;

  PageReport(List<Series> all, Machine machine, Samples loads) {
    this.all = all;
    this.machine = machine;
    this.loads = loads;
  }

  /** The report of the command that was given so. */
  String whole(String command) {
    return Report.head("A page with and without Weft", command, machine, loads)
        + how()
        + "\n"
        + table();
  }

  private static String how() {
    List<List<String>> screens = PageSite.screens();
    return String.format(
        Locale.ROOT,
        """
        One page is opened with Weft and without, by turns, each time by a new visitor: a browser context of its own, over HTTP/2 with
        TLS, through a port that delays each direction by half of the round trip; each begins when the browser rests from the one before. An asset's time is the page's own: of its markup from the start of the request
        to the last byte, by resource timing; of what is asked for once Weft has joined, in %d lists of %d assets, from the moment when the element is put into
        the page to its `load`. Of the visits of a pair the medians of their assets are compared. Limits are those of the median over
        all pairs, with a confidence of 95 %%, by order statistics. Useless are %d peers that say to have everything and answer
        nobody; good ones have everything, on the same machine. p95 and what has a delay of 0 have no bound.
        """,
        screens.size(),
        screens.get(0).size(),
        Stand.PEERS);
  }

  /** The table. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            "| assets | pairs | with, ms: median, p95 | without | with − without, ms | without ÷ with"
                + " | from peers | bound | |\n|---|---|---|---|---|---|---|---|---|\n");
    for (Series series : all) {
      Bound bound = Bound.of(series);
      row(
          table,
          series.title(),
          "" + series.differences().values().size(),
          times(series.with()),
          times(series.without()),
          limits(series.differences(), "%.1f"),
          limits(series.ratios(), "%.2f"),
          series.moment() == Moment.READY
              ? number("%.0f %%", 100 * series.fromPeers().median())
              : "–",
          bound == null ? "–" : bound.text(),
          bound == null ? "" : bound.isMissed() ? "**missed**" : "met");
    }
    return table.toString();
  }

  private static String times(Samples samples) {
    return number("%.1f", samples.median()) + ", " + number("%.1f", samples.p95());
  }

  /** The median and, where there are enough values, its limits. */
  private static String limits(Samples samples, String format) {
    Samples.Interval interval = samples.interval();
    String median = number(format, samples.median());
    return interval == null
        ? median
        : median
            + " ("
            + number(format, interval.low())
            + " to "
            + number(format, interval.high())
            + ")";
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static void row(StringBuilder table, String... cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
