package dev.weft.e2e.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.harness.Kept;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Several tabs of one visitor, in a browser that throttles those in the background and keeps those
 * that were left, as people's do.
 */
class TabsTest extends DeviceWorld {
  private static final String LEADS = "weft.stats().leads";
  private static final String FOLLOWS = "weft.stats().worker && !weft.stats().leads";
  private static final String LISTEN = "void weft.on('asset', asset => log.push(asset.path))";
  private static final String FETCH_FILE = fetch("/file.bin");
  private static final String MANIFEST = "/.well-known/weft/manifest";
  private static final String BYTES_OF =
      "cid => weft.fetch(cid).then(r => r.blob()).then(b => b.size)";
  private static final String LOCKS =
      "navigator.locks.query().then(locks => locks.held.length == %d)";

  /** Keeps the tab busy for 5 s, and says so where the other tabs see it. */
  private static final String HANG =
      "void setTimeout(() => { localStorage.setItem('hangs', 'yes');"
          + " const end = performance.now() + 5000; while (performance.now() < end);"
          + " localStorage.setItem('hangs', 'no'); })";

  private static final String HANGS = "localStorage.getItem('hangs')";

  /** A tab that is not seen takes no lock from another: it waits until it is given. */
  private static final String HIDE =
      "Object.defineProperty(document, 'hidden', {value: true});"
          + " document.dispatchEvent(new Event('visibilitychange'))";

  private static final String WITHOUT_LOCKS =
      "Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})";

  private static Browser browser;

  private BrowserContext visitor;
  private Page leader;
  private Page follower;

