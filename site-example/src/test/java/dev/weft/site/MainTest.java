package dev.weft.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  private final StringWriter err = new StringWriter();
  private final CommandLine command = Main.commandLine().setErr(new PrintWriter(err));

  @Test
  void onceWithoutVisitorsIsAnError() {
    assertThat(command.execute("demo", "--once")).isEqualTo(2);
    assertThat(err.toString()).contains("at least 1 with --once");
  }

  @Test
  void tooManyVisitorsAreAnError() {
    assertThat(command.execute("demo", "--visitors", "21")).isEqualTo(2);
    assertThat(err.toString()).contains("--visitors is 0 to 20");
  }

  @Test
  void whatCannotBeReadIsOneSentence() {
    assertThat(command.execute("demo", "--visitors", "x")).isEqualTo(2);
    assertThat(command.execute("visitor", "localhost:8080")).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(2)
        .last()
        .isEqualTo("weft: URL: 'localhost:8080' is none, such as http://localhost:8080/");
  }

  @Test
  void aTakenPortIsToldWithItsNumberAndItsFlag() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThat(command.execute("demo", "--port", String.valueOf(port), "--node-port", "0"))
          .isEqualTo(1);
      assertThat(err.toString()).contains("port " + port + " is taken").contains("--port");
    }
  }

  @Test
  void aSiteThatIsNotThereIsAnError(@TempDir Path folder) {
    String missing = folder.resolve("none").toString();

    assertThat(command.execute("demo", "--port", "0", "--node-port", "0", "--site", missing))
        .isEqualTo(1);
    assertThat(err.toString()).contains(missing + " is not a folder");
  }
}
