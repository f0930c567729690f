package dev.weft.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./weft demo --visitors 3 --once}: the headline's figures, and nothing left behind. */
class ThreeVisitorsTest {
  private static final int MAX_MINUTES = 5;

  @TempDir Path folder;

  @Test
  void twoVisitorsInThreeAreServedByTheOthers() throws Exception {
    Path home = Path.of("..").toAbsolutePath().normalize();
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path table = folder.resolve("table");
    Path errors = folder.resolve("errors");
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dweft.home=" + home,
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                home.resolve("site-example/target/site-example.jar").toString(),
                "demo",
                "--visitors",
                "3",
                "--once")
            .redirectOutput(table.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(demo.waitFor(MAX_MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      demo.descendants().forEach(ProcessHandle::destroyForcibly);
      demo.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(table);
    lines.forEach(System.out::println);
    assertThat(demo.exitValue()).as(Files.readString(errors)).isZero();

    JsonNode figures = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(figures.get("visitors").asInt()).isEqualTo(3);
    assertThat(figures.get("offloadAfterFirst").asDouble()).isGreaterThanOrEqualTo(0.80);
    assertThat(figures.get("offloadWithoutVideo").asDouble()).isGreaterThanOrEqualTo(0.60);
    assertThat(figures.get("offloadWhenReady").asDouble()).isGreaterThanOrEqualTo(0.95);
    assertThat(figures.get("verifyFailures").asInt()).isZero();
    assertThat(left(temporary)).isEmpty();
    assertThat(running(temporary)).isEmpty();
  }

  private static List<Path> left(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith("hsperf")).toList();
    }
  }

  /** Command lines of processes that were told of the folder. */
  private static List<String> running(Path folder) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(command -> command.contains(folder.toString()))
        .toList();
  }
}
