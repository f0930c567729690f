package dev.weft.bench.mesh;

import dev.weft.bench.Bench;
import dev.weft.bench.Machine;
import dev.weft.bench.Report;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./weft bench mesh}. */
@Command(
    name = "mesh",
    mixinStandardHelpOptions = true,
    description = "Weft beside other ways from browser to browser, in a real Chromium.")
public final class MeshCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often each is measured, after a warm-up (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--dials",
      paramLabel = "N",
      defaultValue = "200",
      description = "Dials of which failures are counted (${DEFAULT-VALUE}).")
  private int dials;

  @Option(
      names = "--only",
      paramLabel = "WHO",
      split = ",",
      description = "Only these: raw, weft, libp2p, helia, webtorrent, origin.")
  private List<Contender> only = new ArrayList<>();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes all values, and the ratios that have bounds.")
  private @Nullable Path json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Writes a report in Markdown; of all contenders to bench/RESULTS.md unless said otherwise.")
  private @Nullable Path report;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields
  MeshCommand() {}

  /** Measures; 0 when no bound is missed, else 1 and a sentence on stderr for each. */
  @Override
  public Integer call() throws Exception {
    check();
    Set<Contender> contenders =
        only.isEmpty() ? EnumSet.allOf(Contender.class) : EnumSet.copyOf(only);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Machine machine = Machine.withBrowser();
    Results results = measure(contenders, err);
    MeshReport text = new MeshReport(results, machine, spec.commandLine().getParseResult());
    out.print(text.tables());
    out.flush();
    if (json != null) {
      Files.writeString(json, MeshJson.of(results, machine));
    }
    if (report == null && only.isEmpty()) {
      report = Bench.home().resolve("bench/RESULTS.md");
    }
    if (report != null) {
      Report.put(report, text.whole(Bench.home().resolve("bench/TRIED.md")));
    }
    int missed = 0;
    for (Bound bound : Bound.values()) {
      Double seen = bound.seen(results);
      if (seen != null && bound.isMissed(seen)) {
        missed++;
        err.println("weft: " + bound.title + " is " + Bound.number(seen) + ", not " + bound.text());
      }
    }
    return missed == 0 ? 0 : 1;
  }

  private void check() {
    if (rounds < 1 || dials < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--rounds is at least 1, and --dials at least 0, not " + rounds + " and " + dials);
    }
  }

  private Results measure(Set<Contender> contenders, PrintWriter err) throws Exception {
    Results results = new Results();
    try (Stage stage = Stage.set(contenders, results)) {
      List<Variant> order = new ArrayList<>();
      contenders.forEach(each -> order.addAll(each.variants()));
      dial(stage, contenders, results, err);
      round(stage, order, new Results(), "warm-up", err);
      for (int round = 1; round <= rounds; round++) {
        results.load(Machine.load());
        round(stage, order, results, "round " + round + " of " + rounds, err);
        Collections.rotate(order, 1);
      }
    }
    return results;
  }

  /**
   * All dials come first: a node that has run for a while has compiled what a visitor's joining
   * takes, and one that has just been started takes the processors from its visitors.
   */
  private void dial(Stage stage, Set<Contender> contenders, Results results, PrintWriter err) {
    for (Contender contender : contenders) {
      if (contender.isDialled() && dials > 0) {
        err.println("weft: " + dials + " dials, " + contender.title);
        results.failedDials(contender, new Dials(stage, contender).failed(dials));
      }
    }
  }

  private static void round(
      Stage stage, List<Variant> order, Results results, String name, PrintWriter err) {
    for (Variant variant : order) {
      err.println("weft: " + name + ", " + variant.title());
      try {
        new Round(stage, variant, (measure, value) -> results.add(variant, measure, value)).run();
      } catch (RuntimeException failed) {
        String reason = String.valueOf(failed.getMessage()).lines().limit(2).toList().toString();
        results.failed(variant, name + ": " + reason);
        err.println("weft: " + variant.title() + " failed: " + reason);
      }
    }
  }
}
