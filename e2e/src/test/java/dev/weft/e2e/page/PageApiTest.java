package dev.weft.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code window.weft}, on a page that has no peers. */
class PageApiTest {
  private static final String ABSENT_CID =
      "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";

  private SmallSite site;
  private BrowserContext visitor;
  private Page page;

  @BeforeEach
  void newVisitor(@TempDir Path folder) {
    site = new SmallSite(folder).page().picture("a.png", 30).file("b.txt", letters(900_000));
    visitor = Browsers.visitor();
    page = visitor.newPage();
  }

  @AfterEach
  void leaves() {
    visitor.close();
  }

  @Test
  void onlyOneNameIsAddedToTheGlobalObject() throws Exception {
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      Object names =
          page.evaluate(
              "() => { const f = document.createElement('iframe'); document.body.append(f);"
                  + " const clean = Object.getOwnPropertyNames(f.contentWindow);"
                  + " return Object.getOwnPropertyNames(window)"
                  + "   .filter(n => !clean.includes(n) && isNaN(n)).sort().join() }");
      assertThat(names).isEqualTo("log,weft");
    }
  }

  @Test
  void aPathIsFetchedVerifiedAndOnTheSecondVisitFromTheCache() throws Exception {
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      Object first = page.evaluate(FETCH, "/b.txt");
      assertThat(first).isEqualTo(Map.of("status", 200, "bytes", 900_000, "source", "origin"));
      Visitors.keeps(page, 15); // 14 leaves and their node
      page.navigate(house.url() + "/index.html");
      Object second = page.evaluate(FETCH, "/b.txt");
      assertThat(second).isEqualTo(Map.of("status", 200, "bytes", 900_000, "source", "cache"));
      assertThat(house.requestsFor("/b.txt")).isEqualTo(1);
    }
  }

  @Test
  void aCidOfTheManifestIsFetchedAndOneOutsideIsRejected() throws Exception {
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      Object cid =
          page.evaluate(
              "new Promise(done => { weft.on('asset', a => done(a.cid)); weft.fetch('/a.png') })");
      assertThat(page.evaluate("c => weft.fetch(c).then(r => r.headers.get('content-type'))", cid))
          .isEqualTo("image/png");
      assertThat(page.evaluate("c => weft.fetch(c).catch(e => e.name + ' ' + e.code)", ABSENT_CID))
          .isEqualTo("WeftError not-in-manifest");
    }
  }

  /** Also where Weft does not run: who names bytes wants these and no others. */
  @Test
  void whatIsAskedForByItsCidIsThatOrNothing() throws Exception {
    String outcome =
        "c => weft.fetch(c).then(r => r.blob()).then(b => b.size, e => e.name + ' ' + e.code)";
    try (House house = House.withoutNode(site.folder());
        BrowserContext earlier = page.context().browser().newContext()) {
      Page before = earlier.newPage();
      before.navigate(house.url());
      Object cid =
          before.evaluate(
              "new Promise(done => { weft.on('asset', a => done(a.cid)); weft.fetch('/b.txt') })");
      for (String query : List.of("/", "/?weft=off")) {
        page.navigate(house.url() + query);
        page.route(
            "**/b.txt",
            route -> route.fulfill(new Route.FulfillOptions().setBody("y".repeat(900_000))));
        assertThat(page.evaluate(outcome, cid)).isEqualTo("WeftError changed-at-origin");
        page.unroute("**/b.txt");
        assertThat(page.evaluate(outcome, cid)).isEqualTo(900_000);
      }
    }
  }

  @Test
  void aPathOutsideTheManifestIsAPlainFetch() throws Exception {
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      assertThat(page.evaluate("weft.fetch('/healthz').then(r => r.status)")).isEqualTo(200);
      assertThat(page.evaluate("weft.fetch('/none').then(r => r.status)")).isEqualTo(404);
    }
  }

  @Test
  void anAbortedFetchRejectsWithItsSignalsReason() throws Exception {
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      assertThat(
              page.evaluate(
                  "weft.fetch('/b.txt', {signal: AbortSignal.abort()}).catch(e => e.name)"))
          .isEqualTo("AbortError");
    }
  }

  @Test
  void whatTheOriginChangedGoesToThePageAsItIsAndIsNotKept() throws Exception {
    try (House house = House.withoutNode(site.folder())) {
      page.route(
          "**/b.txt",
          route ->
              route.fulfill(
                  new Route.FulfillOptions().setBody("y".repeat(900_000)).setStatus(200)));
      page.navigate(house.url());
      assertThat(
              page.evaluate(
                  "weft.fetch('/b.txt').then(r => r.text()).then(t => t == 'y'.repeat(900000))"))
          .isEqualTo(true);
      assertThat(page.evaluate("caches.open('weft').then(c => c.keys()).then(k => k.length)"))
          .isEqualTo(0);
    }
  }

  /** An answer that Weft has no use for goes to the page, with the size that it told. */
  @Test
  void theSizeOfTheWholeIsReadFromTheContentRangeOfAPart() throws Exception {
    String[] ranges = {
      "bytes 42-44/1234",
      "bytes 42-44/999999999999999",
      "bytes 42-44/1000000000000000",
      "bytes 42-44/1e3",
      "bytes 42-44/*",
      "bytes */1234",
      "items 0-1/2",
      "bytes -1/2",
      "bytes x-1/2",
      "bytes 1/2-3",
      "bytes"
    };
    Iterator<String> answers = List.of(ranges).iterator();
    page.route(
        "**/b.txt",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(206)
                    .setHeaders(Map.of("content-range", answers.next(), "content-length", "3"))
                    .setBody("abc")));
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      List<Object> sizes = new ArrayList<>();
      while (answers.hasNext()) {
        // To its end: who asks for the same asset before it shares the answer.
        sizes.add(
            page.evaluate(
                "weft.fetch('/b.txt').then(r => r.text().then(() => r.headers.get('content-length')))"));
      }
      assertThat(sizes)
          .containsExactly(
              "1234", "999999999999999", null, null, null, "3", "3", "3", "3", "3", "3");
    }
  }

  @Test
  void statsSayWhyThereAreNoPeers() throws Exception {
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      isOff("no-node");
      page.navigate(house.url() + "?weft=off");
      isOff("switched-off");
      page.route("**/.well-known/weft/manifest", Route::abort);
      page.navigate(house.url() + "?2");
      isOff("origin-unreachable");
    }
  }

  @Test
  void statsSayThatTheBrowserHasNoWebRtc() throws Exception {
    page.addInitScript("delete self.RTCPeerConnection");
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      isOff("no-webrtc");
    }
  }

  @Test
  void inAnInsecureContextThePageIsTheBrowsersAlone() throws Exception {
    site.page("<img id=a data-weft-src=/a.png>");
    page.addInitScript("Object.defineProperty(self, 'isSecureContext', {value: false})");
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      isOff("insecure-context");
      page.waitForFunction("a.naturalWidth == 30");
      assertThat((String) page.evaluate("a.src")).isEqualTo(house.url() + "/a.png");
    }
  }

  private static final String FETCH =
      "path => new Promise(async done => {"
          + " let source; const off = weft.on('asset', a => { source = a.source });"
          + " const r = await weft.fetch(path); const b = await r.arrayBuffer(); off();"
          + " done({status: r.status, bytes: b.byteLength, source}) })";

  /** Text whose chunks differ from one another. */
  private static String letters(int count) {
    Random seeded = new Random(7);
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append((char) ('a' + seeded.nextInt(26)));
    }
    return text.toString();
  }

  /** Of several reasons the last one counts. */
  private void isOff(String reason) {
    page.evaluate("weft.ready");
    page.waitForFunction(
        "reason => weft.stats().state == 'off' && weft.stats().reason == reason", reason);
  }
}
