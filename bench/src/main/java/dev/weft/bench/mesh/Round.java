package dev.weft.bench.mesh;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.weft.bench.Rest;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One contender, once: a fresh pair of visitors, of whom one has all files and the other none. With
 * each size of its messages it is another: what comes second finds a path that the first warmed up.
 */
final class Round {
  /** Hears what was measured. */
  interface Listener {
    /** A value. */
    void found(Measure measure, double value);
  }

  private final Stage stage;
  private final Variant variant;
  private final Listener listener;

  Round(Stage stage, Variant variant, Listener listener) {
    this.stage = stage;
    this.variant = variant;
    this.listener = listener;
  }

  /** Runs it; fails when bytes are wrong, or came from elsewhere, or do not come. */
  void run() {
    Processes processes = new Processes(stage.browser());
    try (BrowserContext serving = stage.browser().newContext();
        BrowserContext fetching = stage.browser().newContext()) {
      Page page = variant.contender().isPeerToPeer() ? meet(serving, fetching) : alone(fetching);
      for (Load load : Load.values()) {
        Rest.await(page);
        for (SiteFile file : load.files()) {
          fetch(page, load, file);
        }
      }
      page.evaluate("() => client.check?.()");
      processes.tell(listener);
      listener.found(Measure.HEAP, heapMib(serving) + heapMib(fetching));
    }
  }

  /** What the scripts of the context's page hold, if it has one. */
  private static double heapMib(BrowserContext context) {
    double bytes = 0;
    for (Page page : context.pages()) {
      CDPSession tools = context.newCDPSession(page);
      bytes += tools.send("Runtime.getHeapUsage").get("usedSize").getAsDouble();
      tools.detach();
    }
    return bytes / (1 << 20);
  }

  private Page alone(BrowserContext fetching) {
    return stage.open(fetching, variant.contender());
  }

  private Page meet(BrowserContext serving, BrowserContext fetching) {
    Object told =
        stage
            .open(serving, variant.contender())
            .evaluate("s => within(60, 'serve', call('serve', s))", stage.settings());
    Page page = stage.open(fetching, variant.contender());
    page.evaluate("() => holdFilesBack()");
    Rest.await(page);
    Map<?, ?> times =
        (Map<?, ?>)
            page.evaluate(
                "([s, told, name]) => begin(s, told, name)",
                arguments(stage.settings(), told, Load.COLD.name()));
    listener.found(Measure.RESERVED, number(times, "reserved"));
    listener.found(Measure.DIAL, number(times, "dial"));
    listener.found(Measure.COLD, number(times, "cold"));
    return page;
  }

  private void fetch(Page page, Load load, SiteFile file) {
    int messageBytes = variant.messageBytes();
    Map<?, ?> times =
        (Map<?, ?>)
            page.evaluate(
                "([s, name, option]) => get(s, name, option)",
                arguments(stage.settings(), file.name(), messageBytes == 0 ? null : messageBytes));
    listener.found(load.first, number(times, "first"));
    listener.found(load.whole, number(times, "last"));
  }

  /** A list that may hold null, which becomes undefined there. */
  static Object arguments(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  private static double number(Map<?, ?> from, String name) {
    return from.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
