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

  /** How many times as fast the first contestant was as that one, by the medians. */
  double ratio(String rival) {
    Contestant ours = loads.keySet().iterator().next();
    Contestant other =
        loads.keySet().stream().filter(each -> each.name().equals(rival)).findFirst().orElseThrow();
    return wall(other) / wall(ours);
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

  void print(PrintStream out) {
    out.printf("%d MiB to %d%n%n", megabytes(), receivers);
    out.println(
        "| server | wall | all receivers | server's CPU | its peak memory | ours is faster |");
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
          ratio(each.name()));
    }
    out.println();
  }
}
