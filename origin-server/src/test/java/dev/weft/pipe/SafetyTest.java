package dev.weft.pipe;

import static dev.weft.pipe.Pipeline.awaitSize;
import static dev.weft.pipe.Pipeline.awaitText;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.testkit.TestIdentity;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps transfers private and a server usable by others. */
class SafetyTest {
  private static final byte[] BODY = Pipeline.noise(100_000);

  @TempDir Path folder;

  @Test
  void thinksOfAPathThatNobodyCanGuess() throws Exception {
    try (Pipeline pipeline = Pipeline.start()) {
      Set<String> urls = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        Curl made = Curl.run("-X", "POST", pipeline.url("api/v1/pipe?n=3"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).contains(made.text().trim());
        assertThat(made.text().trim())
            .matches("http://127.0.0.1:\\d+/api/v1/pipe/[A-Za-z0-9_-]{24}\\?n=3");
        urls.add(made.text());
      }
      assertThat(urls).hasSize(20);
      String url = Curl.run("-X", "POST", pipeline.url("api/v1/pipe")).text().trim();
      try (Curl receiver = Curl.start(url)) {
        Path file = Pipeline.file(folder, BODY);
        assertThat(Curl.run("-T", file.toString(), url).exitCode()).isZero();
        assertThat(receiver.exitCode()).isZero();
        assertThat(receiver.body()).isEqualTo(BODY);
      }
    }
  }

  @Test
  void asksSendersForATokenWhenToldTo() throws Exception {
    Path file = Pipeline.file(folder, BODY);
    List<String> tokens = List.of("s2", "s3");
    try (Pipeline pipeline = Pipeline.start(settings -> settings.senderTokens(tokens))) {
      Curl none = Curl.run("-T", file.toString(), pipeline.url("t"));
      assertThat(none.status()).isEqualTo(401);
      assertThat(none.text()).contains("Authorization: Bearer");
      Curl wrong =
          Curl.run("-T", file.toString(), "-H", "Authorization: Bearer s4", pipeline.url("t"));
      assertThat(wrong.status()).isEqualTo(403);
      for (String token : tokens) {
        Curl receiver = pipeline.receive(token);
        Curl right = pipeline.send(file, token, "-H", "Authorization: Bearer " + token);
        assertThat(right.exitCode()).isZero();
        assertThat(receiver.exitCode()).as("receivers need none").isZero();
      }
    }
  }

  @Test
  void boundsTransfersAtOnce() throws Exception {
    try (Pipeline pipeline = Pipeline.start(settings -> settings.mostPipes(2))) {
      Curl first = pipeline.receive("1");
      pipeline.receive("2");
      pipeline.awaitReceivers("2", 1);
      Curl third = Curl.run(pipeline.url("3"));
      assertThat(third.status()).isEqualTo(503);
      assertThat(third.text()).contains("All 2 pipes are in use");
      first.kill();
      pipeline.awaitState("1", "free");
      pipeline.receive("3");
      pipeline.awaitReceivers("3", 1);
    }
  }

  @Test
  void boundsTheBytesOfOne() throws Exception {
    Path file = Pipeline.file(folder, BODY);
    try (Pipeline pipeline = Pipeline.start(settings -> settings.mostBytes(99_999))) {
      Curl declared = Curl.run("-T", file.toString(), pipeline.url("b"));
      assertThat(declared.status()).isEqualTo(413);
      assertThat(declared.text()).contains("99999");
      Curl receiver = pipeline.receive("b2");
      Curl sender = pipeline.send(file, "b2", "-H", "Transfer-Encoding: chunked");
      assertThat(receiver.exitCode()).isNotZero();
      assertThat(sender.exitCode()).isNotZero();
      assertThat(sender.text()).contains("more than 99999 bytes");
    }
  }

  @Test
  void boundsTheRequestsOfAnAddress() throws Exception {
    try (Pipeline pipeline = Pipeline.start(settings -> settings.requestsPerMinute(3))) {
      for (int i = 0; i < 3; i++) {
        assertThat(Curl.run("-I", pipeline.url("x")).status()).isEqualTo(200);
      }
      for (String method : List.of("GET", "PUT", "POST")) {
        Curl fourth = Curl.run("-X", method, "-d", "", pipeline.url("x"));
        assertThat(fourth.status()).isEqualTo(429);
        assertThat(fourth.text()).contains("too many requests");
      }
      assertThat(Curl.run("-I", pipeline.url("x")).status()).isEqualTo(429);
      assertThat(Curl.run("-X", "OPTIONS", pipeline.url("x")).status()).isEqualTo(204);
      assertThat(Curl.run(pipeline.url("healthz")).status()).isEqualTo(200);
    }
  }

