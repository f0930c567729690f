package dev.weft.bench.mesh;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the browser's processes use from a moment on, as the browser tells it over CDP. */
final class Processes {
  private static final String RENDERER = "renderer";
  private static final double KIB_PER_MIB = 1024;

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
