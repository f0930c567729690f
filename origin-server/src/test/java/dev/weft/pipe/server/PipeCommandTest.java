package dev.weft.pipe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Path empty = Files.createFile(folder.resolve("tokens"));
    Ended none = run("--port", "0", "--sender-token-file", empty.toString());
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("--sender-token-file").contains("holds no token");
    Ended missing = run("--port", "0", "--sender-token-file", folder.resolve("no").toString());
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("--sender-token-file: cannot read");
  }
}
