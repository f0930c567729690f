package dev.weft.e2e.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.origin.http.Slowness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example site with its ordinary URLs: not one attribute of ours is left in its pages. */
class ExampleSiteTest extends WorkerWorld {
  private static final Path EXAMPLE = Path.of("../site-example/site");

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        site.file(EXAMPLE.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    String page = Files.readString(EXAMPLE.resolve("index.html"));
    String plain =
        page.replace("<script data-weft-href", "<script src")
            .replaceAll("data-weft-(src|href)", "$1");
    site.file("index.html", plain.replaceAll(" data-weft-\\w+=\"[^\"]*\"", ""));
  }

  /** With an origin as far away as a good one: what comes over loopback beats every peer. */
  private House house() throws Exception {
    Slowness far = new Slowness(Duration.ofMillis(80), 50_000_000);
    return House.open(site.folder(), options -> options.slowness(far));
  }

  private Page read(House house) {
    Page page = visitor().newPage();
    page.navigate(house.url());
    isServed(page);
    page.evaluate("void (before = weft.stats().bytes)");
    page.evaluate(
        "(async () => { for (let at = 0; at < document.body.scrollHeight; at += innerHeight / 2) {"
            + " scrollTo({top: at, behavior: 'instant'});"
            // Lazy pictures are looked for when a frame is made.
            + " await new Promise(requestAnimationFrame);"
            + " await new Promise(done => setTimeout(done, 50)); } })()");
    page.waitForFunction("[...document.images].every(image => image.naturalWidth > 0)");
    return page;
  }

  @Test
  void whatLaterVisitorsAskForOnceTheyAreServedComesFromTheVisitorsBefore() throws Exception {
    try (House house = house()) {
      read(house);
      for (int visitor = 2; visitor <= 3; visitor++) {
        Page page = read(house);
        double peers = bytesFrom(page, "peers - before.peers");
        assertThat(peers).isGreaterThan(1_000_000);
        double origin = bytesFrom(page, "origin - before.origin");
        assertThat(peers / (peers + origin)).isGreaterThanOrEqualTo(0.95);
      }
    }
  }

  @Test
  void aFilmPlaysAndSeeksFromPeers() throws Exception {
    try (House house = house()) {
      Page first = read(house);
      first.evaluate("fetch('/film/a-day-woven.webm').then(r => r.blob()).then(b => b.size)");
      Page second = read(house);
      int before = house.requests().size();
      second.evaluate(
          "void (film = document.createElement('video'), film.muted = true,"
              + " film.src = '/film/a-day-woven.webm', film.play(), document.body.append(film))");
      second.waitForFunction("film.currentTime > 0.2");
      second.evaluate("film.currentTime = film.duration * 0.8");
      second.waitForFunction("!film.seeking && film.currentTime > film.duration * 0.8 + 0.1");
      assertThat(film(house, before)).isEmpty();
      assertThat(
              second.evaluate(
                  "performance.getEntriesByType('resource').filter(e => e.name.endsWith('.webm'))"
                      + ".every(e => e.workerStart > 0)"))
          .isEqualTo(true);
    }
  }

  private static List<String> film(House house, int before) {
    return house.requests().stream()
        .skip(before)
        .map(request -> request.target())
        .filter(target -> target.endsWith(".webm"))
        .toList();
  }
}
