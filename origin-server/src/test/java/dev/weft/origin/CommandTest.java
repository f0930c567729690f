package dev.weft.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.web.Quantity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandTest {
  @TempDir Path folder;
  @TempDir Path keys;

  private record Ended(int code, String out, String err) {}

  private static Ended run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Ended(command.execute(args), out.toString(), err.toString());
  }

  @Test
  void printsItsUrlFirstAndServesUntilStopped() throws Exception {
    Files.writeString(folder.resolve("index.html"), "hello");
    Path key = keys.resolve("site.key");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.weft.origin.Main",
                folder.toString(),
                "--port",
                "0",
                "--origin-delay",
                "20ms",
                "--origin-rate",
                "50mbit",
                "--key",
                key.toString()));
    Path err = keys.resolve("stderr");
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String url = out.readLine();
      assertThat(url).matches("http://127\\.0\\.0\\.1:\\d+");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url + "/")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("hello");
      assertThat(answer.headers().firstValue("x-weft-slowed"))
          .contains("delay=20ms, rate=50000000bit/s");
      process.toHandle().destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(out.readLine()).as("nothing but the URL on stdout").isNull();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(err))
        .contains("Made a key for this site: " + key + " (mode 0600)")
        .contains("<script src=\"/weft/weft.js\" defer></script>")
        .containsPattern("<script src=\"/weft/weft-\\w+\\.js\" defer integrity=\"sha384-")
        .contains("SLOWED for demonstrations")
        .contains("20 ms")
        .contains("50000 kbit/s")
        .doesNotContain("ERROR", "Exception");
  }

  @Test
  void saysInOneSentenceThatThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Ended ended =
          run(
              folder.toString(),
              "--port",
              "" + taken.getLocalPort(),
              "--key",
              keys.resolve("k").toString());
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err().lines())
          .containsExactly(
              "weft origin: --port: port "
                  + taken.getLocalPort()
                  + " on 127.0.0.1 is taken; choose another one, or 0 for a free one.");
    }
  }

  @Test
  void saysInOneSentenceThatTheFolderIsMissing() {
    Ended ended = run(folder.resolve("nowhere").toString(), "--port", "0");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err().lines())
        .containsExactly(
            "weft origin: DIR: there is no readable folder at " + folder.resolve("nowhere") + ".");
  }

  @Test
  void saysInOneSentenceThatTheKeyIsNone() throws IOException {
    Path key = Files.writeString(keys.resolve("site.key"), "not a key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Ended ended = run(folder.toString(), "--port", "0", "--key", key.toString());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).startsWith("weft origin: --key: ").contains(key.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 70000",
    "--chunk-size, 100KiB",
    "--chunk-size, 9999999999999",
    "--origin-delay, soon",
    "--origin-rate, 50",
    "--bootstrap, /ip4/127.0.0.1/tcp/4001",
    "--bootstrap, nonsense",
    "--report, ftp://x/",
    "--ice-server, http://x",
    "--turn-url, turn:turn.example.org",
    "--turn-secret-file, turn.secret",
    "--page-origin, www.example.org",
    "--header, nonsense",
    "--tls-cert, cert.pem",
    "--min-size, -1",
  })
  void namesTheOptionThatIsWrong(String option, String value) {
    Ended ended = run(folder.toString(), option, value);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).startsWith("weft origin: ").contains(option);
  }

  @Test
  void relayOnlyNeedsARelay() {
    Ended ended = run(folder.toString(), "--relay-only", "--ice-server", "stun:stun.example.org");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("--relay-only").contains("--turn-url", "--ice-server turn:");
  }

  @Test
  void wantsAFolder() {
    assertThat(run().code()).isEqualTo(2);
    assertThat(run("--help").out()).contains("--origin-delay", "--bootstrap", "--access-log");
  }

  @ParameterizedTest
  @CsvSource({"80ms, 80", "2s, 2000", "0, 0", "15, 15", "24h, 86400000"})
  void readsTimes(String text, long millis) {
    assertThat(Quantity.duration(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"50mbit, 50000000", "800kbit/s, 800000", "1Gbit, 1000000000", "0, 0"})
  void readsRates(String text, long bits) {
    assertThat(Quantity.bitsPerSecond(text)).isEqualTo(bits);
  }

  @ParameterizedTest
  @CsvSource({"256KiB, 262144", "1MB, 1000000", "17, 17", "2 GiB, 2147483648"})
  void readsSizes(String text, long bytes) {
    assertThat(Quantity.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-5ms", "5 parsecs", "5000000000000ms", "1.5s"})
  void refusesOtherTimes(String text) {
    assertThatThrownBy(() -> Quantity.duration(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsTheKeyOfEachFolderApart() {
    Path one = DefaultKey.path(Path.of("/srv/site"), Map.of(), "/home/me");
    Path other = DefaultKey.path(Path.of("/srv/other/site"), Map.of(), "/home/me");
    assertThat(one).startsWithRaw(Path.of("/home/me/.local/share/weft/sites")).isNotEqualTo(other);
    assertThat(DefaultKey.path(Path.of("/srv/site"), Map.of("XDG_DATA_HOME", "/data"), "/home/me"))
        .startsWithRaw(Path.of("/data/weft/sites"));
    assertThat(DefaultKey.path(Path.of("/srv/site"), Map.of("XDG_DATA_HOME", "rel"), "/home/me"))
        .isEqualTo(one);
  }
}
