package dev.weft.e2e.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Hostile;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.origin.publish.LoadedManifest;
import dev.weft.origin.publish.SiteSource;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scripts and styles of a site that shares gzip variants, asked for by their ordinary URLs. */
class GzipVariantTest extends WorkerWorld {
  private static final String VARIANTS = "/.well-known/weft/gzip/";

  /** Puts a script and a style sheet into the page, and waits for what they do. */
  private static final String LOAD =
      "() => Promise.all([['script', 'src', '/app.js'], ['link', 'href', '/late.css']].map("
          + "([tag, name, url]) => new Promise((done, failed) => {"
          + " const element = document.createElement(tag); element.rel = 'stylesheet';"
          + " element[name] = url; element.onload = done; element.onerror = failed;"
          + " document.head.append(element); })))"
          + ".then(() => [self.ran.length, getComputedStyle(place).borderTopWidth])";

  private final String noise = noise();

  private static String noise() {
    byte[] bytes = new byte[200_000];
    new Random(5).nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Four chunks of script when they are compressed, and a style sheet of one. */
  @BeforeEach
  void write() {
    site.file("app.js", "ran='" + noise + "'");
    site.file("late.css", "/*" + noise.substring(0, 20_000) + "*/#place{border:7px solid}");
  }

  private House house() throws Exception {
    return House.open(site.folder(), options -> options.gzip(true));
  }

  private static ManifestEntry entry(House house, String path) throws IOException {
    return LoadedManifest.of(SiteSource.of(house.origin().url())).entries().stream()
        .filter(entry -> entry.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static void work(Page page) {
    assertThat(page.evaluate(LOAD)).isEqualTo(List.of(400_000, "7px"));
    Visitors.counted(page, 2);
  }

  @Test
  void theyComeFromAPeerAtTheGzipSize() throws Exception {
    try (House house = house()) {
      ManifestEntry script = entry(house, "/app.js");
      ManifestEntry style = entry(house, "/late.css");
      double size = script.gzip().size() + style.gzip().size();
      assertThat(size).isLessThan(250_000);
      Page first = visit(house);
      work(first);
      assertThat(bytesFrom(first, "origin")).isEqualTo(size);
      for (ManifestEntry entry : List.of(script, style)) {
        assertThat(house.requestsFor(VARIANTS + entry.gzip().root())).isEqualTo(1);
        assertThat(house.requestsFor(entry.path())).isZero();
      }
      Page second = meet(house);
      house.origin().close();
      work(second);
      assertThat(bytesFrom(second, "peers")).isEqualTo(size);
      assertThat(bytesFrom(second, "peersEncoded")).isEqualTo(size);
      assertThat(bytesFrom(second, "origin")).isZero();
    }
  }

  @Test
  void theirHeadersAreThoseThatTheyHaveAsTheyAre() throws Exception {
    try (House with = house();
        House without = House.withoutNode(site.folder())) {
      Page inflated = visit(with);
      Page plain = visit(without);
      for (String path : List.of("/app.js", "/late.css")) {
        Map<String, Object> expected = headers(plain, path, without);
        assertThat(headers(inflated, path, with)).as(path).isEqualTo(expected);
      }
      assertThat(with.requestsFor("/app.js")).isZero();
      assertThat(without.requestsFor("/app.js")).isEqualTo(1);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> headers(Page page, String path, House house) {
    Map<String, Object> answer = (Map<String, Object>) page.evaluate(HEADERS, path);
    assertThat(answer.remove("url")).isEqualTo(house.url() + path);
    return answer;
  }

  /** What the page had before its worker is in the browser's HTTP cache, and costs nobody again. */
  @Test
  void whatThePageHadAlreadyIsNotFetchedOnceMore() throws Exception {
    site.page("<p id=place>", "<script src=/app.js></script>");
    try (House house = house()) {
      Page page = visit(house);
      page.evaluate("fetch('/app.js').then(r => r.text()).then(text => text.length)");
      Visitors.counted(page, 1);
      assertThat(house.requestsFor(VARIANTS + entry(house, "/app.js").gzip().root())).isZero();
    }
  }

  @Test
  void aPartIsCutFromTheAssetAsItIs() throws Exception {
    try (House house = house()) {
      Page page = visit(house);
      assertThat(
              page.evaluate(
                  "fetch('/app.js', {headers: {Range: 'bytes=5-24'}}).then(r => r.text())"))
          .isEqualTo(noise.substring(0, 20));
    }
  }

  /** The origin is gone, so that it does not come first. */
  @Test
  void aPeersForgedBytesReachNoPage() throws Exception {
    try (House house = house();
        Hostile hostile = Hostile.join(house, "lies")) {
      Page page = meet(house);
      house.origin().close();
      assertThat(page.evaluate("fetch('/late.css').then(() => 'came', () => 'failed')"))
          .isEqualTo("failed");
      page.waitForFunction("weft.stats().verifyFailures == 1");
      assertThat(hostile.asked()).isEqualTo(1);
      assertThat(bytesFrom(page, "peers")).isZero();
    }
  }
}
