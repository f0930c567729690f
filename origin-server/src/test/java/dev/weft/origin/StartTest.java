package dev.weft.origin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.web.StartException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
  @TempDir Path folder;

  @Test
  void namesTheFlagOfATakenPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(
              () -> RunningSite.start(folder, options -> options.port(taken.getLocalPort())))
          .isInstanceOf(StartException.class)
          .hasMessage(
              "--port: port "
                  + taken.getLocalPort()
                  + " on 127.0.0.1 is taken; choose another one, or 0 for a free one.");
    }
  }

  @Test
  void namesTheFlagOfAnAddressOfOthers() {
    assertThatThrownBy(() -> RunningSite.start(folder, options -> options.host("192.0.2.1")))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("--host, --port: cannot listen on 192.0.2.1");
  }

  @Test
  void namesTheFlagOfANameOfNobody() {
    assertThatThrownBy(() -> RunningSite.start(folder, options -> options.host("nobody.invalid")))
        .isInstanceOf(StartException.class)
        .hasMessage("--host: there is no host 'nobody.invalid'.");
  }

  @Test
  void saysWhichFolderIsMissing() throws Exception {
    assertThatThrownBy(() -> RunningSite.start(folder.resolve("nowhere")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("nowhere");
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> RunningSite.start(file)).isInstanceOf(StartException.class);
  }

  @Test
  void saysWhichLogCannotBeWritten() {
    assertThatThrownBy(
            () -> RunningSite.start(folder, options -> options.accessLog(folder.resolve("a/b"))))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("--access-log: ");
  }
}
