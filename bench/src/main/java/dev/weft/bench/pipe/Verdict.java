package dev.weft.bench.pipe;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The bounds that the pipe is to meet. */
final class Verdict {
  /** Times as fast as piping-server, to many receivers and to one. */
  private static final double LEAST_RATIO = 1.7;

  private static final double LEAST_RATIO_OF_ONE = 1;
  private static final double MOST_MEGABYTES = 320;

  /** How much longer than size ÷ uplink a transfer may take. */
  private static final double UPLINK_SLACK = 1.5;

  /** The least part of receivers × size ÷ uplink that the naive way takes. */
  private static final double NAIVE_SLACK = 0.8;

  private static final Duration MOST_FOR_MANY = Duration.ofMinutes(1);

  private final List<String> missed = new ArrayList<>();

  void speed(Series series, int receivers, Contestant ours, Contestant rival) {
    double ratio = series.ratio(ours, rival);
    double least = receivers == 1 ? LEAST_RATIO_OF_ONE : LEAST_RATIO;
    bound(
        ratio >= least,
        "%d MiB to %d: %s %.2f times as fast as %s, at least %.1f is wanted",
        series.megabytes(),
        receivers,
        ours.name(),
        ratio,
        rival.name(),
        least);
  }

  void memory(double megabytes) {
    bound(
        megabytes <= MOST_MEGABYTES,
        "peak memory %.0f MB, at most %.0f is wanted",
        megabytes,
        MOST_MEGABYTES);
  }

  void uplink(double ideal, double pipe, double naive, int receivers) {
    bound(pipe <= ideal * UPLINK_SLACK, "%.2f s over an uplink that needs %.2f s", pipe, ideal);
    bound(
        naive >= ideal * receivers * NAIVE_SLACK,
        "one by one took %.2f s, which is less than %d times the uplink's %.2f s",
        naive,
        receivers,
        ideal);
  }

  void many(Duration wall) {
    bound(
        wall.compareTo(MOST_FOR_MANY) <= 0,
        "64 transfers at once took %d s, at most %d are wanted",
        wall.toSeconds(),
        MOST_FOR_MANY.toSeconds());
  }

  private void bound(boolean met, String sentence, Object... values) {
    if (!met) {
      missed.add(String.format(Locale.ROOT, sentence, values));
    }
  }

  /** Says what was missed; the exit code. */
  int print(PrintStream out, PrintStream err) {
    if (missed.isEmpty()) {
      out.println("All bounds are met.");
      return 0;
    }
    missed.forEach(each -> err.println("weft bench pipe: missed: " + each + "."));
    return 1;
  }
}
