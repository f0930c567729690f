package dev.weft.origin;

import static dev.weft.origin.RunningSite.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipe beside a site: at its own paths only, and in no log. */
class OriginPipeTest {
  @TempDir Path folder;

  private static HttpRequest.Builder request(RunningSite site, String path) {
    return HttpRequest.newBuilder(URI.create(site.server.url() + path));
  }

  @Test
  void servesPipesBesideTheSite() throws Exception {
    write(folder, "index.html", "the site");
    byte[] body = RunningSite.noise(3_000_000);
    try (RunningSite site = RunningSite.start(folder)) {
      HttpClient client = HttpClient.newHttpClient();
      CompletableFuture<HttpResponse<byte[]>> receiver =
          client.sendAsync(
              request(site, "/api/v1/pipe/secret").build(),
              HttpResponse.BodyHandlers.ofByteArray());
      HttpResponse<String> report =
          client.send(
              request(site, "/api/v1/pipe/secret")
                  .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(report.body()).contains("completed 1");
      assertThat(receiver.get().body()).isEqualTo(body);
      assertThat(RunningSite.text(site.get("/"))).isEqualTo("the site");
      assertThat(site.get("/secret").statusCode()).isEqualTo(404);
      assertThat(site.get("/api/v1/pipe/help").statusCode()).isEqualTo(200);
      assertThat(site.log.toString()).doesNotContain("pipe");
    }
  }

  @Test
  void hasNoneWhenToldSo() {
    try (RunningSite site = RunningSite.start(folder, options -> options.pipe(null))) {
      assertThat(site.get("/api/v1/pipe/help").statusCode()).isEqualTo(404);
    } catch (dev.weft.web.StartException refused) {
      throw new AssertionError(refused);
    }
  }
}
