package dev.weft.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of one measure, outliers included. */
public final class Samples {
  /** A value so many times the median is shown as an outlier. */
  private static final int OUTLYING = 3;

  /** How sure the limits of {@link #interval} are to lie around the median. */
  private static final double CONFIDENCE = 0.95;

  private final List<Double> values = new ArrayList<>();

  /**
   * Between these the median of all that could be measured lies with a confidence of 95 %.
   *
   * @param low the lower limit
   * @param high the upper limit
   */
  public record Interval(double low, double high) {}

  /** Keeps a value. */
  public void add(double value) {
    values.add(value);
  }

  /** All values, in the order in which they came. */
  public List<Double> values() {
    return values;
  }

  /** Whether there is no value. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** The one in the middle, or the mean of the two there. */
  public double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The smallest value that no more than one in twenty exceeds. */
  public double p95() {
    double[] sorted = sorted();
    return sorted[(sorted.length * 19 + 19) / 20 - 1];
  }

  /** The least. */
  public double min() {
    return sorted()[0];
  }

  /** The greatest. */
  public double max() {
    double[] sorted = sorted();
    return sorted[sorted.length - 1];
  }

  /**
   * The limits of the median, by order statistics: whether a value is below the median is a coin's
   * toss, whatever the values are spread like. So the k-th from below and the k-th from above are
   * limits, for the largest k that makes fewer than k heads of as many tosses as rare as that.
   *
   * @return null for fewer than 6 values, whose extremes are too likely to be on one side
   */
  public @Nullable Interval interval() {
    double[] sorted = sorted();
    double probability = Math.pow(0.5, sorted.length);
    double below = probability;
    int rank = 0;
    while (below <= (1 - CONFIDENCE) / 2) {
      rank++;
      probability *= (double) (sorted.length - rank + 1) / rank;
      below += probability;
    }
    return rank == 0 ? null : new Interval(sorted[rank - 1], sorted[sorted.length - rank]);
  }

  /** Values far above the median. */
  public List<Double> outliers() {
    double bound = OUTLYING * median();
    return values.stream().filter(value -> value > bound).toList();
  }

  private double[] sorted() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
