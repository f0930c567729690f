package dev.weft.e2e.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.harness.Kept;
import dev.weft.origin.ClientSettings;
import dev.weft.origin.manifest.ClientScript;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the worker comes, is replaced, and goes. */
class WorkerSwitchesTest extends WorkerWorld {
  private static final String CONTROLLED = "!!navigator.serviceWorker.controller";

  private static final String INSTALLED =
      "navigator.serviceWorker.getRegistration('/').then(found => !!found)";

  /** The next page, which no worker controls. */
  private static void isFree(Page page, House house) {
    page.navigate(house.url() + "/?next");
    assertThat(page.evaluate(CONTROLLED)).isEqualTo(false);
  }

  @Test
  void anAddressSwitchesItOff() throws Exception {
    try (House house = House.open(site.folder())) {
      Page page = visit(house);
      page.navigate(house.url() + "/?weft=off");
      page.waitForFunction("weft.stats().reason == 'switched-off'");
      Kept.awaitTrue(page, INSTALLED + ".then(is => !is)");
      page.navigate(house.url() + "/?weft=off");
      assertThat(page.evaluate(CONTROLLED)).isEqualTo(false);
    }
  }

  @Test
  void theSiteSwitchesItOffForAll() throws Exception {
    ClientSettings off = new ClientSettings(List.of(), List.of(), null, false, null, true);
    BrowserContext visitor = visitor();
    Page page;
    int port;
    try (House house = House.open(site.folder())) {
      page = open(visitor, house);
      port = house.origin().port();
    }
    try (House house = House.withoutNode(site.folder(), o -> o.client(off).port(port))) {
      page.navigate(house.url());
      page.waitForFunction("weft.stats().reason == 'switched-off'");
      Kept.awaitTrue(page, INSTALLED + ".then(is => !is)");
      isFree(page, house);
      page.waitForFunction("weft.stats().reason == 'switched-off'");
      assertThat(page.evaluate(INSTALLED)).isEqualTo(false);
    }
  }

  @Test
  void uninstalledItStaysAwayWithAllThatWasKept() throws Exception {
    try (House house = House.open(site.folder())) {
      Page page = visit(house);
      show(page, "/a.png", 300);
      page.evaluate("weft.uninstall()");
      Kept.awaitTrue(page, INSTALLED + ".then(is => !is)");
      isFree(page, house);
      assertThat(page.evaluate("weft.ready.then(r => r.state + ' ' + r.reason)"))
          .isEqualTo("off uninstalled");
      assertThat(page.evaluate(INSTALLED)).isEqualTo(false);
      Kept.awaitTrue(page, "caches.keys().then(keys => !keys.length)");
      Kept.awaitTrue(page, "indexedDB.databases().then(all => !all.length)");
    }
  }

  @Test
  void aNewVersionTakesOverWithoutAReload() throws Exception {
    String worker = new String(ClientScript.load().worker(), StandardCharsets.UTF_8);
    site.file("weft-sw-test.js", worker)
        .page("<p id=place>", "<script data-weft-worker=/weft-sw-test.js></script>");
    try (House house = House.open(site.folder())) {
      Page page = visit(house);
      page.evaluate(
          "navigator.serviceWorker.addEventListener('controllerchange', () => log.push(1))");
      site.file("weft-sw-test.js", worker + "// another");
      page.evaluate(
          "navigator.serviceWorker.getRegistration('/').then(r => r.update()).then(() => 1)");
      page.waitForFunction("log.length == 1");
      isServed(page);
      isTold(page);
      assertThat(page.evaluate("log.filter(entry => entry == 1)")).isEqualTo(List.of(1));
    }
  }

  @Test
  void aPageThatWasLoadedPastItIsTakenAllTheSame() throws Exception {
    try (House house = House.open(site.folder())) {
      Page page = visit(house);
      page.evaluate("before = true");
      JsonObject pastTheWorker = new JsonObject();
      pastTheWorker.addProperty("ignoreCache", true);
      page.context().newCDPSession(page).send("Page.reload", pastTheWorker);
      page.waitForFunction("!self.before && self.weft");
      isServed(page);
    }
  }

  @Test
  void aWorkerOfTheSitesOwnIsLeftAlone() throws Exception {
    site.file("sw.js", "addEventListener('fetch', () => {})")
        .page("<p id=place>", "<script>navigator.serviceWorker.register('/sw.js')</script>");
    try (House house = House.open(site.folder())) {
      Page page = visitor().newPage();
      page.navigate(house.url());
      page.evaluate("weft.ready");
      page.evaluate("navigator.serviceWorker.ready.then(() => 1)");
      page.navigate(house.url());
      page.evaluate("weft.ready");
      show(page, "/a.png", 300);
      assertThat(
              page.evaluate(
                  "navigator.serviceWorker.getRegistration('/').then(r => r.active.scriptURL)"))
          .isEqualTo(house.url() + "/sw.js");
      assertThat(page.evaluate("weft.stats().worker")).isEqualTo(false);
    }
  }

  @Test
  void aPageMayGoWithoutIt() throws Exception {
    site.page("<p id=place>", "<script data-weft-worker=off></script>");
    try (House house = House.open(site.folder())) {
      Page page = visitor().newPage();
      page.navigate(house.url());
      page.evaluate("weft.ready");
      show(page, "/a.png", 300);
      assertThat(page.evaluate(INSTALLED)).isEqualTo(false);
    }
  }

  private static void stopWorkers(Page page) {
    CDPSession devTools = page.context().newCDPSession(page);
    devTools.send("ServiceWorker.enable");
    devTools.send("ServiceWorker.stopAllWorkers");
  }

  /**
   * Stops the worker while the film comes through it, and says what became of the film: one that
   * the worker had taken from the origin, as the page was late, the browser reads on by itself.
   */
  private static String filmWhenStopped(Page page) {
    page.evaluate(
        "fetch('/film.bin').then(r => { body = r.body.getReader(); return body.read() }).then(() => 1)");
    stopWorkers(page);
    return (String)
        page.evaluate(
            "(async () => { for (;;) if ((await body.read()).done) return 'whole' })()"
                + ".catch(broken => 'broken')");
  }

  private static void isToldAndAsks(Page page) {
    page.evaluate("dispatchEvent(new Event('visibilitychange'))");
    isTold(page);
  }

  /** The worker knows the page, and asks it. */
  private static void isTold(Page page) {
    page.evaluate("void weft.on('asset', asset => log.push(asset.path))");
    Kept.awaitTrue(page, "fetch('/a.png').then(r => r.blob()).then(() => log.includes('/a.png'))");
  }

  @Test
  void stoppedByTheBrowserItComesBackKnowingNobodyAndIsTold() throws Exception {
    try (House house = House.open(site.folder())) {
      Page page = visit(house);
      for (int late = 0; !filmWhenStopped(page).equals("broken"); late++) {
        assertThat(late).isLessThan(MAX_LATE);
        isToldAndAsks(page);
      }
      show(page, "/img/b.png", 40);
      page.evaluate("log.length = 0");
      isToldAndAsks(page);
    }
  }
}
