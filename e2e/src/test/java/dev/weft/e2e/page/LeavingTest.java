package dev.weft.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import com.microsoft.playwright.Route;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that is left before it has written down what it got. */
class LeavingTest {
  private static final int FILE_BYTES = 3 << 16;

  /** Three chunks, and the node above them. */
  private static final int BLOCKS = 4;

  private static final String FETCH = "weft.fetch('/a.bin').then(r => r.blob()).then(b => b.size)";

  /** What waits for a quiet moment waits for ever. */
  private static final String NO_QUIET_MOMENT =
      "{ const real = setTimeout;"
          + " setTimeout = (task, millis) => millis >= 150 ? 0 : real(task, millis) }";

  /** Those who were connected and are not any more. */
  private static final String COUNT_GONE =
      "void (gone = 0, weft.on('peer', peer => gone += !peer.open))";

  /** Sooner than browsers notice it by themselves, which takes some 10 s. */
  private static final double AT_ONCE_MILLIS = 4_000;

  private final Visitors visitors = new Visitors();

  @AfterEach
  void leave() {
    visitors.close();
  }

  @Test
  void whatItGotIsKeptWhileTheNextPageIsOnItsWay(@TempDir Path folder) throws Exception {
    byte[] file = new byte[FILE_BYTES];
    new Random(3).nextBytes(file);
    SmallSite site = new SmallSite(folder).page().file("a.bin", file);
    try (House house = House.open(site.folder())) {
      Page page = visitors.visit(house, NO_QUIET_MOMENT);
      page.evaluate("weft.ready");
      assertThat(page.evaluate(FETCH)).isEqualTo(file.length);
      assertThat(page.evaluate("caches.open('weft').then(c => c.keys()).then(k => k.length)"))
          .isEqualTo(0);

      Page beside = page.context().newPage();
      beside.navigate(house.url() + "/");
      List<Route> next = new ArrayList<>();
      page.route("**/next.html", next::add);
      page.evaluate("void setTimeout(() => location.href = '/next.html', 0)");
      Visitors.keeps(beside, BLOCKS);
      assertThat(next).hasSize(1);
    }
  }

  /** Else those who go from page to page soon fill their peers with pages that are gone. */
  @Test
  void itsPeersLearnOfItAtOnce(@TempDir Path folder) throws Exception {
    SmallSite site = new SmallSite(folder).page().file("a.bin", new byte[FILE_BYTES]);
    try (House house = House.open(site.folder())) {
      Page other = visitors.visit(house);
      other.evaluate("weft.ready");
      other.evaluate(COUNT_GONE);
      Page page = visitors.visit(house);
      for (int left = 1; left <= 6; left++) {
        page.waitForFunction("weft.stats().state == 'mesh'");
        page.evaluate("void setTimeout(() => location.href = '/?" + left + "')");
        page.waitForURL("**/?" + left);
        other.waitForFunction(
            "left => gone == left", left, new WaitForFunctionOptions().setTimeout(AT_ONCE_MILLIS));
      }
    }
  }
}
