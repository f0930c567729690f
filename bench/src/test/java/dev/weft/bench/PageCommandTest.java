package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One pair of visits: that it measures what it says, not how fast anybody is. */
@Timeout(180)
class PageCommandTest {
  private static final int DELAY_MILLIS = 80;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @BeforeEach
  void home() {
    System.setProperty("weft.home", Path.of("..").toAbsolutePath().normalize().toString());
  }

  @AfterEach
  void nowhere() {
    System.clearProperty("weft.home");
  }

  private int bench(String... arguments) {
    return Bench.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }

  @Test
  void aPairGivesTheTimesOfAllAssetsWithUselessAndWithGoodPeers() throws Exception {
    Path json = folder.resolve("page.json");
    Path report = folder.resolve("report.md");
    int status =
        bench(
            "page",
            "--pairs=1",
            "--delays=" + DELAY_MILLIS,
            "--json=" + json,
            "--report=" + report);

    JsonNode run = new ObjectMapper().readTree(json.toFile());
    assertThat(run.get("failures")).as(errors.toString()).isEmpty();
    List<String> measured = new ArrayList<>();
    for (JsonNode series : run.get("series")) {
      String moment = series.get("moment").asText();
      measured.add(series.get("peers").asText() + " " + moment);
      for (String times : List.of("withMillis", "withoutMillis")) {
        assertThat(series.get(times).get("values")).hasSize(moment.equals("ready") ? 24 : 7);
      }
      // As far away as it is said to be, for everything.
      assertThat(series.at("/withoutMillis/values"))
          .allSatisfy(value -> assertThat(value.asDouble()).isGreaterThanOrEqualTo(DELAY_MILLIS));
      assertThat(series.at("/differenceMillis/limits").isNull()).isTrue();
    }
    assertThat(measured)
        .containsExactly("useless loading", "useless ready", "good loading", "good ready");
    assertThat(run.at("/series/1/fromPeers/median").asDouble()).isZero();
    assertThat(run.at("/series/3/fromPeers/median").asDouble()).isPositive();
    assertThat(run.at("/series/3/bound/text").asText()).isEqualTo("at least 3 times faster");
    boolean missed = run.at("/series/3/bound/isMissed").asBoolean();
    assertThat(status).isEqualTo(missed ? 1 : 0);
    assertThat(errors.toString().contains("weft: missed: good peers, 80 ms, once ready"))
        .isEqualTo(missed);
    assertThat(Files.readString(report))
        .startsWith("# A page with and without Weft")
        .contains("./weft bench page --pairs=1", out.toString());
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    assertThat(bench("page", "--pairs=0")).isEqualTo(2);
    assertThat(errors.toString()).contains("--pairs: at least 1 is measured, not 0");
    assertThat(bench("page", "--delays=-1")).isEqualTo(2);
    assertThat(errors.toString()).contains("--delays: a round trip is 0 to 2000 ms, not -1");
  }
}
