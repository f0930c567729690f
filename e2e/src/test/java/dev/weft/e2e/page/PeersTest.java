package dev.weft.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two visitors of one site: the second is served by the first. */
class PeersTest {
  private final List<BrowserContext> visitors = new ArrayList<>();

  @AfterEach
  void leave() {
    visitors.forEach(BrowserContext::close);
  }

  private Page visit(House house) {
    BrowserContext visitor = Browsers.visitor();
    visitors.add(visitor);
    Page page = visitor.newPage();
    page.onConsoleMessage(message -> System.out.println(message.text()));
    page.onPageError(System.out::println);
    page.navigate(house.url() + "/?weft=debug");
    return page;
  }

  @Test
  void theSecondVisitorGetsAnAssetFromTheFirst(@TempDir Path folder) throws Exception {
    SmallSite site = new SmallSite(folder).page().picture("a.png", 300);
    try (House house = House.open(site.folder())) {
      Page first = visit(house);
      assertThat(first.evaluate("weft.ready.then(r => r.state)")).isEqualTo("alone");
      first.evaluate("weft.fetch('/a.png').then(r => r.blob())");
      Page second = visit(house);
      assertThat(second.evaluate("weft.ready.then(r => r.state)")).isEqualTo("mesh");
      Object size = second.evaluate("weft.fetch('/a.png').then(r => r.blob()).then(b => b.size)");
      assertThat(second.evaluate("weft.stats().bytes.peers")).isEqualTo(size);
      assertThat(house.requestsFor("/a.png")).isEqualTo(1);
    }
  }

  @Test
  void withTheNodeDownThePageIsTheOriginsAndSaysWhy(@TempDir Path folder) throws Exception {
    SmallSite site = new SmallSite(folder).page("<img id=a data-weft-src=/a.png>");
    site.picture("a.png", 30);
    try (House house = House.open(site.folder())) {
      house.node().close();
      Page page = visit(house);
      assertThat(page.evaluate("weft.ready.then(r => r.state + ' ' + r.reason)"))
          .isEqualTo("off node-down");
      page.waitForFunction("a.naturalWidth == 30");
    }
  }
}
