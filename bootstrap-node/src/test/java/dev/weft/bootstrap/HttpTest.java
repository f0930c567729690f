package dev.weft.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The node's HTTP side as browsers and operators meet it. */
class HttpTest {
  private static final String REPORT =
      "{\"v\":1,\"millis\":10000,\"peerBytes\":900,\"originBytes\":100,\"verifyFailures\":2,"
          + "\"fallbacks\":{\"no-peer\":3}}";

  @TempDir Path folder;
  private final FakeClock clock = new FakeClock();
  private final HttpClient http = HttpClient.newHttpClient();
  private BootstrapNode node;

  @BeforeEach
  void start() throws StartException {
    node = BootstrapNode.start(NodeConfig.loopback(0, folder.resolve("node.key")), clock);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void theFrontPageSaysWhatItIsAndItsAddress() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(page.body())
        .contains(node.multiaddr().toString())
        .contains("href=\"/dashboard\"")
        .doesNotContain("{{");
  }

  @Test
  void theDashboardSaysHowToEmbedWhileItIsEmpty() throws Exception {
    assertThat(get("/dashboard").body())
        .contains("--bootstrap " + node.multiaddr())
        .contains("--report http://127.0.0.1:" + node.port() + "/report")
        .contains("--ice-server " + node.stunUrl())
        .contains("/weft/weft.js")
        .doesNotContain("{{");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/dashboard"})
  void pagesLoadNothingFromElsewhere(String path) throws Exception {
    HttpResponse<String> page = get(path);

    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy).contains("default-src 'none'").contains("script-src 'self'"));
    assertThat(page.body()).doesNotContainPattern("(src|href)=\"(https?:)?//");
    for (String asset :
        new String[] {"weft.css", "node.js", "dashboard.js", "chart.js", "weft.svg"}) {
      assertThat(get("/assets/" + asset).statusCode()).as(asset).isEqualTo(200);
    }
  }

  @Test
  void healthIsOk() throws Exception {
    HttpResponse<String> health = get("/healthz");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("ok\n");
  }

  @Test
  void anEmptyNodeHasNoRatio() throws Exception {
    JsonNode now = offload("");

    assertThat(now.at("/recent/ratio").isNull()).isTrue();
    assertThat(now.at("/minutes/at")).isEmpty();
    assertThat(now.at("/mesh/connections").intValue()).isZero();
  }

  @Test
  void aReportIsBookedUnderItsMinute() throws Exception {
    assertThat(post(REPORT, "text/plain;charset=UTF-8").statusCode()).isEqualTo(204);
    clock.advance(Duration.ofMinutes(1));
    assertThat(post(REPORT, "application/json").statusCode()).isEqualTo(204);

    JsonNode now = offload("");

    assertThat(now.at("/minutes/at")).hasSize(2);
    assertThat(now.at("/minutes/peerBytes/0").longValue()).isEqualTo(900);
    assertThat(now.at("/minutes/no-peer/1").longValue()).isEqualTo(3);
    assertThat(now.at("/recent/ratio").doubleValue()).isEqualTo(0.9);
    assertThat(now.at("/day/reports").longValue()).isEqualTo(2);
    assertThat(offload("?since=" + now.at("/minute").longValue()).at("/minutes/at")).hasSize(1);
  }

  @Test
  void aDayLaterItIsForgotten() throws Exception {
    post(REPORT, "text/plain");
    clock.advance(Duration.ofDays(1));

    assertThat(offload("").at("/day/ratio").isNull()).isTrue();
  }

  @Test
  void badReportsAreRefusedWithACodeAndAReason() throws Exception {
    HttpResponse<String> refused = post("{\"v\":1,\"millis\":5,\"peerBytes\":-1}", "text/plain");

    assertThat(refused.statusCode()).isEqualTo(400);
    JsonNode error = new ObjectMapper().readTree(refused.body());
    assertThat(error.get("error").textValue()).isEqualTo("negative");
    assertThat(error.get("message").textValue()).contains("peerBytes");
    assertThat(post(REPORT + " ".repeat(5000), "text/plain").statusCode()).isEqualTo(413);
    assertThat(post("x".repeat(100_000), "text/plain").statusCode()).isEqualTo(413);
    assertThat(post(REPORT, "text/html").statusCode()).isEqualTo(415);
    assertThat(offload("").at("/day/reports").longValue()).isZero();
  }

  @Test
  void anAddressThatReportsTooOftenIsToldToWait() throws Exception {
    int taken = 0;
    HttpResponse<String> answer = post(REPORT, "text/plain");
    while (answer.statusCode() == 204 && taken < 1000) {
      taken++;
      answer = post(REPORT, "text/plain");
    }

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(taken).isEqualTo(120);
    clock.advance(Duration.ofSeconds(1));
    assertThat(post(REPORT, "text/plain").statusCode()).isEqualTo(204);
  }

  @Test
  void pagesOfAnySiteMayReport() throws Exception {
    HttpResponse<String> preflight =
        send(
            request("/report")
                .header("Origin", "https://shop.example")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://shop.example");
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials")).hasValue("true");
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
        .hasValue("Content-Type");
  }

  @Test
  void metricsCountReportsAndBytes() throws Exception {
    post(REPORT, "text/plain");
    post("nonsense", "text/plain");

    assertThat(get("/metrics").body())
        .contains("weft_reports_total{outcome=\"accepted\"} 1.0")
        .contains("weft_reports_total{outcome=\"refused\"} 1.0")
        .contains("weft_delivered_bytes_total{source=\"peer\"} 900.0")
        .contains("weft_fallbacks_total{reason=\"no-peer\"} 3.0")
        .contains("weft_verify_failures_total 2.0")
        .contains("weft_stun_requests_total{outcome=\"answered\"} 0.0")
        .contains("weft_connections 0.0");
  }

  private JsonNode offload(String query) throws Exception {
    return new ObjectMapper().readTree(get("/api/v1/offload" + query).body());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  private HttpResponse<String> post(String body, String contentType)
      throws IOException, InterruptedException {
    return send(
        request("/report")
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
