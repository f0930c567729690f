package dev.weft.bench.mesh;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What must be seen, of values of one run. */
enum Bound {
  SIZE("sizeBrotliBytes", "weft.js, brotli", 40_000, true),
  FETCH_100_KIB("fetch100KiBToRaw", "100 KiB ÷ raw", 1.6, true),
  FETCH_1_MIB("fetch1MiBToRaw", "1 MiB ÷ raw", 1.25, true),
  THROUGHPUT_16_MIB("throughput16MiBToRaw", "16 MiB, throughput ÷ raw", 0.9, false),
  DIAL("dialToJs", "dial → open ÷ js-libp2p", 0.5, true),
  RESERVED("reservedToJs", "start → reserved ÷ js-libp2p", 0.4, true),
  COLD("coldFetchToJs", "start → first 100 KiB ÷ js-libp2p", 0.4, true),
  FAILED_DIALS("failedDials", "failed dials", 0, true);

  /** In the JSON. */
  final String id;

  /** In tables. */
  final String title;

  final double bound;
  private final boolean atMost;

  Bound(String id, String title, double bound, boolean atMost) {
    this.id = id;
    this.title = title;
    this.bound = bound;
    this.atMost = atMost;
  }

  /** What was seen; null when it was not measured. */
  @Nullable Double seen(Results results) {
    return switch (this) {
      case SIZE -> {
        ScriptSize size = results.sizes().get(Contender.WEFT);
        yield size == null ? null : (double) size.brotli();
      }
      case FETCH_100_KIB -> ratio(results, Measure.FETCH_100_KIB, Contender.RAW);
      case FETCH_1_MIB -> ratio(results, Measure.FETCH_1_MIB, Contender.RAW);
      case THROUGHPUT_16_MIB -> {
        Double slower = ratio(results, Measure.FETCH_16_MIB, Contender.RAW);
        yield slower == null ? null : 1 / slower;
      }
      case DIAL -> ratio(results, Measure.DIAL, Contender.LIBP2P);
      case RESERVED -> ratio(results, Measure.RESERVED, Contender.LIBP2P);
      case COLD -> ratio(results, Measure.COLD, Contender.LIBP2P);
      case FAILED_DIALS -> {
        Integer failed = results.failedDials().get(Contender.WEFT);
        yield failed == null ? null : (double) failed;
      }
    };
  }

  private static @Nullable Double ratio(Results results, Measure measure, Contender other) {
    Double ours = results.median(Contender.WEFT, measure);
    Double theirs = results.median(other, measure);
    return ours == null || theirs == null ? null : ours / theirs;
  }

  boolean isMissed(double seen) {
    return atMost ? seen > bound : seen < bound;
  }

  /** As in {@code at most 1.6}. */
  String text() {
    return (atMost ? "at most " : "at least ") + number(bound);
  }

  static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
