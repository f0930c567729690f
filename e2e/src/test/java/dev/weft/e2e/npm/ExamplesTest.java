package dev.weft.e2e.npm;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.e2e.publish.PublishedSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/examples.md}, as they stand there. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../docs/examples");
  private static final Path FILM = Path.of("../site-example/site/film/a-day-woven.webm");

  @TempDir Path folder;
  @TempDir Path home;

  /** So many bytes at least came from peers, but for the first visitor, who has none. */
  private static void isServedByPeers(Page page, int visitor, int bytes) {
    if (visitor == 1) {
      assertThat(fromPeers(page)).isZero();
    } else {
      page.waitForFunction("bytes => weft.stats().bytes.peers >= bytes", bytes);
    }
  }

  private static int fromPeers(Page page) {
    return ((Number) page.evaluate("weft.stats().bytes.peers")).intValue();
  }

  private static Page served(PublishedSite site, int visitor) {
    Page page = visitor == 1 ? site.visit() : site.meet();
    PublishedSite.isServed(page);
    return page;
  }

  @Test
  void plainHtml() throws Exception {
    ClientPackage.copy(EXAMPLES.resolve("html"), folder);
    try (PublishedSite site = PublishedSite.open(folder, home)) {
      site.publish();
      for (int visitor = 1; visitor <= 2; visitor++) {
        Page page = served(site, visitor);
        assertThat(fromPeers(page)).isZero();
        page.evaluate("document.images[0].scrollIntoView({behavior: 'instant'})");
        page.waitForFunction("document.images[0].naturalWidth == 640");
        int size = (int) Files.size(folder.resolve("waves.svg"));
        isServedByPeers(page, visitor, size);
        assertThat(fromPeers(page)).isEqualTo(visitor == 1 ? 0 : size);
      }
      assertThat(site.nginx().requestsFor("/waves.svg")).isEqualTo(1);
    }
  }

  @Test
  void aVideoPage() throws Exception {
    ClientPackage.copy(EXAMPLES.resolve("video"), folder);
    Files.copy(FILM, folder.resolve("film.webm"));
    try (PublishedSite site = PublishedSite.open(folder, home)) {
      site.publish();
      for (int visitor = 1; visitor <= 2; visitor++) {
        Page page = served(site, visitor);
        page.evaluate("void (film = document.querySelector('video'), film.play())");
        page.waitForFunction("film.currentTime > 0.2");
        page.evaluate("film.currentTime = film.duration * 0.8");
        page.waitForFunction("!film.seeking && film.currentTime > film.duration * 0.8");
        page.evaluate("fetch('/film.webm').then(r => r.blob()).then(b => b.size)");
        isServedByPeers(page, visitor, 100_000);
      }
    }
  }

  /** Vite builds it with the package from its tarball, and the plugin publishes; no JVM does. */
  @Test
  void vite() throws Exception {
    Path project = home.resolve("project");
    ClientPackage.install(EXAMPLES.resolve("vite"), project);
    try (PublishedSite site =
        PublishedSite.open(Files.createDirectory(project.resolve("dist")), home)) {
      ClientPackage.run(
          project,
          Map.of("WEFT_KEY", site.key().toString(), "WEFT_NODE", site.nodeAddress()),
          "node_modules/.bin/vite",
          "build");
      for (int visitor = 1; visitor <= 2; visitor++) {
        Page page = served(site, visitor);
        page.waitForFunction("/^(alone|mesh)/.test(document.getElementById('status').innerText)");
        page.click("#more");
        page.waitForFunction("document.querySelectorAll('polyline').length == 60");
        assertThat(page.evaluate("document.querySelector('script[integrity]').src"))
            .asString()
            .matches(".*/weft/weft-[0-9a-f]{12}[.]js");
        isServedByPeers(page, visitor, 100);
      }
    }
  }
}
