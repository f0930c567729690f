package dev.weft.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.origin.http.Slowness;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the main thread bears while much arrives. Every task of the page counts, and with them each
 * that a PerformanceObserver of {@code longtask} would report: by the processor time that it takes,
 * as the browser's trace has it. How long it lasts, which the observer goes by, is no measure of
 * the page's work: on a machine that is busy with others any task may last long.
 */
class LongTasksTest {
  private static final int FILES = 7;
  private static final int FILE_BYTES = 7_500_000;

  /** From here on browsers call a task long: W3C, Long Tasks. */
  private static final double LONG_MILLIS = 50;

  private static final String MARK = "receives";

  /** Gets all files, one after the other; keeps none of their bytes. */
  private static final String RECEIVE =
      "async files => { performance.mark('"
          + MARK
          + "'); let bytes = 0; for (let i = 0; i < files; i++) {"
          + " const body = (await weft.fetch('/' + i + '.bin')).body.getReader();"
          + " for (let p; !(p = await body.read()).done;) bytes += p.value.length }"
          + " return bytes }";

  private final Visitors visitors = new Visitors();

  @AfterEach
  void leave() {
    visitors.close();
  }

  @Test
  void noTaskIsLongWhileFiftyMegabytesArriveFromAPeer(@TempDir Path folder) throws Exception {
    SmallSite site = new SmallSite(folder).page();
    Random random = new Random(9);
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[FILE_BYTES];
      random.nextBytes(bytes);
      site.file(i + ".bin", bytes);
    }
    Slowness far = new Slowness(Duration.ofMillis(80), 100_000_000);
    try (House house = House.open(folder, options -> options.slowness(far))) {
      Page seeder = visitors.visit(house);
      seeder.evaluate("weft.ready");
      assertThat(seeder.evaluate(RECEIVE, FILES)).isEqualTo(FILES * FILE_BYTES);
      Page page = visitors.meet(house);
      Browser browser = page.context().browser();
      browser.startTracing(
          page,
          new Browser.StartTracingOptions()
              .setCategories(List.of("toplevel", "blink.user_timing")));
      assertThat(page.evaluate(RECEIVE, FILES)).isEqualTo(FILES * FILE_BYTES);
      List<JsonObject> trace = events(browser.stopTracing());
      Number peers = (Number) page.evaluate("weft.stats().bytes.peers");
      assertThat(peers.intValue()).isGreaterThan(50_000_000);
      List<Double> tasks = tasks(trace);
      assertThat(tasks).hasSizeGreaterThan(FILES);
      assertThat(Collections.max(tasks)).isLessThanOrEqualTo(LONG_MILLIS);
    }
  }

  private static List<JsonObject> events(byte[] trace) {
    List<JsonObject> events = new ArrayList<>();
    JsonObject all =
        JsonParser.parseString(new String(trace, StandardCharsets.UTF_8)).getAsJsonObject();
    for (JsonElement event : all.getAsJsonArray("traceEvents")) {
      events.add(event.getAsJsonObject());
    }
    return events;
  }

  /** Processor time of all tasks of the thread that made the mark, in milliseconds. */
  private static List<Double> tasks(List<JsonObject> trace) {
    JsonObject mark = trace.stream().filter(each -> is(each, MARK)).findFirst().orElseThrow();
    List<Double> tasks = new ArrayList<>();
    for (JsonObject event : trace) {
      if (is(event, "ThreadControllerImpl::RunTask")
          && event.get("pid").equals(mark.get("pid"))
          && event.get("tid").equals(mark.get("tid"))
          && event.has("tdur")) {
        tasks.add(event.get("tdur").getAsDouble() / 1_000);
      }
    }
    return tasks;
  }

  private static boolean is(JsonObject event, String name) {
    return event.get("name").getAsString().equals(name);
  }
}
