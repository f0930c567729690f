package dev.weft.e2e.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.core.multiformats.Multiaddr;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./weft bootstrap} and {@code ./weft origin DIR}, from the jars that this build made. */
class ServersTest {
  /** For the start of a JVM on a busy machine. */
  private static final Duration START = Duration.ofSeconds(60);

  /** What a stop may take, as the help says. */
  private static final Duration STOP = Duration.ofSeconds(10);

  /** What a JVM says whose handlers ran to their end after SIGTERM: 128 + 15. */
  private static final int TERMINATED = 143;

  @TempDir Path directory;
  private Launcher launcher;
  private Path keys;

  @BeforeEach
  void build() throws IOException {
    keys = directory.resolve("data");
    launcher =
        Launcher.built(directory)
            .set("JAVA_HOME", System.getProperty("java.home"))
            .set("XDG_DATA_HOME", keys.toString());
  }

  private static String firstLine(Launcher.Running running) {
    await().atMost(START).until(() -> running.firstLine() != null || !running.process().isAlive());
    try {
      assertThat(running.process().isAlive()).as("%s", running.errorLines()).isTrue();
      return String.valueOf(running.firstLine());
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  @Test
  void aNodeSaysItsAddressFirstAndStopsInOrder() throws Exception {
    int port;
    try (Launcher.Running node = launcher.start("bootstrap", "--port", "0")) {
      String line = firstLine(node);
      assertThat(line).startsWith("/ip4/127.0.0.1/tcp/").contains("/ws/p2p/12D3KooW");
      byte[] tcp = Multiaddr.parse(line).value(Multiaddr.TCP);
      port = (tcp[0] & 0xff) << 8 | (tcp[1] & 0xff);
      assertThat(get("http://127.0.0.1:" + port + "/healthz").statusCode()).isEqualTo(200);
      Path key = keys.resolve("weft").resolve("bootstrap.key");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
      assertThat(node.errorLines()).anyMatch(log -> log.contains(key + " (mode 0600)"));
      stop(node);
      assertThat(node.out().lines()).containsExactly(line);
      assertThat(node.errorLines()).last().asString().endsWith("stopped");
    }
    assertFree(port);
  }

  @Test
  void aNodeKeepsItsKey() throws Exception {
    String first;
    try (Launcher.Running node = launcher.start("bootstrap", "--port", "0")) {
      first = peer(firstLine(node));
      stop(node);
    }
    try (Launcher.Running node = launcher.start("bootstrap", "--port", "0")) {
      assertThat(peer(firstLine(node))).isEqualTo(first);
      assertThat(node.errorLines()).noneMatch(log -> log.contains("made a new identity"));
    }
  }

  private static String peer(String multiaddr) {
    return multiaddr.substring(multiaddr.lastIndexOf('/'));
  }

  /** The folder is named as the shell sees it, not as the script's own folder would. */
  @Test
  void anOriginSaysItsUrlFirstAndStopsInOrder() throws Exception {
    Path site = Files.createDirectories(launcher.scratch().resolve("site"));
    Files.writeString(site.resolve("index.html"), "hello");
    URI url;
    try (Launcher.Running origin = launcher.start("origin", "site", "--port", "0")) {
      String line = firstLine(origin);
      assertThat(line).matches("http://127\\.0\\.0\\.1:\\d+");
      url = URI.create(line);
      assertThat(get(line + "/").body()).isEqualTo("hello");
      assertThat(get(line + "/weft/weft.js").statusCode()).isEqualTo(200);
      await()
          .atMost(START)
          .until(() -> origin.errorLines().stream().anyMatch(each -> each.contains("mode 0600")));
      stop(origin);
      assertThat(origin.out().lines()).containsExactly(line);
    }
    assertFree(url.getPort());
  }

  private static void stop(Launcher.Running running) throws Exception {
    running.process().destroy();
    assertThat(running.awaitEnd(STOP)).isEqualTo(TERMINATED);
  }

  private static void assertFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bootstrap", "origin ."})
  void aTakenPortIsNamedWithItsOption(String command) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Launcher.Ended ended = run(command + " --port " + port);
      assertThat(ended.status()).isEqualTo(1);
      assertThat(ended.out()).isEmpty();
      assertThat(refusals(ended))
          .singleElement()
          .asString()
          .contains(port, "taken", "--port", "0 for a free one");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap --port 70000",
        "bootstrap --port -1",
        "bootstrap --port many",
        "bootstrap --prot 1",
        "bootstrap --max-connections 0",
        "origin . --port 70000",
        "origin . --chunk-size 1",
        "origin . --bootstrap nowhere",
        "origin",
      })
  void wrongOptionsAreOneSentence(String command) throws Exception {
    Launcher.Ended ended = run(command);
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.errorLines()).hasSize(1);
    assertThat(ended.errorLines().get(0)).startsWith("weft " + command.split(" ")[0] + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"origin nowhere", "bootstrap --public-address nowhere"})
  void whatCannotBeHadIsOneSentence(String command) throws Exception {
    Launcher.Ended ended = run(command);
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(refusals(ended)).singleElement().asString().contains("nowhere");
  }

  private Launcher.Ended run(String command) throws Exception {
    return launcher.run(START, command.split(" "));
  }

  private static List<String> refusals(Launcher.Ended ended) {
    return ended.errorLines().stream().filter(line -> line.startsWith("weft ")).toList();
  }
}
