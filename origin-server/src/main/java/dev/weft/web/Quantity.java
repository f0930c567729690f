package dev.weft.web;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times, rates and sizes as people write them. */
public final class Quantity {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})\\s*([a-zA-Z/]*)");

  private static final Map<String, Long> MILLIS =
      Map.of("", 1L, "ms", 1L, "s", 1000L, "min", 60_000L, "h", 3_600_000L);

  private static final Map<String, Long> BITS =
      Map.of("bit", 1L, "kbit", 1000L, "mbit", 1_000_000L, "gbit", 1_000_000_000L);

  private static final Map<String, Long> BYTES =
      Map.of(
          "",
          1L,
          "b",
          1L,
          "kb",
          1000L,
          "mb",
          1_000_000L,
          "gb",
          1_000_000_000L,
          "kib",
          1L << 10,
          "mib",
          1L << 20,
          "gib",
          1L << 30);

  private Quantity() {}

  /** {@code 80ms}, {@code 2s}, {@code 5min}, {@code 24h} or milliseconds. */
  public static Duration duration(String text) {
    return Duration.ofMillis(parse(text, MILLIS, "80ms, 2s or 24h"));
  }

  /** {@code 50mbit}, {@code 800kbit}, {@code 1gbit}, each with or without {@code /s}; or 0. */
  public static long bitsPerSecond(String text) {
    if (text.equals("0")) {
      return 0;
    }
    String rate = text.endsWith("/s") ? text.substring(0, text.length() - 2) : text;
    return parse(rate, BITS, "50mbit or 800kbit, or 0 for no bound");
  }

  /** {@code 256KiB}, {@code 1MB} or bytes. */
  public static long bytes(String text) {
    return parse(text, BYTES, "256KiB, 1MB or a number of bytes");
  }

  private static long parse(String text, Map<String, Long> units, String examples) {
    Matcher matcher = FORM.matcher(text.trim());
    Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
    long number = unit == null ? 0 : Long.parseLong(matcher.group(1));
    if (unit == null || number > Long.MAX_VALUE / unit) {
      throw new IllegalArgumentException("'" + text + "' is not of the form " + examples);
    }
    return number * unit;
  }
}
