package dev.weft.site.report;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the origin's access log: {@code time method target status bodyBytes decodedBytes range
 * protocol millis ok|aborted "user agent"}.
 *
 * @param path without its query
 * @param bodyBytes handed to the network, as encoded
 * @param decodedBytes the same before content coding
 */
public record AccessRecord(
    String path, int status, long bodyBytes, long decodedBytes, String userAgent) {
  private static final Pattern LINE =
      Pattern.compile(
          "\\S+ \\S+ ([^\\s?]+)\\S* (\\d{3}) (\\d+) (\\d+) \\S+ \\S+ \\d+ (?:ok|aborted) \"(.*)\"");

  /** Empty when {@code line} is not of this form. */
  public static Optional<AccessRecord> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new AccessRecord(
            matcher.group(1),
            Integer.parseInt(matcher.group(2)),
            Long.parseLong(matcher.group(3)),
            Long.parseLong(matcher.group(4)),
            matcher.group(5)));
  }
}