  @Test
  void boundsThoseWhoWatch() throws Exception {
    List<Socket> watching = new ArrayList<>();
    try (Pipeline pipeline = Pipeline.start()) {
      for (int i = 0; i < Watching.MOST; i++) {
        Socket socket = new Socket("127.0.0.1", pipeline.server.port());
        watching.add(socket);
        socket.setSoTimeout(20_000);
        socket
            .getOutputStream()
            .write(
                "GET /x?progress HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).as("the answer begins").isEqualTo('H');
      }
      Curl oneMore = Curl.run(pipeline.url("x?progress"));
      assertThat(oneMore.status()).isEqualTo(503);
      assertThat(oneMore.text()).contains("Too many watch");
    } finally {
      for (Socket each : watching) {
        each.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leavesNothingInMemoryOrLogs(boolean tls) throws Exception {
    byte[] marker = "what-was-sent-through-the-pipe".getBytes(StandardCharsets.US_ASCII);
    byte[] body = new byte[(3 << 20) + 55];
    for (int i = 0; i < body.length; i++) {
      body[i] = marker[i % marker.length];
    }
    Path file = Pipeline.file(folder, body);
    Path dump = folder.resolve("heap.hprof");
    String http2 = tls ? "--http2" : "--http2-prior-knowledge";
    try (PipeProcess server = new PipeProcess(folder, tls ? identity() : new String[0]);
        Curl one = Curl.start("-k", "--http1.1", server.url("a-secret-path?n=3"));
        Curl two = Curl.start("-k", http2, "-H", "TE: trailers", server.url("a-secret-path?n=3"));
        Curl dying = Curl.start("-k", "--limit-rate", "100k", server.url("a-secret-path?n=3"));
        Curl sender =
            tls
                ? Curl.start("-k", "-F", "file=@" + file, server.url("a-secret-path?n=3"))
                : Curl.start("-T", file.toString(), server.url("a-secret-path?n=3"))) {
      awaitText(sender, "started");
      dying.kill();
      assertThat(one.exitCode()).isZero();
      assertThat(two.exitCode()).isZero();
      assertThat(sender.exitCode()).isZero();
      assertThat(Curl.run("-k", "-F", "f=@" + file, server.url("a-secret-path")).status())
          .isEqualTo(410);
      sendWithDigest(server, file, Pipeline.sha256(body));
      breakOff(server, body);
      dump(server.process.pid(), dump);
      assertThat(contains(dump, "a-secret-path".getBytes(StandardCharsets.US_ASCII)))
          .as("the search finds what is there: the path, which is remembered as gone")
          .isTrue();
      assertThat(contains(dump, marker)).isFalse();
      assertThat(server.log()).doesNotContain("secret-path", "what-was-sent");
    }
  }

  private static void sendWithDigest(PipeProcess server, Path file, String digest) {
    try (Curl receiver = Curl.start("-k", server.url("with-digest"))) {
      String header = "X-Weft-Digest: " + digest;
      Curl sender = Curl.run("-k", "-T", file.toString(), "-H", header, server.url("with-digest"));
      assertThat(sender.exitCode()).isZero();
      assertThat(receiver.exitCode()).isZero();
    }
  }

  private static void breakOff(PipeProcess server, byte[] body) {
    try (Curl receiver = Curl.start("-k", server.url("broken-off"));
        Curl sender = Curl.fed("-k", "-T", ".", server.url("broken-off"))) {
      sender.feed(body);
      awaitSize(receiver, body.length);
      sender.kill();
      assertThat(receiver.exitCode()).isNotZero();
    }
  }

  private String[] identity() {
    TestIdentity identity = TestIdentity.make(folder, "EC");
    return new String[] {
      "--tls-cert", identity.chain().toString(), "--tls-key", identity.key().toString()
    };
  }

  private static void dump(long pid, Path file) throws Exception {
    String jmap = Path.of(System.getProperty("java.home"), "bin", "jmap").toString();
    Process process =
        new ProcessBuilder(jmap, "-dump:format=b,file=" + file, Long.toString(pid))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }

  /** The marker has no prefix that is a suffix of it, so one pass without going back will do. */
  private static boolean contains(Path file, byte[] wanted) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      int matched = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == wanted[matched]) {
          matched++;
        } else {
          matched = next == wanted[0] ? 1 : 0;
        }
        if (matched == wanted.length) {
          return true;
        }
      }
      return false;
    }
  }
}
