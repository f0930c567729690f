package dev.weft.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Multiaddr;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node as a process of its own, as an operator runs it. */
class MainTest {
  @TempDir Path folder;

  @Test
  void printsItsMultiaddrFirstAndStopsOnSigterm() throws Exception {
    File log = folder.resolve("stderr").toFile();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--port=0",
                "--key=" + folder.resolve("node.key"))
            .redirectError(log)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      Multiaddr multiaddr = Multiaddr.parse(out.readLine());
      assertThat(multiaddr.peerId()).isNotNull();

      try (CorePeer peer = new CorePeer()) {
        peer.connect(multiaddr);
        process.toHandle().destroy();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("stopped within 10 s").isTrue();
      }
      assertThat(process.exitValue()).as("ended by SIGTERM").isEqualTo(143);
      assertThat(out.readLine()).as("nothing else on stdout").isNull();
      List<String> lines = Files.readAllLines(log.toPath());
      assertThat(lines).noneMatch(line -> line.contains("Exception") || line.contains("\tat "));
      assertThat(lines).anyMatch(line -> line.contains("made a new identity"));
      assertThat(lines).last().asString().endsWith("stopped");
    } finally {
      process.destroyForcibly();
    }
  }
}
