package dev.weft.bench.page;

import dev.weft.bench.Bench;
import dev.weft.bench.Machine;
import dev.weft.bench.Report;
import dev.weft.bench.Samples;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./weft bench page}. */
@Command(
    name = "page",
    mixinStandardHelpOptions = true,
    description =
        "A page with Weft beside the same page without, in a real Chromium: with useless peers no"
            + " slower, with good ones faster.")
public final class PageCommand implements Callable<Integer> {
  private static final List<Integer> DELAYS = List.of(0, 20, 80, 200);

  /** Good peers are to be faster than an origin so far away. */
  private static final int GOOD_DELAY_MILLIS = 80;

  /** A timer and a port know nothing longer that makes sense: as far as a geostationary orbit. */
  private static final int MAX_DELAY_MILLIS = 2_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "30",
      description = "Pairs of visits at each distance, after a warm-up (${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--delays",
      paramLabel = "MS",
      split = ",",
      description = "Only these round trips to the site, in milliseconds (0,20,80,200).")
  private List<Integer> delays = DELAYS;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes what the table has, and all values.")
  private @Nullable Path json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Writes a report in Markdown; of all distances to bench/RESULTS.md unless said otherwise.")
  private @Nullable Path report;

  private final List<Series> all = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Samples loads = new Samples();

  @SuppressWarnings("NullAway.Init") // picocli fills the fields
  PageCommand() {}

  /** Measures; 0 when no bound is missed, else 1 and a sentence on stderr for each. */
  @Override
  public Integer call() throws Exception {
    check();
    Machine machine = Machine.withBrowser();
    measure(Scene.USELESS, delays);
    if (delays.contains(GOOD_DELAY_MILLIS)) {
      measure(Scene.GOOD, List.of(GOOD_DELAY_MILLIS));
    }
    PageReport text = new PageReport(all, machine, loads);
    PrintWriter out = spec.commandLine().getOut();
    out.print(text.table());
    out.flush();
    if (json != null) {
      Files.writeString(json, PageJson.of(all, machine, loads, failures));
    }
    if (report == null && delays.equals(DELAYS)) {
      report = Bench.home().resolve("bench/RESULTS.md");
    }
    if (report != null) {
      String arguments = String.join(" ", spec.commandLine().getParseResult().originalArgs());
      Report.put(report, text.whole("./weft bench " + arguments));
    }
    return verdict(spec.commandLine().getErr());
  }

  private void check() {
    if (pairs < 1) {
      throw new ParameterException(
          spec.commandLine(), "--pairs: at least 1 is measured, not " + pairs);
    }
    for (int delay : delays) {
      if (delay < 0 || delay > MAX_DELAY_MILLIS) {
        throw new ParameterException(
            spec.commandLine(),
            "--delays: a round trip is 0 to " + MAX_DELAY_MILLIS + " ms, not " + delay);
      }
    }
  }

  private void measure(Scene scene, List<Integer> delays) throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Map<Integer, List<Pair>> found = new TreeMap<>();
    try (Stand stand = Stand.open(scene, delays)) {
      for (int pair = 0; pair <= pairs; pair++) {
        loads.add(Machine.load());
        String name = pair == 0 ? "warm-up" : "pair " + pair + " of " + pairs;
        for (int delay : delays) {
          String what = name + ", " + scene.title + ", " + delay + " ms";
          err.println("weft: " + what);
          try {
            Pair visits = stand.pair(delay, pair % 2 == 0);
            if (pair > 0) {
              found.computeIfAbsent(delay, first -> new ArrayList<>()).add(visits);
            }
          } catch (RuntimeException failed) {
            String reason = String.valueOf(failed.getMessage()).lines().limit(2).toList() + "";
            failures.add(what + ": " + reason);
            err.println("weft: " + what + " failed: " + reason);
          }
        }
      }
    }
    for (Map.Entry<Integer, List<Pair>> each : found.entrySet()) {
      for (Moment moment : Moment.values()) {
        all.add(Series.of(scene, each.getKey(), moment, each.getValue()));
      }
    }
  }

  private int verdict(PrintWriter err) {
    int missed = failures.size();
    failures.forEach(each -> err.println("weft: failed: " + each));
    for (Series series : all) {
      Bound bound = Bound.of(series);
      if (bound != null && bound.isMissed()) {
        missed++;
        err.println("weft: missed: " + series.title() + ": " + bound.seen() + ", " + bound.text());
      }
    }
    return missed == 0 ? 0 : 1;
  }
}
