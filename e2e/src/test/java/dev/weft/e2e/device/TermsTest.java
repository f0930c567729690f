package dev.weft.e2e.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import dev.weft.origin.VisitorTerms;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a site lets its pages do with a visitor's device and network. */
class TermsTest {
  private static final String FETCH = "weft.fetch('/a.png').then(r => r.blob()).then(b => b.size)";

  private final Visitors visitors = new Visitors();
  private SmallSite site;

  @BeforeEach
  void build(@TempDir Path folder) {
    site = new SmallSite(folder).page().picture("a.png", 300);
  }

  @AfterEach
  void leave() {
    visitors.close();
  }

  private Page visit(House house) {
    Page page = visitors.visit(house);
    page.evaluate("weft.ready");
    return page;
  }

  @Test
  void whoOnlyDownloadsIsFoundByNobody() throws Exception {
    try (House house = House.open(site.folder(), new VisitorTerms("auto", true))) {
      Page first = visit(house);
      first.evaluate(FETCH);
      Page second = visit(house);
      assertThat(second.evaluate("weft.stats().state")).isEqualTo("alone");
      second.evaluate(FETCH);
      assertThat(second.evaluate("weft.stats().bytes.peers")).isEqualTo(0);
      assertThat(first.evaluate("weft.stats().uploaded")).isEqualTo(0);
    }
  }
}
