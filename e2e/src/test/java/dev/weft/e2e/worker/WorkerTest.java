package dev.weft.e2e.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.origin.folder.HeaderRules;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What a page asks for by its ordinary URL, and who answers. */
class WorkerTest extends WorkerWorld {
  @Test
  void anOrdinaryPictureOfAFirstVisitComesFromAPeer() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first = visit(house);
      show(first, "/a.png", 300);
      Visitors.counted(first, 1);
      Page second = meet(house);
      show(second, "/a.png", 300);
      Visitors.counted(second, 1);
      assertThat(bytesFrom(second, "peers")).isEqualTo(Files.size(site.folder().resolve("a.png")));
      assertThat(bytesFrom(second, "origin")).isZero();
      assertThat(house.requestsFor("/a.png")).isEqualTo(1);
    }
  }

  @Test
  void aStyleSheetsPicturesAndFontsAreFoundWhereTheSheetIs() throws Exception {
    site.file("css/s.css", "#place{background:url(../img/b.png)}");
    try (House house = House.open(site.folder())) {
      Page page = visit(house);
      page.evaluate("void weft.on('asset', asset => log.push(asset.path))");
      page.evaluate(
          "new Promise(done => { const link = document.createElement('link');"
              + " link.rel = 'stylesheet'; link.href = 'css/s.css'; link.onload = () => done();"
              + " document.head.append(link); })");
      page.waitForFunction("log.length == 2");
      assertThat((List<?>) page.evaluate("log"))
          .asInstanceOf(InstanceOfAssertFactories.list(String.class))
          .containsExactlyInAnyOrder("/css/s.css", "/img/b.png");
    }
  }

  @Test
  void headersAreTheSameWithAndWithout() throws Exception {
    HeaderRules.Rule rule = HeaderRules.Rule.parse("/img/**=Content-Language: de");
    try (House house = House.open(site.folder(), options -> options.headerRules(List.of(rule)))) {
      Page with = visit(house);
      Page without = visitor().newPage();
      without.navigate(house.url() + "/?weft=off");
      for (String path : List.of("/img/b.png", "/a.png", "/film.bin")) {
        Map<?, ?> expected = (Map<?, ?>) without.evaluate(HEADERS, path);
        assertThat(with.evaluate(HEADERS, path)).as(path).isEqualTo(expected);
        assertThat((Map<?, ?>) expected.get("headers")).hasSizeGreaterThan(5);
      }
      Visitors.counted(with, 3);
    }
  }

  @Test
  void whatIsNotListedIsTheBrowsersAndSoIsWhatIsAskedForInAnotherWay() throws Exception {
    try (House house = House.open(site.folder())) {
      Page page = visit(house);
      for (String request :
          List.of(
              "fetch('/none')",
              "fetch('/index.html')",
              "fetch('/a.png?2')",
              "fetch('/a.png', {method: 'HEAD'})",
              "fetch('/a.png', {cache: 'no-store'})",
              "fetch('/a.png', {headers: {Authorization: 'me'}})",
              "fetch('/a.png', {headers: {Range: 'bytes=-5'}})",
              "fetch('/a.png', {headers: {'If-None-Match': 'x'}})")) {
        page.evaluate(request + ".then(r => r.blob()).then(b => b.size)");
        assertThat(page.evaluate("weft.stats().assets")).as(request).isEqualTo(0);
      }
      page.evaluate("fetch('/a.png').then(r => r.blob()).then(b => b.size)");
      Visitors.counted(page, 1);
    }
  }

  @Test
  void aPartIsAnsweredWithThatPart() throws Exception {
    String part =
        "fetch('/film.bin', {headers: {Range: 'bytes=5000000-5999999'}}).then(r =>"
            + " r.arrayBuffer().then(async b => [r.status, r.headers.get('content-range'),"
            + " new Uint8Array(await crypto.subtle.digest('SHA-256', b)).join()]))";
    try (House house = House.open(site.folder())) {
      Page first = visit(house);
      Object byOrigin = first.evaluate(part);
      first.evaluate("fetch('/film.bin').then(r => r.arrayBuffer()).then(b => b.byteLength)");
      Page second = meet(house);
      assertThat(second.evaluate(part)).isEqualTo(byOrigin);
      assertThat(bytesFrom(second, "peers")).isBetween(1_000_000.0, 1_200_000.0);
      assertThat(bytesFrom(second, "origin")).isZero();
    }
  }
}
