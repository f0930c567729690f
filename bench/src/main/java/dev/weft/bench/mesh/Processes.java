package dev.weft.bench.mesh;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the browser's processes use from a moment on, as the browser tells it over CDP. */
final class Processes {
  private static final String RENDERER = "renderer";
  private static final double KIB_PER_MIB = 1024;

  /** How long it is looked at whether they rest, in milliseconds. */
  private static final int LOOK_MILLIS = 200;

  /** They rest when all of them together take no more of a processor: the browser is never idle. */
  private static final double RESTING = 0.1;

  /** Looks until it is measured all the same: 6 s. */
  private static final int MAX_LOOKS = 30;

  private final CDPSession browser;
  private final Map<Integer, Double> before;

  private record Usage(String type, double cpuSeconds) {}

  /** From now on. */
  Processes(Browser browser) {
    this.browser = browser.newBrowserCDPSession();
    before = new HashMap<>();
    now(this.browser).forEach((process, usage) -> before.put(process, usage.cpuSeconds));
  }

  private static Map<Integer, Usage> now(CDPSession browser) {
    Map<Integer, Usage> usages = new HashMap<>();
    JsonObject answer = browser.send("SystemInfo.getProcessInfo");
    for (JsonElement each : answer.getAsJsonArray("processInfo")) {
      JsonObject process = each.getAsJsonObject();
      usages.put(
          process.get("id").getAsInt(),
          new Usage(process.get("type").getAsString(), process.get("cpuTime").getAsDouble()));
    }
    return usages;
  }

  /**
   * Waits until what was begun before is done, a page opened or files stored: it would take the
   * processors from what is measured next.
   */
  static void rest(Page page) {
    CDPSession browser = page.context().browser().newBrowserCDPSession();
    double before = cpuSeconds(browser);
    for (int look = 0; look < MAX_LOOKS; look++) {
      page.waitForTimeout(LOOK_MILLIS);
      double now = cpuSeconds(browser);
      if (now - before < RESTING * LOOK_MILLIS / 1000) {
        break;
      }
      before = now;
    }
    browser.detach();
  }

  private static double cpuSeconds(CDPSession browser) {
    return now(browser).values().stream().mapToDouble(Usage::cpuSeconds).sum();
  }

  /** Tells what was used since, of all processes that are still there. */
  void tell(Round.Listener listener) {
    double all = 0;
    double renderers = 0;
    double memoryMib = 0;
    for (Map.Entry<Integer, Usage> each : now(browser).entrySet()) {
      double used = each.getValue().cpuSeconds - before.getOrDefault(each.getKey(), 0.0);
      all += used;
      if (each.getValue().type.equals(RENDERER) && used > 0) {
        renderers += used;
        memoryMib += memoryMib(each.getKey());
      }
    }
    listener.found(Measure.CPU, all);
    listener.found(Measure.RENDERER_CPU, renderers);
    listener.found(Measure.MEMORY, memoryMib);
    browser.detach();
  }

  /** What the process alone has in memory; NaN where the system does not tell. */
  private static double memoryMib(int process) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", "" + process, "status"))) {
        if (line.startsWith("RssAnon:")) {
          return Integer.parseInt(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB;
        }
      }
    } catch (IOException elsewhere) {
      return Double.NaN;
    }
    return Double.NaN;
  }
}
