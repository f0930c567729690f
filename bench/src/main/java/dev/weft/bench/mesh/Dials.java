package dev.weft.bench.mesh;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;

/** Dials again and again, and counts those that fail. */
final class Dials {
  /** Peer connections that a page makes at most. */
  private static final int PER_PAGE = 100;

  private final Stage stage;
  private final Contender contender;

  Dials(Stage stage, Contender contender) {
    this.stage = stage;
    this.contender = contender;
  }

  /** How many of so many dials failed. */
  int failed(int dials) {
    int failed = 0;
    for (int done = 0; done < dials; done += PER_PAGE) {
      failed += failedOfOnePage(Math.min(PER_PAGE, dials - done));
    }
    return failed;
  }

  private int failedOfOnePage(int dials) {
    int failed = 0;
    try (BrowserContext serving = stage.browser().newContext();
        BrowserContext dialling = stage.browser().newContext()) {
      Object told =
          stage
              .open(serving, contender)
              .evaluate("s => within(60, 'listen', call('listen', s))", stage.settings());
      Page page = stage.open(dialling, contender);
      for (int dial = 0; dial < dials; dial++) {
        if (contender == Contender.WEFT) {
          page.reload();
        }
        Object reached =
            page.evaluate(
                "([s, told]) => within(60, 'dial', call('dial', s, told))",
                Round.arguments(stage.settings(), told));
        failed += Boolean.TRUE.equals(reached) ? 0 : 1;
      }
    }
    return failed;
  }
}
