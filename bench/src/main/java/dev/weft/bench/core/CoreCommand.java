package dev.weft.bench.core;

import dev.weft.bench.Bench;
import dev.weft.bench.Machine;
import dev.weft.bench.Report;
import dev.weft.bench.Samples;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./weft bench core}. */
@Command(
    name = "core",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "The core by itself on the JVM, with JMH: time, allocation and size.")
public final class CoreCommand implements Callable<Integer> {
  /** Of JMH's gc profiler: bytes allocated an operation. */
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Spec private CommandSpec spec;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "5",
      description = "Of each, after as many to warm up (${DEFAULT-VALUE}).")
  private int iterations;

  @Option(
      names = "--millis",
      paramLabel = "MS",
      defaultValue = "1000",
      description = "That an iteration takes (${DEFAULT-VALUE}).")
  private int millis;

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "1",
      description = "JVMs of its own for each; 0 measures in this one (${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Only those whose names it finds.")
  private String only = "";

  @Option(names = "--json", paramLabel = "FILE", description = "Writes what JMH writes.")
  private @Nullable Path json;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Writes the tables in Markdown; of all to bench/RESULTS.md unless said otherwise.")
  private @Nullable Path report;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields
  CoreCommand() {}

  /** Measures, and prints the tables. */
  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Machine machine = Machine.here();
    Samples loads = new Samples();
    loads.add(Machine.load());
    String tables = times(new Runner(options().build()).run()) + "\n" + sizes();
    out.print(tables);
    out.flush();
    if (report == null && only.isEmpty()) {
      report = Bench.home().resolve("bench/RESULTS.md");
    }
    if (report != null) {
      String command =
          "./weft bench " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
      Report.put(report, Report.head("The core by itself", command, machine, loads) + tables);
    }
    return 0;
  }

  private ChainedOptionsBuilder options() {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("dev\\.weft\\.bench\\.core\\..*" + only)
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .warmupIterations(iterations)
            .warmupTime(TimeValue.milliseconds(millis))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.milliseconds(millis))
            .forks(forks)
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class);
    return json == null
        ? options
        : options.result(json.toString()).resultFormat(ResultFormatType.JSON);
  }

  private static String times(Collection<RunResult> results) {
    StringBuilder table =
        new StringBuilder("| | µs | ± | bytes allocated |\n|---|---:|---:|---:|\n");
    for (RunResult result : results) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f | %,.0f |%n",
              result.getPrimaryResult().getLabel(),
              result.getPrimaryResult().getScore(),
              result.getPrimaryResult().getScoreError(),
              Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED)).getScore()));
    }
    return table.toString();
  }

  private static String sizes() {
    StringBuilder table = new StringBuilder("| on the wire | bytes |\n|---|---:|\n");
    Sizes.all()
        .forEach(
            (what, bytes) ->
                table.append(String.format(Locale.ROOT, "| %s | %,d |%n", what, bytes)));
    return table.toString();
  }
}
