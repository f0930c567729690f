package dev.weft.bench;

import com.google.gson.JsonElement;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/** Nothing of what the browser was told before is still under way. */
public final class Rest {
  /** How long it is looked at whether its processes rest, in milliseconds. */
  private static final int LOOK_MILLIS = 200;

  /** They rest when all of them together take no more of a processor: a browser is never idle. */
  private static final double RESTING = 0.1;

  /** Looks until it is measured all the same: 6 s. */
  private static final int MAX_LOOKS = 30;

  private Rest() {}

  /**
   * Waits until what was begun before is done, a page opened or closed or files stored: it would
   * take the processors from what is measured next.
   */
  public static void await(Page page) {
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
    double all = 0;
    for (JsonElement process :
        browser.send("SystemInfo.getProcessInfo").getAsJsonArray("processInfo")) {
      all += process.getAsJsonObject().get("cpuTime").getAsDouble();
    }
    return all;
  }
}
