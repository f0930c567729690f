package dev.weft.bench.mesh;

import dev.weft.bench.Samples;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that was measured in a run. */
final class Results {
  private final Map<Variant, Map<Measure, Samples>> samples = new LinkedHashMap<>();
  private final Map<Contender, Integer> failedDials = new EnumMap<>(Contender.class);
  private final Map<Contender, ScriptSize> sizes = new EnumMap<>(Contender.class);
  private final List<String> failures = new ArrayList<>();
  private final Samples loads = new Samples();

  /** Keeps a value; what could not be measured is NaN and left out. */
  void add(Variant variant, Measure measure, double value) {
    if (!Double.isNaN(value)) {
      samples
          .computeIfAbsent(variant, first -> new EnumMap<>(Measure.class))
          .computeIfAbsent(measure, first -> new Samples())
          .add(value);
    }
  }

  void failed(Variant variant, String reason) {
    failures.add(variant.title() + ": " + reason);
  }

  void failedDials(Contender contender, int count) {
    failedDials.put(contender, count);
  }

  void size(Contender contender, ScriptSize size) {
    sizes.put(contender, size);
  }

  /** The machine's load when a round began. */
  void load(double load) {
    loads.add(load);
  }

  Map<Variant, Map<Measure, Samples>> samples() {
    return samples;
  }

  Map<Contender, Integer> failedDials() {
    return failedDials;
  }

  Map<Contender, ScriptSize> sizes() {
    return sizes;
  }

  /** What went wrong in rounds, a sentence each. */
  List<String> failures() {
    return failures;
  }

  Samples loads() {
    return loads;
  }

  /** The median, of the contender's best variant; null when it was not measured. */
  @Nullable Double median(Contender contender, Measure measure) {
    Double best = null;
    for (Map.Entry<Variant, Map<Measure, Samples>> each : samples.entrySet()) {
      Samples found = each.getValue().get(measure);
      if (each.getKey().contender() == contender && found != null) {
        double median = found.median();
        best = best == null ? median : Math.min(best, median);
      }
    }
    return best;
  }
}
