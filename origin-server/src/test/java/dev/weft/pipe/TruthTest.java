package dev.weft.pipe;

import static dev.weft.pipe.Pipeline.awaitText;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What senders, receivers and onlookers are told, and that it is true. */
class TruthTest extends PipeWorld {
  private static final byte[] BODY = Pipeline.noise(200_000);
  private static final String DIGEST = Pipeline.sha256(BODY);

  TruthTest() {
    super(BODY);
  }

  @Test
  void theSenderReadsHowItGoesAndASummary() {
    Curl sender = pipeline.send(file, "t?n=2");
    awaitText(sender, "waiting for receivers: 0 of 2\n");
    pipeline.receive("t?n=2");
    awaitText(sender, "waiting for receivers: 1 of 2\n");
    pipeline.receive("t?n=2");
    assertThat(sender.exitCode()).isZero();
    String all = "200000 bytes, sha-256 " + DIGEST + ", completed";
    assertThat(sender.lines())
        .containsSubsequence(
            "waiting for receivers: 2 of 2",
            "started: 2 receivers",
            "summary: 200000 bytes, sha-256 "
                + DIGEST
                + ", completed 2, unconfirmed 0, not completed 0",
            "receiver 1: " + all,
            "receiver 2: " + all);
  }

  @Test
  void theRateAndStatesComeEverySecond() {
    Curl sender = pipeline.sendFed("rate");
    Curl receiver = pipeline.receive("rate");
    sender.feed(BODY);
    awaitText(sender, "sent 200.0 kB, ");
    awaitText(sender, "kB/s; receiving 1, all written 0, completed 0, not completed 0");
    sender.endOfInput();
    assertThat(receiver.exitCode()).isZero();
  }

  @Test
  void aReceiverThatHasNotReadAllIsUnconfirmed() {
    Curl receiver = pipeline.receive("frozen");
    pipeline.awaitReceivers("frozen", 1);
    receiver.freeze();
    long begun = System.nanoTime();
    Curl sender = pipeline.send(file, "frozen");
    assertThat(sender.exitCode()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("the receiver's time to confirm")
        .isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    assertThat(sender.text()).contains("all written 1");
    assertThat(sender.lines())
        .contains("receiver 1: 200000 bytes, sha-256 " + DIGEST + ", sent, unconfirmed");
  }

  @Test
  void aReceiverThatDiesWithUnreadBytesHasNotCompleted() {
    Curl receiver = pipeline.receive("unread");
    pipeline.awaitReceivers("unread", 1);
    receiver.freeze();
    Curl sender = pipeline.send(file, "unread");
    awaitText(sender, "all written 1");
    receiver.kill();
    assertThat(sender.exitCode()).isNotZero();
    assertThat(sender.text()).contains("completed 0, unconfirmed 0, not completed 1");
  }

  @Test
  void aReceiverThatWaitsForTheServersEndHasCompleted() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", pipeline.server.port())) {
      socket.getOutputStream().write("GET /end HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      Curl sender = pipeline.send(file, "end");
      assertThat(socket.getInputStream().readAllBytes()).hasSizeGreaterThan(BODY.length);
      socket.close();
      assertThat(sender.exitCode()).isZero();
      assertThat(sender.text()).contains("completed 1, unconfirmed 0");
    }
  }

  @Test
  void overHttp2TheAnswerToAPingConfirms() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            HttpRequest.newBuilder(URI.create(pipeline.url("h2"))).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    Curl sender = pipeline.send(file, "h2");
    assertThat(sender.exitCode()).isZero();
    assertThat(answer.get().version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(answer.get().body()).isEqualTo(BODY);
    assertThat(sender.text()).contains("completed 1, unconfirmed 0");
  }

  @Test
  void overHttp2NoAnswerIsUnconfirmed() {
    Curl receiver = pipeline.receive("h2frozen", "--http2-prior-knowledge");
    pipeline.awaitReceivers("h2frozen", 1);
    receiver.freeze();
    Path small = Pipeline.file(folder, Pipeline.noise(1000));
    Curl sender = pipeline.send(small, "h2frozen");
    assertThat(sender.exitCode()).isZero();
    assertThat(sender.text()).contains("completed 0, unconfirmed 1");
  }

  @Test
  void onlookersGetEventsAndTakeNoPlace() {
    Curl before = pipeline.receive("p?n=2");
    pipeline.awaitReceivers("p", 1);
    Curl onlooker = pipeline.receive("p?progress");
    awaitText(onlooker, "data: {\"state\":\"waiting\",\"sender\":false,\"n\":2,\"bytes\":0");
    Curl sender = pipeline.sendFed("p?n=2");
    awaitText(onlooker, "\"sender\":true");
    pipeline.receive("p?n=2");
    sender.feed(BODY);
    awaitText(onlooker, "{\"state\":\"sending\",\"sender\":true,\"n\":2,\"bytes\":200000");
    sender.endOfInput();
    assertThat(onlooker.exitCode()).isZero();
    assertThat(onlooker.header("Content-Type")).contains("text/event-stream");
    assertThat(onlooker.text())
        .contains("\"state\":\"ended\"", "\"state\":\"completed\",\"bytes\":200000");
    assertThat(before.exitCode()).isZero();
    assertThat(pipeline.receive("p?progress").exitCode()).as("of a path that is gone").isZero();
  }

  @Test
  void aBrowserGetsAPageForProgress() {
    Curl page = Curl.run("-H", "Accept: text/html,*/*;q=0.8", pipeline.url("p?progress"));
    assertThat(page.header("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.header("Content-Security-Policy").orElse("")).contains("script-src 'sha256-");
  }

  @Test
  void aReceiverThatClosedItsSideEarlyCannotConfirm() throws Exception {
    Curl sender = pipeline.sendFed("half");
    try (Socket socket = new Socket("127.0.0.1", pipeline.server.port())) {
      byte[] request = "GET /half HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII);
      socket.getOutputStream().write(request);
      sender.feed(BODY);
      awaitText(sender, "sent 200.0 kB");
      socket.shutdownOutput();
      sender.feed(BODY);
      awaitText(sender, "sent 400.0 kB");
      sender.endOfInput();
      assertThat(socket.getInputStream().readAllBytes()).hasSizeGreaterThan(2 * BODY.length);
    }
    assertThat(sender.exitCode()).isZero();
    assertThat(sender.text()).contains("completed 0, unconfirmed 1, not completed 0");
  }
}
