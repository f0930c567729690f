package dev.weft.origin;

import static dev.weft.origin.RunningSite.header;
import static dev.weft.origin.RunningSite.noise;
import static dev.weft.origin.RunningSite.write;
import static dev.weft.origin.folder.SiteFile.SETTLE_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
  private static final String STYLE = "p { color: black }\n".repeat(1000);

  @TempDir Path folder;
  private RunningSite site;

  @BeforeEach
  void start() throws Exception {
    write(folder, "a.css", STYLE);
    site = RunningSite.start(folder);
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "gzip, deflate, br, zstd",
        "br;q=1.0, gzip;q=0.5",
        "GZIP",
        "x-gzip",
        "identity;q=0.2,gzip;q=0.3"
      })
  void compressesForThoseWhoAccept(String acceptEncoding) {
    HttpResponse<byte[]> answer = site.get("/a.css", "accept-encoding", acceptEncoding);
    assertThat(header(answer, "content-encoding")).isEqualTo("gzip");
    assertThat(header(answer, "vary")).isEqualTo("Accept-Encoding");
    assertThat(answer.body()).hasSizeLessThan(STYLE.length() / 10);
    assertThat(inflate(answer.body())).isEqualTo(STYLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "identity",
        "br",
        "gzip;q=0",
        "identity, gzip;q=0.5",
        "gzip;q=0, *",
        "\"gzip",
        ";q=,"
      })
  void sendsItAsItIsToOthers(String acceptEncoding) {
    HttpResponse<byte[]> answer = site.get("/a.css", "accept-encoding", acceptEncoding);
    assertThat(header(answer, "content-encoding")).isEqualTo("(none)");
    assertThat(header(answer, "vary")).isEqualTo("Accept-Encoding");
    assertThat(answer.body()).hasSize(STYLE.length());
  }

  @Test
  void givesEachVariantItsOwnTag() {
    String plain = header(site.get("/a.css"), "etag");
    String gzip = header(site.get("/a.css", "accept-encoding", "gzip"), "etag");
    assertThat(gzip).isNotEqualTo(plain).matches("\"[^\"/]+\"");
    assertThat(site.get("/a.css", "accept-encoding", "gzip", "if-none-match", gzip).statusCode())
        .isEqualTo(304);
    assertThat(site.get("/a.css", "accept-encoding", "gzip", "if-none-match", plain).statusCode())
        .isEqualTo(200);
    assertThat(site.get("/a.css", "if-none-match", plain).statusCode()).isEqualTo(304);
  }

  @Test
  void leavesAloneWhatDoesNotGetSmaller() {
    write(folder, "a.webp", "a".repeat(5000));
    write(folder, "noise.txt", noise(5000));
    write(folder, "short.css", "p{}");
    for (String path : new String[] {"/a.webp", "/noise.txt", "/short.css"}) {
      HttpResponse<byte[]> answer = site.get(path, "accept-encoding", "gzip");
      assertThat(header(answer, "content-encoding")).as(path).isEqualTo("(none)");
    }
    assertThat(header(site.get("/a.webp"), "vary")).isEqualTo("(none)");
  }

  @Test
  void takesRangesFromTheFileItself() {
    HttpResponse<byte[]> answer =
        site.get("/a.css", "accept-encoding", "gzip", "range", "bytes=0-3");
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(header(answer, "content-encoding")).isEqualTo("(none)");
    assertThat(header(answer, "content-range")).isEqualTo("bytes 0-3/" + STYLE.length());
    assertThat(answer.body()).asString().isEqualTo("p { ");
  }

  @Test
  void sendsTheNewFileAfterAChange() {
    site.get("/a.css", "accept-encoding", "gzip");
    write(folder, "a.css", "i { color: red }\n".repeat(700));
    HttpResponse<byte[]> answer = site.get("/a.css", "accept-encoding", "gzip");
    assertThat(answer.body()).hasSizeGreaterThan(0);
    assertThat(site.get("/a.css").body()).asString().startsWith("i {");
    assertThat(inflate(answer.body())).startsWith("i {");
  }

  /** File systems count time in ticks: what is written twice within one looks like one version. */
  @Test
  void sendsTheNewFileAfterAChangeWithinATick() throws IOException {
    FileTime tick =
        await()
            .until(
                this::sentAsSoonAsWritten,
                written -> System.currentTimeMillis() - written.toMillis() < SETTLE_MILLIS);
    String changed = STYLE.replace("black", "brown");
    Files.setLastModifiedTime(write(folder, "a.css", changed), tick);
    HttpResponse<byte[]> answer = site.get("/a.css", "accept-encoding", "gzip");
    assertThat(inflate(answer.body())).isEqualTo(changed);
  }

  private FileTime sentAsSoonAsWritten() throws IOException {
    FileTime tick = FileTime.fromMillis(System.currentTimeMillis());
    Files.setLastModifiedTime(write(folder, "a.css", STYLE), tick);
    site.get("/a.css", "accept-encoding", "gzip");
    return tick;
  }

  private static String inflate(byte[] gzip) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }
}
