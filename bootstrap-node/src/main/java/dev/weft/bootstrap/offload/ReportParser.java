package dev.weft.bootstrap.offload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges the reports of visitors' pages. A report is a JSON object of what happened since the
 * page's last one:
 *
 * <pre>{@code
 * {"v":1, "millis":10000, "peerBytes":0, "originBytes":0, "cacheBytes":0, "httpCacheBytes":0,
 *  "uploadedBytes":0, "verifyFailures":0, "peers":0,
 *  "fallbacks":{"no-peer":0,"joining":0,"budget":0,"stalled":0,"bad-block":0,"slower":0}}
 * }</pre>
 *
 * <p>{@code v} and {@code millis} (the time that the report covers) are required; every other field
 * may be left out and counts as 0. Numbers are whole and not negative. Unknown fields are ignored,
 * so that a newer page can report to an older node; an unknown reason in {@code fallbacks} is
 * refused.
 */
public final class ReportParser {
  /** Bytes a report may have: ours has some 300; more would only cost memory. */
  public static final int MAX_REPORT_BYTES = 4096;

  /** Milliseconds a report may cover: an hour. Pages report far more often. */
  public static final long MAX_MILLIS = 3_600_000;

  /** Bytes a millisecond over a network, each way: 1 Gbit/s, more than visitors' lines carry. */
  public static final long MAX_NETWORK_BYTES_PER_MILLI = 125_000;

  /** Bytes a millisecond from a cache: 2 GB/s, more than a browser reads from disk. */
  public static final long MAX_LOCAL_BYTES_PER_MILLI = 2_000_000;

  /** A shorter report is judged as if it covered this: whole assets are booked when they end. */
  public static final long MIN_JUDGED_MILLIS = 1_000;

  /** Events in one report: a page of a million requests an hour is no page. */
  public static final long MAX_COUNT = 1_000_000;

  /** Open connections of one page: Chromium stops at 500 in a page's life. */
  public static final long MAX_PEERS = 500;

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxNumberLength(20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ReportParser() {}

  /** The report's values, with {@link Measure#REPORTS} set to 1. */
  public static Tally parse(byte[] body) throws RefusedReportException {
    if (body.length > MAX_REPORT_BYTES) {
      throw tooLarge();
    }
    JsonNode report = read(body);
    if (!report.isObject()) {
      throw refused("not-an-object", "a report is a JSON object");
    }
    if (number(report.get("v"), "v", MAX_COUNT) != 1) {
      throw refused("unknown-version", "\"v\" must be 1");
    }
    long millis = number(report.get("millis"), "millis", MAX_MILLIS);
    if (millis == 0) {
      throw refused(
          "missing-field", "\"millis\", the time that the report covers, must be positive");
    }
    Tally tally = new Tally().add(Measure.REPORTS, 1);
    for (Measure measure : Measure.values()) {
      if (measure != Measure.REPORTS && !measure.isFallback()) {
        tally.add(
            measure, number(report.get(measure.field()), measure.field(), most(measure, millis)));
      }
    }
    addFallbacks(report.get("fallbacks"), tally);
    return tally;
  }

  /** What a sender of more than {@link #MAX_REPORT_BYTES} is told. */
  public static RefusedReportException tooLarge() {
    return new RefusedReportException(
        413, "too-large", "a report has at most " + MAX_REPORT_BYTES + " bytes");
  }

  private static JsonNode read(byte[] body) throws RefusedReportException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException malformed) {
      throw refused("not-json", "not JSON: " + malformed.getOriginalMessage());
    } catch (IOException impossible) {
      throw refused("not-json", "the body cannot be read as UTF-8 JSON");
    }
  }

  private static void addFallbacks(@Nullable JsonNode fallbacks, Tally tally)
      throws RefusedReportException {
    if (fallbacks == null) {
      return;
    }
    if (!fallbacks.isObject()) {
      throw refused("not-an-object", "\"fallbacks\" is an object of counts by reason");
    }
    for (Map.Entry<String, JsonNode> entry : fallbacks.properties()) {
      Measure reason = reason(entry.getKey());
      tally.add(reason, number(entry.getValue(), "fallbacks." + reason.field(), MAX_COUNT));
    }
  }

  private static Measure reason(String name) throws RefusedReportException {
    for (Measure measure : Measure.values()) {
      if (measure.isFallback() && measure.field().equals(name)) {
        return measure;
      }
    }
    throw refused(
        "unknown-reason",
        "\"fallbacks\" knows no-peer, joining, budget, stalled, bad-block and slower as reasons");
  }

  private static long most(Measure measure, long millis) {
    long judged = Math.max(millis, MIN_JUDGED_MILLIS);
    return switch (measure.limit()) {
      case NETWORK -> judged * MAX_NETWORK_BYTES_PER_MILLI;
      case LOCAL -> judged * MAX_LOCAL_BYTES_PER_MILLI;
      case COUNT, FALLBACK -> MAX_COUNT;
      case PEERS -> MAX_PEERS;
    };
  }

  private static long number(@Nullable JsonNode node, String field, long most)
      throws RefusedReportException {
    if (node == null) {
      return 0;
    }
    if (!node.isIntegralNumber()) {
      throw refused("not-a-number", "\"" + field + "\" must be a whole number");
    }
    if (!node.canConvertToLong() || node.longValue() > most) {
      throw refused("impossible", "\"" + field + "\" is more than the possible " + most);
    }
    if (node.longValue() < 0) {
      throw refused("negative", "\"" + field + "\" must not be negative");
    }
    return node.longValue();
  }

  private static RefusedReportException refused(String code, String message) {
    return new RefusedReportException(400, code, message);
  }
}
