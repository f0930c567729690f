package dev.weft.e2e.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.harness.Kept;
import dev.weft.e2e.hostile.Hostile;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Peers that have lost to the origin rest: meanwhile the page stands in nobody's way. */
class RestingPeersTest extends WorkerWorld {
  private static final int FILES = 20;
  private static final int FILE_BYTES = 20_000;

  /** Keeps what Weft asks the origin for. */
  private static final String WATCH =
      "asked = []; ask = fetch;"
          + " fetch = (what, how) => { asked.push(new URL(what, location).pathname);"
          + " return ask(what, how) }";

  /** Whether the next file, which nobody has asked for yet, came past Weft. */
  private static final String NEXT_COMES_PAST_WEFT =
      "(async () => { const path = '/' + next++ + '.bin', answer = await ask(path);"
          + " await answer.blob(); return answer.ok && !asked.includes(path) })()";

  @Test
  void whatThePageWouldOnlyPassOnTheBrowserAsksForItself() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[FILE_BYTES];
      random.nextBytes(bytes);
      site.file(i + ".bin", bytes);
    }
    try (House house = House.open(site.folder());
        Hostile silent = Hostile.join(house, "silent")) {
      BrowserContext visitor = visitor();
      visitor.addInitScript(WATCH);
      Page page = open(visitor, house);
      page.waitForFunction("weft.stats().state == 'mesh'");
      page.evaluate("next = 0");
      Kept.awaitTrue(page, NEXT_COMES_PAST_WEFT);
      assertThat(silent.asked()).isPositive();
      assertThat(page.evaluate("asked.includes('/0.bin')")).isEqualTo(true);
      page.evaluate("ask('/film.bin').then(answer => answer.blob()).then(whole => whole.size)");
      assertThat(page.evaluate("asked.includes('/film.bin')")).isEqualTo(true);
    }
  }
}