  @BeforeAll
  static void launch() {
    browser = Browsers.launchLikePeoples();
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @BeforeEach
  void come() {
    visitor = browser.newContext();
  }

  @AfterEach
  void go() {
    visitor.close();
  }

  private Page tab(House house) {
    Page tab = visitor.newPage();
    tab.navigate(house.url());
    tab.evaluate("weft.ready");
    return tab;
  }

  private Page tabThatFollows(House house) {
    Page tab = tab(house);
    tab.waitForFunction(FOLLOWS);
    return tab;
  }

  /** Another visitor who has the file; then two tabs, the first of which leads. */
  private Page open(House house) {
    Page other = join(house);
    other.evaluate(FETCH_FILE);
    leader = tab(house);
    leader.waitForFunction("weft.stats().worker");
    assertThat(leader.evaluate(LEADS)).isEqualTo(true);
    follower = tabThatFollows(house);
    return other;
  }

  /**
   * Asks for the asset until the leader has given it: the worker takes the origin when a busy
   * machine makes the leader answer after more than 200 ms.
   */
  private void untilTheLeaderAnswers(String path, Runnable ask) {
    leader.waitForCondition(
        () -> {
          ask.run();
          return Boolean.TRUE.equals(leader.evaluate("path => log.includes(path)", path));
        });
  }

  /** The tab leads, and is connected to another visitor or tab. */
  private static void hasNode(Page tab) {
    Kept.awaitTrue(tab, LEADS);
    Kept.awaitTrue(tab, "weft.stats().state == 'mesh'");
  }

  /** It does, and the worker asks it. */
  private static void leadsNow(Page tab) {
    hasNode(tab);
    Kept.awaitTrue(tab, "weft.stats().worker");
  }

  @Test
  void oneHasTheNodeAndServesTheOther() throws Exception {
    site.page("<p id=place>");
    try (House house = House.open(site.folder())) {
      Page other = open(house);
      follower.waitForFunction("weft.stats().state == 'mesh'");
      other.waitForFunction("weft.stats().peers == 1");
      leader.evaluate("void weft.on('asset', asset => { log.push(asset.path); cid = asset.cid })");
      untilTheLeaderAnswers(
          "/file.bin", () -> assertThat(follower.evaluate(FETCH_FILE)).isEqualTo(FILE_BYTES));
      untilTheLeaderAnswers(
          "/b.png",
          () -> {
            follower.reload();
            follower.waitForFunction(FOLLOWS);
            follower.evaluate("place.innerHTML = '<img id=shown data-weft-src=/b.png>'");
            follower.waitForFunction("shown.naturalWidth == 40");
          });
      assertThat(stat(leader, "bytes.peers")).isPositive();
      Object cid = leader.evaluate("cid");
      Object bytes = follower.evaluate("fetch('/b.png').then(r => r.blob()).then(b => b.size)");
      long manifests = house.requestsFor(MANIFEST);
      for (int i = 0; i < 2; i++) {
        leader.evaluate("log.length = 0");
        untilTheLeaderAnswers(
            "/b.png", () -> assertThat(follower.evaluate(BYTES_OF, cid)).isEqualTo(bytes));
      }
      assertThat(house.requestsFor(MANIFEST)).isEqualTo(manifests + 1);
      assertThat(stat(follower, "assets")).isZero();
    }
  }

  @Test
  void whenTheLeaderIsStoppedOrClosedTheNextOneLeads() throws Exception {
    try (House house = House.open(site.folder())) {
      open(house);
      Page last = tabThatFollows(house);
      follower.evaluate(HIDE);
      last.evaluate(HIDE);
      leader.evaluate("weft.stop()");
      leadsNow(follower);
      assertThat(leader.evaluate("weft.stats().reason")).isEqualTo("stopped");
      follower.close();
      leadsNow(last);
      assertThat(leader.evaluate(LEADS)).isEqualTo(false);
    }
  }

  @Test
  void aLeaderThatHangsIsReplacedWithinSecondsAndNobodyWaitsForIt() throws Exception {
    try (House house = House.open(site.folder())) {
      Page other = open(house);
      leader.evaluate(HANG);
      follower.waitForFunction(HANGS);
      Object millis =
          follower.evaluate(
              "(async () => { const from = performance.now(); await "
                  + FETCH
                  + "; return performance.now() - from })()");
      assertThat(((Number) millis).doubleValue()).isLessThan(1_500);
      follower.waitForFunction(LEADS);
      assertThat(follower.evaluate(HANGS)).isEqualTo("yes");
      leadsNow(follower);
      leader.waitForFunction(FOLLOWS);
      other.waitForFunction("weft.stats().peers == 1");
      assertThat(follower.evaluate(LEADS)).isEqualTo(true);
      leader.evaluate(LISTEN);
      follower.evaluate(LISTEN);
      assertThat(leader.evaluate(FETCH_FILE)).isEqualTo(FILE_BYTES);
      follower.waitForFunction("log.length == 1");
      assertThat(leader.evaluate("log")).isEqualTo(List.of());
    }
  }

  /** What the tab does on its way back is read in another one: Playwright does not follow it. */
  @Test
  void leavingFreesLockAndConnectionsAndComingBackJoins() throws Exception {
    site.file("plain.html", "<!doctype html><title>plain</title>");
    try (House house = House.open(site.folder())) {
      Page other = open(house);
      follower.navigate(house.url() + "/plain.html");
      leader.evaluate(
          "addEventListener('pageshow', event => localStorage.setItem('back', event.persisted));"
              + " void weft.on('state', now => localStorage.setItem('state', now.state))");
      leader.navigate(house.url() + "/plain.html");
      Kept.awaitTrue(follower, LOCKS.formatted(0));
      other.waitForFunction("weft.stats().peers == 0");
      leader.evaluate("void setTimeout(() => history.back())");
      follower.waitForFunction("localStorage.getItem('back') == 'true'");
      follower.waitForFunction("localStorage.getItem('state') == 'mesh'");
      Kept.awaitTrue(follower, LOCKS.formatted(1));
    }
  }

  @Test
  void withoutAWorkerEachTabHasANode() throws Exception {
    site.page("<script data-weft-worker=off></script>");
    try (House house = House.open(site.folder())) {
      leader = tab(house);
      follower = tab(house);
      hasNode(leader);
      hasNode(follower);
    }
  }

  @Test
  void withoutWebLocksEachTabHasANode() throws Exception {
    visitor.addInitScript(WITHOUT_LOCKS);
    try (House house = House.open(site.folder())) {
      leader = tab(house);
      Kept.awaitTrue(leader, "weft.stats().worker");
      follower = tab(house);
      leadsNow(leader);
      leadsNow(follower);
    }
  }

  /** As browsers give it for a moment while another tab registers the worker. */
  @Test
  void aRegistrationWithoutAWorkerYetIsAwaited() throws Exception {
    visitor.addInitScript(WITHOUT_LOCKS);
    try (House house = House.open(site.folder())) {
      leader = tab(house);
      Kept.awaitTrue(leader, "weft.stats().worker");
      visitor.addInitScript(
          "(real => { ServiceWorkerContainer.prototype.getRegistration = function (...of) {"
              + " ServiceWorkerContainer.prototype.getRegistration = real;"
              + " return real.apply(this, of).then(() => ({})) } })"
              + "(ServiceWorkerContainer.prototype.getRegistration)");
      follower = tab(house);
      leadsNow(follower);
    }
  }
}
