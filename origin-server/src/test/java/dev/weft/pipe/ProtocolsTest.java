package dev.weft.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.pipe.server.PipeConfig;
import dev.weft.testkit.TestIdentity;
import dev.weft.web.StartException;
import dev.weft.web.TlsFiles;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions of HTTP, TLS, and the methods and paths around the pipes. */
class ProtocolsTest {
  private static final byte[] BODY = Pipeline.noise(3_000_000);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "--http1.1, --http2-prior-knowledge",
    "--http2-prior-knowledge, --http1.1",
    "--http2-prior-knowledge, --http2-prior-knowledge",
    "--http1.1, --http2",
    "--http1.0, --http1.0"
  })
  void anyVersionSendsToAnyOther(String sending, String receiving) throws Exception {
    Path file = Pipeline.file(folder, BODY);
    try (Pipeline pipeline = Pipeline.start()) {
      passes(pipeline, file, sending, receiving);
    }
  }

  private static void passes(
      Pipeline pipeline, Path file, String sending, String receiving, String... both) {
    String[] receiver = append(both, receiving);
    var receivers = pipeline.receive(3, "v?n=3", receiver);
    Curl sender = pipeline.send(file, "v?n=3", append(both, sending));
    assertThat(sender.exitCode()).isZero();
    for (Curl each : receivers) {
      assertThat(each.exitCode()).isZero();
      assertThat(each.body()).isEqualTo(BODY);
    }
  }

  private static String[] append(String[] options, String option) {
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = option;
    return all;
  }

  private static Pipeline withTls(TestIdentity identity) throws StartException {
    TlsFiles files = new TlsFiles(identity.chain(), identity.key());
    return Pipeline.start(new PipeConfig("127.0.0.1", 0, files, PipeSettings.builder().build()));
  }

  @ParameterizedTest
  @CsvSource({"--http1.1, --http1.1", "--http2, --http2", "--http1.1, --http2"})
  void withTlsToo(String sending, String receiving) throws Exception {
    Path file = Pipeline.file(folder, BODY);
    TestIdentity identity = TestIdentity.make(folder, "EC");
    try (Pipeline pipeline = withTls(identity)) {
      assertThat(pipeline.server.url()).startsWith("https://");
      passes(pipeline, file, sending, receiving, "--cacert", identity.chain().toString());
    }
  }

  @Test
  void overTlsAReceiverOfHttp1Confirms() throws Exception {
    Path file = Pipeline.file(folder, BODY);
    TestIdentity identity = TestIdentity.make(folder, "EC");
    try (Pipeline pipeline = withTls(identity)) {
      pipeline.receive("c", "-k", "--http1.1");
      Curl sender = pipeline.send(file, "c", "-k", "--http1.1");
      assertThat(sender.exitCode()).isZero();
      assertThat(sender.text()).contains("completed 1, unconfirmed 0");
    }
  }

  @Test
  void aHeadTakesNoPlace() throws Exception {
    try (Pipeline pipeline = Pipeline.start()) {
      pipeline.receive("h?n=2");
      pipeline.awaitReceivers("h", 1);
      for (int i = 0; i < 3; i++) {
        Curl head = Curl.run("-I", pipeline.url("h?n=2"));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("X-Weft-Receivers")).contains("1 of 2");
        assertThat(head.header("X-Weft-Sender")).contains("0");
      }
    }
  }

  @Test
  void otherSitesMayUseIt() throws Exception {
    try (Pipeline pipeline = Pipeline.start()) {
      Curl preflight =
          Curl.run(
              "-X",
              "OPTIONS",
              "-H",
              "Origin: https://example.org",
              "-H",
              "Access-Control-Request-Method: PUT",
              "-H",
              "Access-Control-Request-Headers: x-piping,authorization",
              pipeline.url("o"));
      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.header("Access-Control-Allow-Origin")).contains("*");
      assertThat(preflight.header("Access-Control-Allow-Methods").orElse("")).contains("PUT");
      assertThat(preflight.header("Access-Control-Allow-Headers"))
          .contains("x-piping,authorization");
      assertThat(preflight.header("Access-Control-Max-Age")).contains("86400");
      assertThat(preflight.header("Vary")).contains("Access-Control-Request-Headers");
      assertThat(preflight.header("Allow")).contains("GET, HEAD, OPTIONS, POST, PUT");
      Curl refused = Curl.run("-H", "Origin: https://example.org", pipeline.url("o?n=0"));
      assertThat(refused.header("Access-Control-Allow-Origin")).contains("*");
      assertThat(refused.header("Access-Control-Expose-Headers")).contains("*");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', text/html",
    "help, text/plain",
    "version, text/plain",
    "healthz, text/plain",
    "metrics, text/plain",
    "robots.txt, text/plain",
    "favicon.ico, image/svg+xml"
  })
  void somePathsAreTheServersOwn(String path, String type) throws Exception {
    Path file = Pipeline.file(folder, new byte[10]);
    try (Pipeline pipeline = Pipeline.start()) {
      Curl got = Curl.run(pipeline.url(path));
      assertThat(got.status()).isEqualTo(200);
      assertThat(got.header("Content-Type").orElse("")).startsWith(type);
      assertThat(got.body()).isNotEmpty();
      Curl head = Curl.run("-I", pipeline.url(path));
      assertThat(head.status()).isEqualTo(200);
      Curl put = Curl.run("-X", "PUT", "--data-binary", "@" + file, pipeline.url(path));
      assertThat(put.status()).isEqualTo(400);
      assertThat(put.text()).contains("the server's own");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "PATCH", "TRACE", "MOVE"})
  void otherMethodsAreNone(String method) throws Exception {
    try (Pipeline pipeline = Pipeline.start()) {
      Curl answer = Curl.run("-X", method, pipeline.url("m"));
      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow")).contains("GET, HEAD, OPTIONS, POST, PUT");
    }
  }

  @Test
  void aServiceWorkerIsNoReceiver() throws Exception {
    try (Pipeline pipeline = Pipeline.start()) {
      assertThat(Curl.run("-H", "Service-Worker: script", pipeline.url("sw")).status())
          .isEqualTo(400);
    }
  }

  @Test
  void aReceiverSendsNoBody() throws Exception {
    try (Pipeline pipeline = Pipeline.start()) {
      Curl confused = Curl.run("-X", "GET", "-d", "x", pipeline.url("g"));
      assertThat(confused.status()).isEqualTo(400);
      assertThat(confused.text()).contains("use POST or PUT to send");
    }
  }
}
