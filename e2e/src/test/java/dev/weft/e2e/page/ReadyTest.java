package dev.weft.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page that says it is ready knows. */
class ReadyTest {
  /** A list of assets has come, or the page has waited for it for too long. */
  private static final String LISTED =
      "weft.ready.then(state => state.reason == 'joining-slow'"
          + " || performance.getEntriesByType('resource').some(e => /shards/.test(e.name)))";

  private final Visitors visitors = new Visitors();

  @AfterEach
  void leave() {
    visitors.close();
  }

  @Test
  void aPageThatIsReadyKnowsWhatThereIs(@TempDir Path folder) throws Exception {
    SmallSite site = new SmallSite(folder).page().picture("a.png", 300);
    try (House house = House.open(site.folder())) {
      List<Route> shards = new ArrayList<>();
      Page page = visitors.come(context -> context.route("**/shards/*", shards::add));
      page.navigate(house.url());
      page.waitForFunction("self.weft");
      await().until(() -> house.node().mesh().reservations() == 1);
      page.waitForCondition(() -> !shards.isEmpty());
      page.evaluate("void (isListed = " + LISTED + ")");
      shards.forEach(Route::resume);
      assertThat(page.evaluate("isListed")).isEqualTo(true);
    }
  }
}
