package dev.weft.bench.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The values of one measure of one contender, outliers included. */
final class Samples {
  /** A value so many times the median is shown as an outlier. */
  private static final int OUTLYING = 3;

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  List<Double> values() {
    return values;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double min() {
    return sorted()[0];
  }

  double max() {
    double[] sorted = sorted();
    return sorted[sorted.length - 1];
  }

  /** Values far above the median. */
  List<Double> outliers() {
    double bound = OUTLYING * median();
    return values.stream().filter(value -> value > bound).toList();
  }

  private double[] sorted() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
