package dev.weft.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.pipe.PipeSettings;
import dev.weft.pipe.server.PipeConfig;
import dev.weft.pipe.server.PipeServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines for nginx of {@code docs/pipe.md}, as they stand there. */
class PipeBehindNginxTest {
  private static final String BEGIN = "```nginx\n";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** More than is held on the way when nginx passes on no more. */
  private static final byte[] CONTENT = new byte[32 << 20];

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path folder;
  @TempDir Path home;
  private PipeServer pipe;
  private Nginx nginx;

  static {
    new Random(8).nextBytes(CONTENT);
  }

  @BeforeEach
  void start() throws Exception {
    pipe = PipeServer.start(PipeConfig.plain(0, PipeSettings.builder().build()));
    String text = Files.readString(Path.of("../docs/pipe.md"));
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    String lines = text.substring(begin, text.indexOf("```", begin));
    nginx = Nginx.serve(folder, home, lines.replace("127.0.0.1:8080", "127.0.0.1:" + pipe.port()));
  }

  @AfterEach
  void stop() throws Exception {
    nginx.close();
    pipe.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(nginx.url() + path)).timeout(PATIENCE);
  }

  @Test
  void allOfALargeBodyComesThrough() throws Exception {
    CompletableFuture<HttpResponse<byte[]>> received =
        client.sendAsync(request("/secret").build(), HttpResponse.BodyHandlers.ofByteArray());
    HttpRequest upload =
        request("/secret").PUT(HttpRequest.BodyPublishers.ofByteArray(CONTENT)).build();
    assertThat(client.send(upload, HttpResponse.BodyHandlers.ofString()).body())
        .contains("not completed 0");
    assertThat(received.get().body()).isEqualTo(CONTENT);
  }

  /** Asked for by a client that offers to go on with HTTP/2, as {@code curl --http2} does. */
  @Test
  void anInvitationNamesTheProxysAddress() throws Exception {
    HttpClient offering = HttpClient.newHttpClient();
    HttpRequest request = request("/api/v1/pipe").POST(HttpRequest.BodyPublishers.noBody()).build();
    assertThat(offering.send(request, HttpResponse.BodyHandlers.ofString()).body())
        .startsWith(nginx.url() + "/api/v1/pipe/");
  }
}
