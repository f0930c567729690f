package dev.weft.pipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that mean no good, or know no better. */
class HostileTest {
  private static final int REQUESTS = 10_000;
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "PUT", "POST", "OPTIONS", "DELETE", "PATCH");
  private static final List<String> NS =
      List.of("0", "-1", "1.5", "abc", "", "256", "257", "1e3", "%00", "１", "2", "999999999999999");

  @TempDir Path folder;

  /** The whole answer to a request on a connection of its own. */
  private static String ask(int port, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static String randomPath(Random random) {
    StringBuilder path = new StringBuilder("/");
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(6)) {
        case 0 -> path.append("/../.".charAt(random.nextInt(5)));
        case 1 -> path.append(String.format("%%%02x", random.nextInt(256)));
        case 2 -> path.append(";?&=%#+".charAt(random.nextInt(7)));
        default -> path.append((char) ('!' + random.nextInt(94)));
      }
    }
    return path.toString().replace(" ", "");
  }

  @Test
  void everyPathAndNGetsAnAnswerAndLeavesNothing() throws Exception {
    Random random = new Random(6);
    Map<String, Integer> statuses = new TreeMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(256);
    try (Pipeline pipeline =
        Pipeline.start(settings -> settings.waitLimit(Duration.ofMillis(1)).requestsPerMinute(0))) {
      int port = pipeline.server.port();
      List<Callable<String>> all = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        String method = METHODS.get(random.nextInt(METHODS.size()));
        String n = NS.get(random.nextInt(NS.size()));
        String target = randomPath(random) + (random.nextInt(4) == 0 ? "" : "?n=" + n);
        all.add(
            () ->
                ask(
                    port,
                    method
                        + " "
                        + target
                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
      }
      for (Future<String> answer : threads.invokeAll(all)) {
        assertThat(answer.get()).startsWith("HTTP/1.1 ");
        statuses.merge(answer.get().substring(9, 12), 1, Integer::sum);
      }
      assertThat(statuses.keySet())
          .isSubsetOf("200", "201", "204", "400", "405", "408", "409", "502")
          .contains("200", "204", "400", "405", "408");
      await()
          .atMost(Pipeline.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(Curl.run(pipeline.url("metrics")).text())
                      .contains("weft_pipe_open 0.0"));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aHeadThatDripsIsCutOff() throws Exception {
    try (Pipeline pipeline = Pipeline.start(settings -> settings.idleLimit(Duration.ofSeconds(1)));
        Socket socket = new Socket("127.0.0.1", pipeline.server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET /x HTTP/1.1\r\nHost: ".getBytes(ISO_8859_1));
      long begun = System.nanoTime();
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void drippingSendersAndReceiversHoldUpNobodyElse() throws Exception {
    byte[] body = Pipeline.noise(1 << 20);
    Path file = Pipeline.file(folder, body);
    List<Socket> dripping = new ArrayList<>();
    try (Pipeline pipeline = Pipeline.start()) {
      int threads = Thread.activeCount();
      for (int i = 0; i < 100; i++) {
        Socket receiver = new Socket("127.0.0.1", pipeline.server.port());
        receiver
            .getOutputStream()
            .write(("GET /drip" + i + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(ISO_8859_1));
        Socket sender = new Socket("127.0.0.1", pipeline.server.port());
        sender
            .getOutputStream()
            .write(
                ("PUT /drip" + i + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n.")
                    .getBytes(ISO_8859_1));
        dripping.add(receiver);
        dripping.add(sender);
      }
      pipeline.awaitState("drip99", "sending");
      for (Socket each : dripping) {
        each.getOutputStream().write('.');
      }
      Curl receiver = pipeline.receive("quick");
      Curl sender = pipeline.send(file, "quick");
      assertThat(sender.exitCode()).isZero();
      assertThat(receiver.exitCode()).isZero();
      assertThat(receiver.body()).isEqualTo(body);
      assertThat(Thread.activeCount() - threads).as("no thread waits for anybody").isLessThan(20);
    } finally {
      for (Socket each : dripping) {
        each.close();
      }
    }
  }

  @Test
  void headersThatAreTooLargeAreRefused() throws Exception {
    try (Pipeline pipeline = Pipeline.start()) {
      int port = pipeline.server.port();
      String head = "GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
      assertThat(ask(port, head + "X-Big: " + "x".repeat(100_000) + "\r\n\r\n"))
          .startsWith("HTTP/1.1 431");
      assertThat(ask(port, head + "A: b\r\n".repeat(50_000) + "\r\n")).startsWith("HTTP/1.1 431");
      assertThat(
              ask(
                  port,
                  "GET /"
                      + "x".repeat(100_000)
                      + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 414");
      assertThat(
              ask(
                  port,
                  "GET /" + "x".repeat(600) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 414");
      assertThat(Curl.run(pipeline.url("healthz")).text()).isEqualTo("ok\n");
    }
  }

  @Test
  void aFormWhoseHeadersDoNotEndIsRefused() throws Exception {
    Path endless = Pipeline.file(folder, ("--b\r\nA: " + "x".repeat(100_000)).getBytes(ISO_8859_1));
    try (Pipeline pipeline = Pipeline.start()) {
      Curl receiver = pipeline.receive("f");
      pipeline.awaitReceivers("f", 1);
      Curl sender =
          Curl.run(
              "--data-binary",
              "@" + endless,
              "-H",
              "Content-Type: multipart/form-data; boundary=b",
              pipeline.url("f"));
      assertThat(sender.text()).contains("failed: the form is malformed");
      assertThat(receiver.exitCode()).isZero();
      assertThat(receiver.status()).isEqualTo(502);
    }
  }

  @Test
  void aReceiverThatSendsRubbishLosesItsPlace() throws Exception {
    try (Pipeline pipeline = Pipeline.start();
        Socket socket = new Socket("127.0.0.1", pipeline.server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET /r HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
      pipeline.awaitReceivers("r", 1);
      socket.getOutputStream().write(new byte[100_000]);
      pipeline.awaitState("r", "free");
    }
  }
}
