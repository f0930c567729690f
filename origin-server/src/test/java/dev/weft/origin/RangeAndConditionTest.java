package dev.weft.origin;

import static dev.weft.origin.RunningSite.header;
import static dev.weft.origin.RunningSite.noise;
import static dev.weft.origin.RunningSite.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeAndConditionTest {
  private static final byte[] VIDEO = noise(100_000);
  private static final String DATE = "Fri, 20 Nov 2026 12:00:00 GMT";
  private static final String EARLIER = "Fri, 20 Nov 2026 11:59:59 GMT";
  private static final String LATER = "Fri, 20 Nov 2026 12:00:01 GMT";

  @TempDir Path folder;
  private RunningSite site;
  private String etag;

  @BeforeEach
  void start() throws Exception {
    Path video = write(folder, "v.webm", VIDEO);
    Files.setLastModifiedTime(video, FileTime.from(Instant.parse("2026-11-20T12:00:00.25Z")));
    write(folder, "empty.webm", "");
    site = RunningSite.start(folder);
    etag = header(site.get("/v.webm"), "etag");
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=10-19, 10, 19",
    "Bytes=10-19, 10, 19",
    "bytes=99999-, 99999, 99999",
    "bytes=50000-, 50000, 99999",
    "bytes=-1, 99999, 99999",
    "bytes=-100, 99900, 99999",
    "bytes=-999999999999, 0, 99999",
    "bytes=99990-999999999999, 99990, 99999",
  })
  void sendsTheRange(String range, int first, int last) {
    HttpResponse<byte[]> answer = site.get("/v.webm", "range", range);
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(header(answer, "content-range"))
        .isEqualTo("bytes " + first + "-" + last + "/100000");
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(VIDEO, first, last + 1));
    assertThat(header(answer, "etag")).isEqualTo(etag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100000-", "bytes=100000-100001", "bytes=-0"})
  void refusesARangeBehindTheEnd(String range) {
    HttpResponse<byte[]> answer = site.get("/v.webm", "range", range);
    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(header(answer, "content-range")).isEqualTo("bytes */100000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,5-9",
        "items=0-1",
        "bytes=5-2",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=1-2-3",
        "bytes=--5",
        "bytes=+1-2",
        "bytes=99999999999999999999-",
        "bytes=18446744073709551616-18446744073709551617",
      })
  void sendsTheWholeForARangeThatItDoesNotServe(String range) {
    HttpResponse<byte[]> answer = site.get("/v.webm", "range", range);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(VIDEO);
  }

  @Test
  void hasNoRangeOfAnEmptyFile() {
    assertThat(site.get("/empty.webm", "range", "bytes=0-").statusCode()).isEqualTo(416);
    assertThat(site.get("/empty.webm", "range", "bytes=-5").statusCode()).isEqualTo(200);
  }

  @Test
  void ignoresRangesOfHead() {
    assertThat(site.send("HEAD", "/v.webm", "range", "bytes=0-1").statusCode()).isEqualTo(200);
  }

  @Test
  void sendsTheRangeOnlyOfTheSameFile() {
    assertThat(status("range", "bytes=0-1", "if-range", etag)).isEqualTo(206);
    assertThat(status("range", "bytes=0-1", "if-range", DATE)).isEqualTo(206);
    assertThat(status("range", "bytes=0-1", "if-range", "\"other\"")).isEqualTo(200);
    assertThat(status("range", "bytes=0-1", "if-range", "W/" + etag)).isEqualTo(200);
    assertThat(status("range", "bytes=0-1", "if-range", LATER)).isEqualTo(200);
    assertThat(status("range", "bytes=0-1", "if-range", "yesterday")).isEqualTo(200);
  }

  @Test
  void sendsNothingAgainThatIsTheSame() {
    HttpResponse<byte[]> answer = site.get("/v.webm", "if-none-match", etag);
    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "etag")).isEqualTo(etag);
    assertThat(header(answer, "cache-control")).isEqualTo("no-cache");
    assertThat(header(answer, "last-modified")).isEqualTo(DATE);

    assertThat(status("if-none-match", "W/" + etag)).isEqualTo(304);
    assertThat(status("if-none-match", "\"a,b\", " + etag + ", \"c\"")).isEqualTo(304);
    assertThat(status("if-none-match", "*")).isEqualTo(304);
    assertThat(status("if-none-match", "\"other\"")).isEqualTo(200);
    assertThat(status("if-none-match", "\"" + etag)).isEqualTo(200);
    assertThat(status("if-none-match", "nonsense")).isEqualTo(200);
    assertThat(status("if-modified-since", DATE)).isEqualTo(304);
    assertThat(status("if-modified-since", LATER)).isEqualTo(304);
    assertThat(status("if-modified-since", EARLIER)).isEqualTo(200);
    assertThat(status("if-modified-since", "yesterday")).isEqualTo(200);
  }

  @Test
  void prefersTagsOverDates() {
    assertThat(status("if-none-match", "\"other\"", "if-modified-since", DATE)).isEqualTo(200);
    assertThat(status("if-match", etag, "if-unmodified-since", EARLIER)).isEqualTo(200);
  }

  @Test
  void refusesWhenTheFileIsNotTheExpectedOne() {
    assertThat(status("if-match", etag)).isEqualTo(200);
    assertThat(status("if-match", "*")).isEqualTo(200);
    assertThat(status("if-match", "\"other\"")).isEqualTo(412);
    assertThat(status("if-match", "W/" + etag)).isEqualTo(412);
    assertThat(status("if-unmodified-since", DATE)).isEqualTo(200);
    assertThat(status("if-unmodified-since", EARLIER)).isEqualTo(412);
  }

  @Test
  void changesItsTagWithTheFile() throws Exception {
    Files.setLastModifiedTime(
        folder.resolve("v.webm"), FileTime.from(Instant.parse("2026-11-20T12:00:00.26Z")));
    assertThat(header(site.get("/v.webm"), "etag")).isNotEqualTo(etag);
    assertThat(status("if-none-match", etag)).isEqualTo(200);
  }

  private int status(String... headers) {
    return site.get("/v.webm", headers).statusCode();
  }
}
