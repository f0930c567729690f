package dev.weft.origin;

import static dev.weft.origin.RunningSite.header;
import static dev.weft.origin.RunningSite.noise;
import static dev.weft.origin.RunningSite.write;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.origin.http.Slowness;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lower bounds are exact: nothing comes too early. The upper bound only says that it comes at all,
 * on a busy machine too; the schedule itself is tested without a clock in {@code SlowLineTest}.
 */
class SlowTest {
  private static final long BIT_RATE = 16_000_000;
  private static final long LATEST_MILLIS = 10_000;

  @TempDir Path folder;

  private static long millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  @Test
  void delaysTheAnswerAndSaysSo() throws Exception {
    write(folder, "a.css", "p{}");
    Slowness far = new Slowness(Duration.ofMillis(300), 0);
    try (RunningSite site = RunningSite.start(folder, options -> options.slowness(far))) {
      assertThat(millis(() -> site.get("/a.css"))).isBetween(300L, LATEST_MILLIS);
      assertThat(millis(() -> site.get("/missing"))).isBetween(300L, LATEST_MILLIS);
      assertThat(header(site.get("/a.css"), "x-weft-slowed"))
          .isEqualTo("delay=300ms, rate=unbounded");
      assertThat(header(site.get("/healthz"), "x-weft-slowed")).isEqualTo("(none)");
    }
  }

  @Test
  void keepsTheRate() throws Exception {
    byte[] second = noise((int) (BIT_RATE / 8));
    write(folder, "a.webm", second);
    Slowness thin = new Slowness(Duration.ZERO, BIT_RATE);
    try (RunningSite site = RunningSite.start(folder, options -> options.slowness(thin))) {
      long took =
          millis(() -> assertThat(site.get("/a.webm").body()).as("unchanged").isEqualTo(second));
      assertThat(took).isBetween(995L, LATEST_MILLIS);
    }
  }

  @Test
  void sharesOneLineAmongAll() throws Exception {
    write(folder, "a.webm", noise((int) (BIT_RATE / 8 / 10)));
    Slowness thin = new Slowness(Duration.ZERO, BIT_RATE);
    ExecutorService visitors = Executors.newFixedThreadPool(10);
    try (RunningSite site = RunningSite.start(folder, options -> options.slowness(thin))) {
      long took =
          millis(
              () -> {
                List<CompletableFuture<HttpResponse<byte[]>>> answers =
                    IntStream.range(0, 10)
                        .mapToObj(
                            each ->
                                CompletableFuture.supplyAsync(() -> site.get("/a.webm"), visitors))
                        .toList();
                answers.forEach(CompletableFuture::join);
              });
      assertThat(took).isBetween(995L, LATEST_MILLIS);
    } finally {
      visitors.shutdown();
    }
  }

  @Test
  void holdsNoThreadWhileItWaits() throws Exception {
    write(folder, "a.css", "p{}");
    byte[] request = "GET /a.css HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII);
    Slowness veryFar = new Slowness(Duration.ofMinutes(1), 0);
    List<Socket> visitors = new ArrayList<>();
    try (RunningSite site = RunningSite.start(folder, options -> options.slowness(veryFar))) {
      for (int i = 0; i < 400; i++) {
        Socket visitor = new Socket("127.0.0.1", site.server.port());
        visitors.add(visitor);
        visitor.getOutputStream().write(request);
      }
      // The server has at most 250 threads: did each visitor hold one, none would be left for this.
      assertThat(site.get("/healthz").statusCode()).isEqualTo(200);
      for (Socket visitor : visitors) {
        assertThat(visitor.getInputStream().available()).isZero();
        visitor.close();
      }
    } finally {
      for (Socket visitor : visitors) {
        visitor.close();
      }
    }
  }

  @Test
  void isNotSlowUnlessTold() throws Exception {
    write(folder, "a.css", "p{}");
    try (RunningSite site = RunningSite.start(folder)) {
      assertThat(header(site.get("/a.css"), "x-weft-slowed")).isEqualTo("(none)");
    }
  }
}
