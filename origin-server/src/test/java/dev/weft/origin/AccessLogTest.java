package dev.weft.origin;

import static dev.weft.origin.RunningSite.noise;
import static dev.weft.origin.RunningSite.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.origin.http.AccessEntry;
import dev.weft.origin.http.Slowness;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  @TempDir Path folder;
  @TempDir Path logs;

  private static AccessEntry only(RunningSite site) {
    await().until(() -> site.log.size() == 1);
    return site.log.get(0);
  }

  @Test
  void writesALineForEachRequest() throws Exception {
    write(folder, "a b.webm", noise(1000));
    Path file = logs.resolve("access.log");
    try (RunningSite site = RunningSite.start(folder, options -> options.accessLog(file))) {
      site.get("/a%20b.webm?v=1", "range", "bytes=0-99", "user-agent", "visitor \"2\"");
      only(site);
    }
    assertThat(Files.readString(file, StandardCharsets.UTF_8))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z GET /a%20b\\.webm\\?v=1 206 100 100"
                + " bytes=0-99 HTTP/1\\.1 \\d+ ok \"visitor \\?2\\?\"\\R");
  }

  @Test
  void countsTheBytesOfTheBody() throws Exception {
    write(folder, "a.webm", noise(700_000));
    try (RunningSite site = RunningSite.start(folder)) {
      site.get("/a.webm");
      AccessEntry entry = only(site);
      assertThat(entry.bodyBytes()).isEqualTo(700_000);
      assertThat(entry.decodedBytes()).isEqualTo(700_000);
      assertThat(site.server.bodyBytes()).isEqualTo(700_000);
      assertThat(site.server.requests()).isEqualTo(1);
    }
  }

  @Test
  void countsCompressedBytesAndWhatTheyStandFor() throws Exception {
    write(folder, "a.css", "p { color: black }\n".repeat(1000));
    try (RunningSite site = RunningSite.start(folder)) {
      int sent = site.get("/a.css", "accept-encoding", "gzip").body().length;
      AccessEntry entry = only(site);
      assertThat(entry.bodyBytes()).isEqualTo(sent);
      assertThat(entry.decodedBytes()).isEqualTo(19_000);
    }
  }

  @Test
  void countsNothingForHeadAndNotModified() throws Exception {
    write(folder, "a.webm", noise(1000));
    try (RunningSite site = RunningSite.start(folder)) {
      site.send("HEAD", "/a.webm");
      site.get("/a.webm", "if-none-match", "*");
      await().until(() -> site.log.size() == 2);
      assertThat(site.log).extracting(AccessEntry::bodyBytes).containsExactly(0L, 0L);
      assertThat(site.log).extracting(AccessEntry::status).containsExactly(200, 304);
    }
  }

  @Test
  void countsWhatWasSentBeforeTheVisitorLeft() throws Exception {
    write(folder, "a.webm", noise(10_000_000));
    Slowness thin = new Slowness(Duration.ZERO, 16_000_000);
    try (RunningSite site = RunningSite.start(folder, options -> options.slowness(thin))) {
      int received;
      try (Socket socket = new Socket("127.0.0.1", site.server.port())) {
        socket
            .getOutputStream()
            .write("GET /a.webm HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        received = socket.getInputStream().readNBytes(400_000).length;
      }
      AccessEntry entry = only(site);
      assertThat(entry.aborted()).isTrue();
      assertThat(entry.bodyBytes()).isBetween(received - 1000L, received + 400_000L);
    }
  }

  @Test
  void keepsALineALine() throws Exception {
    write(folder, "a.css", "x");
    try (RunningSite site = RunningSite.start(folder)) {
      site.raw(
          "GET /a.css HTTP/1.1\r\nHost: x\r\nUser-Agent: a\u0085b\tc\"d\\e\r\n"
              + "Range: bytes=0-0 \"x\r\nConnection: close\r\n\r\n");
      assertThat(only(site).line()).doesNotContain("\n", "\t", "\\").endsWith(" ok \"a?b?c?d?e\"");
    }
  }
}
