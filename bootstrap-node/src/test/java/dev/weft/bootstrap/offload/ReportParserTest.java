package dev.weft.bootstrap.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportParserTest {
  private static final String FULL =
      """
      {"v":1,"millis":10000,"peerBytes":9000000,"originBytes":1000000,"cacheBytes":5,\
      "httpCacheBytes":6,"uploadedBytes":7,"verifyFailures":1,"peers":4,\
      "fallbacks":{"no-peer":2,"joining":3,"budget":4,"stalled":5,"bad-block":6,"slower":7}}""";

  @Test
  void takesAllFields() throws RefusedReportException {
    Tally tally = parse(FULL);

    assertThat(tally.get(Measure.PEER_BYTES)).isEqualTo(9_000_000);
    assertThat(tally.get(Measure.ORIGIN_BYTES)).isEqualTo(1_000_000);
    assertThat(tally.get(Measure.CACHE_BYTES)).isEqualTo(5);
    assertThat(tally.get(Measure.HTTP_CACHE_BYTES)).isEqualTo(6);
    assertThat(tally.get(Measure.UPLOADED_BYTES)).isEqualTo(7);
    assertThat(tally.get(Measure.VERIFY_FAILURES)).isEqualTo(1);
    assertThat(tally.get(Measure.PEERS)).isEqualTo(4);
    assertThat(tally.get(Measure.FALLBACK_NO_PEER)).isEqualTo(2);
    assertThat(tally.get(Measure.FALLBACK_JOINING)).isEqualTo(3);
    assertThat(tally.get(Measure.FALLBACK_BUDGET)).isEqualTo(4);
    assertThat(tally.get(Measure.FALLBACK_STALLED)).isEqualTo(5);
    assertThat(tally.get(Measure.FALLBACK_BAD_BLOCK)).isEqualTo(6);
    assertThat(tally.get(Measure.FALLBACK_SLOWER)).isEqualTo(7);
    assertThat(tally.get(Measure.REPORTS)).isEqualTo(1);
    assertThat(tally.ratio()).isEqualTo(0.9);
  }

  @Test
  void countsMissingFieldsAsNoughtAndIgnoresUnknownOnes() throws RefusedReportException {
    Tally tally = parse("{\"v\":1,\"millis\":5,\"later\":[{}]}");

    assertThat(tally.get(Measure.REPORTS)).isEqualTo(1);
    assertThat(tally.get(Measure.PEER_BYTES)).isZero();
    assertThat(tally.ratio()).isEqualTo(-1);
  }

  @Test
  void takesExactlyTheStatedBoundsAndNoByteMore() throws RefusedReportException {
    assertThat(parse("{\"v\":1,\"millis\":2000,\"peerBytes\":250000000}").get(Measure.PEER_BYTES))
        .isEqualTo(2000 * ReportParser.MAX_NETWORK_BYTES_PER_MILLI);
    assertThat(refusal("{\"v\":1,\"millis\":2000,\"peerBytes\":250000001}").code())
        .isEqualTo("impossible");
    assertThat(parse("{\"v\":1,\"millis\":1,\"peerBytes\":125000000}").get(Measure.PEER_BYTES))
        .as("a short report is judged as one of a second")
        .isEqualTo(125_000_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                                   | not-an-object",
        "[]                                                 | not-an-object",
        "{\"v\":1,                                          | not-json",
        "{\"v\":1,\"millis\":1} x                           | not-json",
        "{\"v\":1,\"v\":1,\"millis\":1}                     | not-json",
        "{\"v\":1,\"millis\":NaN}                           | not-json",
        "{\"v\":1,\"millis\":1,\"a\":[[[[[[[[[]]]]]]]]]}    | not-json",
        "{\"millis\":1}                                     | unknown-version",
        "{\"v\":2,\"millis\":1}                             | unknown-version",
        "{\"v\":1}                                          | missing-field",
        "{\"v\":1,\"millis\":0}                             | missing-field",
        "{\"v\":1,\"millis\":3600001}                       | impossible",
        "{\"v\":1,\"millis\":1,\"peerBytes\":-1}            | negative",
        "{\"v\":1,\"millis\":1,\"peerBytes\":1.5}           | not-a-number",
        "{\"v\":1,\"millis\":1,\"peerBytes\":1e30}          | not-a-number",
        "{\"v\":1,\"millis\":1,\"peerBytes\":\"1\"}         | not-a-number",
        "{\"v\":1,\"millis\":1,\"peerBytes\":null}          | not-a-number",
        "{\"v\":1,\"millis\":1,\"originBytes\":9223372036854775808} | impossible",
        "{\"v\":1,\"millis\":1,\"cacheBytes\":2000000001}   | impossible",
        "{\"v\":1,\"millis\":1,\"verifyFailures\":1000001}  | impossible",
        "{\"v\":1,\"millis\":1,\"peers\":501}               | impossible",
        "{\"v\":1,\"millis\":1,\"fallbacks\":3}             | not-an-object",
        "{\"v\":1,\"millis\":1,\"fallbacks\":{\"bored\":1}} | unknown-reason",
        "{\"v\":1,\"millis\":1,\"fallbacks\":{\"budget\":-1}} | negative",
      })
  void refuses(String report, String code) {
    RefusedReportException refusal = refusal(report == null ? "" : report);

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.getMessage()).isNotBlank();
  }

  @Test
  void refusesMoreThanFourKilobytesUnread() {
    RefusedReportException refusal = refusal(" ".repeat(4097));

    assertThat(refusal.status()).isEqualTo(413);
    assertThat(refusal.code()).isEqualTo("too-large");
  }

  private static Tally parse(String report) throws RefusedReportException {
    return ReportParser.parse(report.getBytes(StandardCharsets.UTF_8));
  }

  private static RefusedReportException refusal(String report) {
    return catchThrowableOfType(RefusedReportException.class, () -> parse(report));
  }
}
