package dev.weft.origin.http;

import java.util.List;
import java.util.Locale;

/**
 * What a client says of content codings (RFC 9110, section 12.5.3). What makes no sense counts for
 * nothing and is no error.
 */
final class AcceptEncoding {
  private static final int FULL_WEIGHT = 1000;

  private AcceptEncoding() {}

  /** Whether gzip is named, acceptable, and not liked less than identity. */
  static boolean prefersGzip(List<String> fields) {
    int gzip = 0;
    int identity = 0;
    for (String field : fields) {
      for (String member : field.toLowerCase(Locale.ROOT).split(",", -1)) {
        String[] parts = member.split(";", 2);
        int weight = parts.length == 1 ? FULL_WEIGHT : weight(parts[1].trim());
        switch (parts[0].trim()) {
          case "gzip", "x-gzip" -> gzip = weight;
          case "identity" -> identity = weight;
          default -> {}
        }
      }
    }
    return gzip > 0 && gzip >= identity;
  }

  /** Thousandths of {@code q=0.123}; 0 for what has another form. */
  private static int weight(String text) {
    if (!text.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
      return 0;
    }
    return (int) Math.round(Double.parseDouble(text.substring(2)) * FULL_WEIGHT);
  }
}
