package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That each benchmark of the core runs and is in the report, not how fast it is. */
class CoreCommandTest {
  @TempDir Path folder;

  @Test
  void everyBenchmarkHasARow() throws Exception {
    Path report = folder.resolve("core.md");
    StringWriter out = new StringWriter();
    int status =
        Bench.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute("core", "--iterations=1", "--millis=20", "--forks=0", "--report=" + report);

    assertThat(status).isZero();
    assertThat(out.toString()).contains("| a CID, binary | 36 |", "| a Noise message of 16 KiB |");
    assertThat(Files.readString(report))
        .contains("./weft bench core", out.toString())
        .contains("cidOf256KiB", "unixFsOf1MiB", "noiseSeal", "noiseOpen", "yamuxOf1MiB")
        .contains("protobufDecode", "bitfieldOfAShard", "kadNearest", "kadLookUp");
  }
}
