package dev.weft.bench.pipe;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What each contestant did with one size and number of receivers, over the rounds. */
final class Series {
  private final long bytes;
  private final int receivers;
  private final Map<Contestant, List<Load>> loads = new LinkedHashMap<>();

  Series(long bytes, int receivers) {
    this.bytes = bytes;
    this.receivers = receivers;
  }

  void add(Contestant contestant, Load load) {
    loads.computeIfAbsent(contestant, each -> new ArrayList<>()).add(load);
  }

  int megabytes() {
    return (int) (bytes >> 20);
  }

  /** How many times as fast one contestant was as another, by the medians. */
  double ratio(Contestant one, Contestant other) {
    return wall(other) / wall(one);
  }

  private double wall(Contestant contestant) {
    return median(contestant, load -> PipeCommand.seconds(load.wall()));
  }

  private double median(Contestant contestant, ToDoubleFunction<Load> value) {
    double[] sorted =
        loads.getOrDefault(contestant, List.of()).stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** A table, with how many times as fast as that rival each was. */
  void print(PrintStream out, Contestant rival) {
    out.printf("%d MiB to %d%n%n", megabytes(), receivers);
    out.printf(
        "| server | wall | all receivers | server's CPU | its peak memory | beside %s |%n",
        rival.name());
    out.println("|---|---:|---:|---:|---:|---:|");
    for (Contestant each : loads.keySet()) {
      out.printf(
          Locale.ROOT,
          "| %s | %.2f s | %.0f MB/s | %.2f s | %.0f MB | %.2f × |%n",
          each.name(),
          wall(each),
          median(each, load -> load.megabytesPerSecond(bytes, receivers)),
          median(each, load -> PipeCommand.seconds(load.cpu())),
          each.peakRssMegabytes(),
          ratio(each, rival));
    }
    out.println();
  }
}
