package dev.weft.bench.page;

import dev.weft.bench.Samples;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What must be seen in a series.
 *
 * @param text as in {@code at most 5.0 ms slower}
 * @param seen the value that counts, as text with its unit
 * @param isMissed whether it is beyond the bound
 */
record Bound(String text, String seen, boolean isMissed) {
  /** The visitor notices no less: so much slower Weft may be, whichever is more. */
  private static final double SLOWER_MILLIS = 5;

  private static final double SLOWER_PART = 0.03;

  private static final double TIMES_FASTER = 3;

  /** The series' bound; null when it has none, or fewer pairs than show anything. */
  static @Nullable Bound of(Series series) {
    if (series.scene() == Scene.GOOD) {
      return series.moment() == Moment.READY ? faster(series) : null;
    }
    Samples.Interval differences = series.differences().interval();
    return series.delayMillis() == 0 || differences == null
        ? null
        : notSlower(differences.high(), series.without().median());
  }

  private static Bound notSlower(double high, double without) {
    double bound = Math.max(SLOWER_MILLIS, SLOWER_PART * without);
    return new Bound(
        text("at most %.1f ms slower", bound), text("up to %.1f ms", high), high > bound);
  }

  private static Bound faster(Series series) {
    double ratio = series.without().median() / series.with().median();
    return new Bound(
        text("at least %.0f times faster", TIMES_FASTER),
        text("%.1f times", ratio),
        ratio < TIMES_FASTER);
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
