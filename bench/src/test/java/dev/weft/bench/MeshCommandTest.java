package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** One round of those who need nothing from npm: that it measures, not how fast anybody is. */
class MeshCommandTest {
  private final StringWriter errors = new StringWriter();

  @TempDir Path folder;

  @BeforeEach
  void home() {
    System.setProperty("weft.home", Path.of("..").toAbsolutePath().normalize().toString());
  }

  @AfterEach
  void nowhere() {
    System.clearProperty("weft.home");
  }

  @Test
  void aRoundGivesAllMeasuresTheRatiosAndAReport() throws Exception {
    Path json = folder.resolve("mesh.json");
    Path report = folder.resolve("report.md");
    int status =
        bench(
            "mesh",
            "--rounds=1",
            "--dials=2",
            "--only=raw,weft,origin",
            "--json=" + json,
            "--report=" + report);

    JsonNode run = new ObjectMapper().readTree(json.toFile());
    assertThat(run.get("failures")).as(errors.toString()).isEmpty();
    for (String client : List.of("raw16KiB", "raw64KiB", "raw256KiB", "weft", "origin")) {
      for (String measure : List.of("fetch100KiBMillis", "fetch1MiBMillis", "fetch16MiBMillis")) {
        assertThat(run.at("/clients/" + client + "/" + measure + "/median").asDouble())
            .as(client + " " + measure)
            .isPositive();
      }
    }
    for (String measure :
        List.of("reservedMillis", "dialMillis", "coldFetchMillis", "cpuSeconds")) {
      assertThat(run.at("/clients/weft/" + measure + "/values")).as(measure).hasSize(1);
    }
    JsonNode ratios = run.get("ratios");
    assertThat(ratios.get("sizeBrotliBytes").asInt()).isBetween(10_000, 40_000);
    assertThat(ratios.get("failedDials").asInt()).isZero();
    for (String ratio : List.of("fetch100KiBToRaw", "fetch1MiBToRaw", "throughput16MiBToRaw")) {
      assertThat(ratios.get(ratio).asDouble()).as(ratio).isPositive();
    }
    for (String unmeasured : List.of("dialToJs", "reservedToJs", "coldFetchToJs")) {
      assertThat(ratios.get(unmeasured).isNull()).as(unmeasured).isTrue();
    }
    assertThat(status).isEqualTo(errors.toString().contains(", not at ") ? 1 : 0);
    assertThat(Files.readString(report)).contains("./weft bench mesh --rounds=1", "| Weft |");
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    assertThat(bench("mesh", "--rounds=0")).isEqualTo(2);
    assertThat(errors.toString()).contains("--rounds is at least 1");
    assertThat(bench("mesh", "--only=raw,nobody")).isEqualTo(2);
    assertThat(errors.toString()).contains("--only").contains("WEBTORRENT").contains("'nobody'");
  }

  private int bench(String... arguments) {
    CommandLine bench = Bench.commandLine().setErr(new PrintWriter(errors, true));
    return bench.execute(arguments);
  }
}
