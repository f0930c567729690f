package dev.weft.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.DistantPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A site that nobody here wrote: Debian's {@code python3.11-doc}, served by nginx, 100 ms away. Its
 * pages are not shared; nginx puts the script into them.
 */
class PythonDocumentationTest {
  private static final Path SITE = Path.of("/usr/share/doc/python3.11/html");
  private static final String SHARED =
      "^/(_static/(?!jquery|underscore)|_images|_sources|_downloads|searchindex)";

  private static final List<String> PAGES =
      List.of(
          "library/hashlib",
          "library/pathlib",
          "library/turtle",
          "library/tkinter",
          "howto/logging",
          "using/windows",
          "library/json",
          "library/os",
          "library/re",
          "library/asyncio-task",
          "library/collections",
          "library/itertools",
          "library/functools",
          "library/typing",
          "library/datetime",
          "library/argparse",
          "library/subprocess",
          "library/threading",
          "library/sqlite3",
          "library/csv");

  @TempDir Path home;
  private PublishedSite site;
  private DistantPort distant;

  @BeforeEach
  void open() throws Exception {
    Path out = Files.createDirectory(home.resolve("out"));
    site =
        PublishedSite.open(
            SITE,
            home,
            "sub_filter_once on;",
            "sub_filter '</head>' '<script src=\"/weft/weft.js\" defer></script></head>';",
            "location ^~ /.well-known/weft/ { root " + out + "; }",
            "location ^~ /weft/ { root " + out + "; }",
            "location = /weft-sw.js { root " + out + "; }");
    site.publish("--out", out.toString());
    distant = new DistantPort();
    distant.leadTo(site.nginx().port());
  }

  @AfterEach
  void close() throws Exception {
    site.close();
    distant.close();
  }

  private Reader reader(BrowserContext visitor) {
    return new Reader(visitor, url(), SHARED);
  }

  private String url() {
    return "http://localhost:" + distant.number() + "/";
  }

  private static List<Reader.Figures> readAll(Reader reader) {
    List<Reader.Figures> figures = new ArrayList<>();
    for (String page : PAGES) {
      figures.add(reader.read(page + ".html", "/_sources/" + page + ".rst.txt"));
    }
    assertThat(reader.errors()).isEmpty();
    return figures;
  }

  private static double ours(Map<String, Number> bytes) {
    return bytes.get("peers").doubleValue() + bytes.get("cache").doubleValue();
  }

  private static double origins(Map<String, Number> bytes) {
    return bytes.get("origin").doubleValue();
  }

  private static void tell(String who, List<Reader.Figures> figures) {
    System.out.println(who + ": page, ms to ready, bytes since, all bytes, past Weft");
    for (Reader.Figures page : figures) {
      System.out.printf(
          "%s %d %s %s %d%n",
          page.path(), page.readyMillis(), page.sinceReady(), page.all(), page.direct());
    }
  }

  @Test
  void whatReadersAskForOnceTheyAreReadyComesFromReadersBefore() {
    for (int visitor = 1; visitor <= 3; visitor++) {
      List<Reader.Figures> figures = readAll(reader(site.visitor()));
      tell("visitor " + visitor, figures);
      double ours = figures.stream().mapToDouble(page -> ours(page.sinceReady())).sum();
      double origins = figures.stream().mapToDouble(page -> origins(page.sinceReady())).sum();
      if (visitor > 1) {
        assertThat(ours / (ours + origins)).isGreaterThanOrEqualTo(0.95);
      }
    }
    withASecondTabOpenAllThatThePagesLoadDoesSo();
  }

  private void withASecondTabOpenAllThatThePagesLoadDoesSo() {
    BrowserContext visitor = site.visitor();
    Page tab = visitor.newPage();
    tab.navigate(url() + "index.html");
    PublishedSite.isServed(tab);
    Map<String, Number> before = bytes(tab);
    List<Reader.Figures> figures = readAll(reader(visitor));
    tell("with a second tab", figures);
    double ours = ours(bytes(tab)) - ours(before);
    double origins = origins(bytes(tab)) - origins(before);
    for (Reader.Figures page : figures) {
      ours += ours(page.all());
      origins += origins(page.all()) + page.direct();
    }
    assertThat(ours / (ours + origins)).isGreaterThanOrEqualTo(0.85);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Number> bytes(Page page) {
    return (Map<String, Number>) page.evaluate("weft.stats().bytes");
  }

  /** Its script stumbles, without Weft too, over a page that Debian has left out. */
  @Test
  void searchingFindsTheSameAsWithoutWeft() {
    List<Object> found = new ArrayList<>();
    List<List<String>> errors = new ArrayList<>();
    for (String off : List.of("", "&weft=off")) {
      Reader reader = reader(site.visitor());
      Page page = reader.page();
      page.navigate(url() + "library/json.html?" + off);
      page.evaluate("weft.ready");
      page.navigate(url() + "search.html?q=json" + off);
      page.waitForFunction("document.querySelectorAll('ul.search li').length > 20");
      page.waitForFunction("/found/.test(document.querySelector('.search-summary').innerText)");
      found.add(page.evaluate("document.querySelector('.search-summary').innerText"));
      errors.add(reader.errors());
    }
    assertThat(found.get(0)).isEqualTo(found.get(1));
    assertThat(errors.get(0)).hasSameElementsAs(errors.get(1));
  }
}
