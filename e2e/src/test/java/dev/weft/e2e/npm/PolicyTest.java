package dev.weft.e2e.npm;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import dev.weft.e2e.publish.PublishedSite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy of {@code docs/hosting.md}, with which nothing but what it names may happen. */
class PolicyTest {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; worker-src 'self';"
          + " connect-src 'self' ws://127.0.0.1:*";

  @TempDir Path folder;
  @TempDir Path home;

  private Page visit(PublishedSite site, List<String> complaints) {
    BrowserContext visitor = site.visitor();
    visitor.onConsoleMessage((ConsoleMessage said) -> complain(said, complaints));
    return site.open(visitor, "/");
  }

  private static void complain(ConsoleMessage said, List<String> complaints) {
    if (said.text().contains("Content Security Policy")) {
      complaints.add(said.text());
    }
  }

  private PublishedSite open(String policy) throws Exception {
    ClientPackage.copy(Path.of("../docs/examples/html"), folder);
    PublishedSite site =
        PublishedSite.open(
            folder, home, "add_header Content-Security-Policy \"" + policy + "\" always;");
    site.publish();
    return site;
  }

  @Test
  void weftRunsUnderAStrictPolicy() throws Exception {
    List<String> complaints = new ArrayList<>();
    try (PublishedSite site = open(POLICY)) {
      assertThat(PublishedSite.state(visit(site, complaints))).isEqualTo("alone");
      Page second = visit(site, complaints);
      second.waitForCondition(() -> second.evaluate("weft.stats().state").equals("mesh"));
      assertThat(second.evaluate("navigator.serviceWorker.ready.then(found => found.scope)"))
          .isEqualTo(site.nginx().url() + "/");
      assertThat(complaints).isEmpty();
    }
  }

  @Test
  void whereThePolicyLacksTheNodeThePageIsServedByItsOrigin() throws Exception {
    List<String> complaints = new ArrayList<>();
    try (PublishedSite site = open(POLICY.replace(" ws://127.0.0.1:*", ""))) {
      Page page = visit(site, complaints);
      assertThat(PublishedSite.state(page)).isIn("alone", "off");
      assertThat(page.evaluate("weft.fetch('/waves.svg').then(r => r.status)")).isEqualTo(200);
      assertThat(complaints).isNotEmpty();
    }
  }
}
