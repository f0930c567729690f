package dev.weft.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new manifest takes away, and what an old one cannot bring back. */
class NewerManifestTest {
  private static final String FETCH =
      "path => weft.fetch(path).then(r => r.blob()).then(b => b.size)";

  @TempDir Path folder;
  @TempDir Path home;

  @BeforeEach
  void build() {
    new SmallSite(folder).page().file("a.txt", "a withdrawn text").file("b.txt", "a text");
  }

  @Test
  void whatIsWithdrawnLeavesTheCachesOfWhoComesBack() throws Exception {
    try (PublishedSite site = PublishedSite.open(folder, home)) {
      site.publish();
      BrowserContext visitor = site.visitor();
      Page page = site.open(visitor, "/");
      PublishedSite.state(page);
      page.evaluate(FETCH, "/a.txt");
      page.evaluate(FETCH, "/b.txt");
      Visitors.keeps(page, 2);
      page.close();
      Files.delete(folder.resolve("a.txt"));
      site.publish();
      Visitors.keeps(site.open(visitor, "/"), 1);
    }
  }

  @Test
  void anOpenPageDropsItWhenItLearnsOfTheNewManifest() throws Exception {
    try (PublishedSite site = PublishedSite.open(folder, home)) {
      site.publish();
      Page page = site.visit();
      PublishedSite.state(page);
      page.evaluate(FETCH, "/a.txt");
      Visitors.keeps(page, 1);
      Files.delete(folder.resolve("a.txt"));
      Files.writeString(folder.resolve("b.txt"), "another text");
      site.publish();
      assertThat(page.evaluate(FETCH, "/b.txt")).isEqualTo("another text".length());
      Visitors.keeps(page, 0);
    }
  }

  /** The site under a name of its own and TLS, where what was seen is remembered. */
  private Page secure(BrowserContext visitor) {
    visitor.route(
        "https://site.test/**",
        route -> {
          String path = route.request().url().substring("https://site.test/".length());
          Path file = folder.resolve(path.isEmpty() ? "index.html" : path);
          route.fulfill(
              Files.exists(file)
                  ? new Route.FulfillOptions().setPath(file)
                  : new Route.FulfillOptions().setStatus(404));
        });
    Page page = visitor.newPage();
    page.navigate("https://site.test/");
    return page;
  }

  private static Object reason(Page page) {
    return page.evaluate("weft.ready.then(() => weft.stats().reason)");
  }

  @Test
  void anOlderManifestIsRefusedByWhoHasSeenTheNewerOne() throws Exception {
    try (PublishedSite site = PublishedSite.open(folder, home)) {
      Path manifest = folder.resolve(".well-known/weft/manifest");
      site.publish();
      byte[] older = Files.readAllBytes(manifest);
      Files.writeString(folder.resolve("a.txt"), "a text without its fault");
      site.publish();
      BrowserContext visitor = site.visitor();
      Page before = secure(visitor);
      assertThat(reason(before)).isNotEqualTo("manifest-rollback");
      before.close(); // as long as it is open it leads, and the next one asks for no manifest
      Files.write(manifest, older);
      Page back = secure(visitor);
      back.waitForFunction("weft.stats().reason == 'manifest-rollback'");
      assertThat(back.evaluate(FETCH, "/a.txt")).isEqualTo("a text without its fault".length());
      assertThat(reason(secure(site.visitor()))).isNotEqualTo("manifest-rollback");
    }
  }
}
