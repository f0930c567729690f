package dev.weft.pipe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PipeCommandTest {
  @TempDir Path folder;

  private record Ended(int code, String out, String err) {}

  private static Ended run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Ended(line.execute(arguments), out.toString(), err.toString());
  }

  @Test
  void listsItsOptions() {
    assertThat(run("--help").out())
        .contains("--port", "--wait", "--gone", "--stall-rate", "--sender-token-file", "curl -T -");
  }

  @ParameterizedTest
  @CsvSource({
    "--port, 70000",
    "--wait, 0",
    "--wait, soon",
    "--idle, 10ms",
    "--stall-rate, fast",
    "--stall-time, 0",
    "--max-pipes, 0",
    "--rate, -1",
    "--rate, 100000",
    "--trusted-proxy, example.org",
    "--tls-cert, cert.pem"
  })
  void namesTheOptionThatIsWrong(String option, String value) {
    Ended ended = run(option, value);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).startsWith("weft pipe: ").contains(option);
  }

  @Test
  void saysInOneSentenceThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Ended ended = run("--port", "" + taken.getLocalPort());
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err().lines())
          .containsExactly(
              "weft pipe: --port: port "
                  + taken.getLocalPort()
                  + " on 127.0.0.1 is taken; choose another one, or 0 for a free one.");
    }
  }

  @Test
  void saysInOneSentenceThatThereIsNoToken() throws Exception {
    Path file = Files.createFile(folder.resolve("tokens"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(refusalOfTokens(file)).contains("holds no token");
    assertThat(refusalOfTokens(folder.resolve("no"))).contains("it is not there");
  }

  @Test
  void refusesTokensThatOthersMayRead() throws Exception {
    Path file = Files.writeString(folder.resolve("tokens"), "a-token\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(refusalOfTokens(file)).contains("chmod 600 " + file);
  }

  private static String refusalOfTokens(Path file) {
    Ended ended = run("--port", "0", "--sender-token-file", file.toString());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).contains("--sender-token-file: ");
    return ended.err();
  }
}
