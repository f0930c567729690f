package dev.weft.pipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line of docs/pipe.md that encrypts with OpenSSL, as it stands there. */
class EncryptionTest {
  private static final byte[] FILE =
      "what the server is not to see\n".repeat(9999).getBytes(US_ASCII);

  @TempDir Path folder;

  private static Process shell(Path folder, String command, String url) throws IOException {
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).directory(folder.toFile());
    shell.environment().put("url", url);
    shell.environment().put("KEY", "between the two of us");
    return shell
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void whatOpensslEncryptsComesOutAsItWas() throws Exception {
    String line =
        Files.readAllLines(Path.of("../docs/pipe.md")).stream()
            .filter(each -> each.contains("openssl enc"))
            .findFirst()
            .orElseThrow();
    String[] sides = line.split(" {3,}");
    Path from = Files.createDirectory(folder.resolve("from"));
    Path to = Files.createDirectory(folder.resolve("to"));
    Files.write(from.resolve("file"), FILE);
    try (Pipeline pipeline = Pipeline.start()) {
      Curl onlooker = pipeline.receive("e?n=2");
      Process receiver = shell(to, sides[1], pipeline.url("e?n=2"));
      Process sender = shell(from, sides[0], pipeline.url("e?n=2"));
      assertThat(exitCode(sender)).isZero();
      assertThat(exitCode(receiver)).isZero();
      assertThat(to.resolve("file")).hasBinaryContent(FILE);
      assertThat(onlooker.exitCode()).isZero();
      assertThat(onlooker.size()).isGreaterThan(FILE.length);
      assertThat(onlooker.text()).doesNotContain("not to see");
    }
  }
}
