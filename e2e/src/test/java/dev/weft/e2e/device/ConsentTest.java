package dev.weft.e2e.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.harness.Kept;
import dev.weft.e2e.hostile.Visitors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The modes of a page, and what a visitor says to them. */
class ConsentTest extends DeviceWorld {
  private static final String ASK = "<script data-weft-mode=ask></script>";
  private static final String BANNER = "document.querySelector('weft-ask')";

  /** A browser gives it when it makes a frame. */
  private static final String FIELD_HAS_FOCUS = "document.activeElement.id == 'field'";

  private static final String NOTHING_KEPT =
      "caches.keys().then(async keys => keys.length + (await indexedDB.databases()).length)";

  /** Each node that a page makes dials the bootstrap node. */
  private static final String COUNT_SOCKETS =
      "sockets = 0; WebSocket = class extends WebSocket {"
          + " constructor(...how) { super(...how); sockets++; } }";

  private static int sockets(Page page) {
    return (int) page.evaluate("sockets");
  }

  private static boolean leads(Page page) {
    return (boolean) page.evaluate("weft.stats().leads");
  }

  @BeforeEach
  void ask() {
    site.page(ASK);
  }

  private static void click(Page page, String words) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(words).setExact(true))
        .click();
  }

  private static void isTheBrowsersAlone(House house, Page page) {
    assertThat(page.evaluate(FETCH + ".then(size => size > 0)")).isEqualTo(true);
    assertThat(page.evaluate(NOTHING_KEPT)).isEqualTo(0);
    assertThat(page.evaluate("weft.stats().assets")).isEqualTo(0);
    assertThat(house.requestsFor("/.well-known/weft/manifest")).isZero();
    assertThat(house.requestsFor("/.well-known/weft/config.json")).isZero();
  }

  @Test
  void beforeTheAnswerNothingOfWeftHappensAndNobodyWaits() throws Exception {
    site.page(ASK, "<img id=b data-weft-src=/b.png>");
    try (House house = House.open(site.folder())) {
      Page page = visit(house);
      assertThat(ready(page)).isEqualTo("off unanswered");
      page.waitForFunction("b.naturalWidth == 40");
      assertThat((String) page.evaluate("b.src")).isEqualTo(house.url() + "/b.png");
      isTheBrowsersAlone(house, page);
      assertThat(page.evaluate("Object.keys(localStorage).length")).isEqualTo(0);
    }
  }

  @Test
  void aYesJoinsAtOnceAndIsRemembered() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first = visit(house);
      click(first, "Yes");
      first.waitForFunction("weft.stats().state == 'alone'");
      assertThat(first.evaluate(BANNER)).isNull();
      first.evaluate(FETCH);
      Page second = visit(house);
      click(second, "Yes");
      second.waitForFunction("weft.stats().state == 'mesh'");
      Object size = second.evaluate(FETCH);
      assertThat(second.evaluate("weft.stats().bytes.peers")).isEqualTo(size);
      second.navigate(house.url() + "/index.html");
      assertThat(ready(second)).isEqualTo("mesh null");
      assertThat(second.evaluate(BANNER)).isNull();
    }
  }

  @Test
  void aYesThatIsGivenAgainMakesNoSecondNode() throws Exception {
    try (House house = House.open(site.folder())) {
      visit(house).evaluate("weft.consent(true)");
      Page first = visit(house, COUNT_SOCKETS);
      Page second = first.context().newPage();
      second.navigate(house.url());
      second.waitForFunction(BANNER);
      first.evaluate("weft.consent(true); weft.consent(true)");
      second.evaluate("weft.consent(true)");
      first.waitForFunction("weft.stats().state == 'mesh'");
      second.waitForFunction("weft.stats().state == 'mesh'");
      first.evaluate("weft.consent(true)");
      second.evaluate("weft.consent(true)");
      Page third = first.context().newPage();
      third.navigate(house.url());
      third.waitForFunction("weft.stats().state == 'mesh'");
      assertThat(stat(first, "peers")).isEqualTo(1);
      assertThat(stat(second, "peers")).isEqualTo(1);
      assertThat(sockets(first) + sockets(second) + sockets(third)).isEqualTo(1);
      Page leader = leads(first) ? first : second;
      leader.evaluate(FETCH);
      Visitors.counted(leader, 1);
    }
  }

  @Test
  void aNoIsRememberedAndOneCallChangesIt() throws Exception {
    try (House house = House.open(site.folder())) {
      Page page = visit(house);
      click(page, "No");
      assertThat(page.evaluate("weft.stats().reason")).isEqualTo("refused");
      page.navigate(house.url() + "/index.html");
      assertThat(ready(page)).isEqualTo("off refused");
      assertThat(page.evaluate(BANNER)).isNull();
      isTheBrowsersAlone(house, page);
      page.evaluate("weft.consent(true)");
      page.waitForFunction("weft.stats().state == 'alone'");
    }
  }

  @Test
  void aNoToARunningPageLeavesTheMeshInAllTabsAndForgets() throws Exception {
    site.page();
    try (House house = House.open(site.folder())) {
      Page page = visit(house);
      assertThat(ready(page)).isEqualTo("alone null");
      page.evaluate(FETCH);
      Page other = page.context().newPage();
      other.navigate(house.url());
      other.evaluate("weft.ready");
      other.evaluate("weft.consent(false)");
      page.waitForFunction("weft.stats().reason == 'refused'");
      page.waitForFunction("weft.stats().state == 'off'");
      page.navigate(house.url() + "/index.html");
      assertThat(ready(page)).isEqualTo("off refused");
      Kept.awaitTrue(page, NOTHING_KEPT + ".then(kept => !kept)");
    }
  }

  @Test
  void aPageMayBeWithoutWeft() throws Exception {
    site.page("<script data-weft-mode=off></script>");
    try (House house = House.open(site.folder())) {
      Page page = visit(house);
      assertThat(ready(page)).isEqualTo("off switched-off");
      isTheBrowsersAlone(house, page);
      page.evaluate("weft.consent(true)");
      assertThat(page.evaluate("weft.stats().reason")).isEqualTo("switched-off");
    }
  }

  @Test
  void doNotTrackAndGlobalPrivacyControlAreANoUntilTheVisitorSaysYes() throws Exception {
    String define = "Object.defineProperty(Navigator.prototype, '%s', {get: () => %s})";
    for (String signal :
        List.of(
            String.format(define, "doNotTrack", "'1'"),
            String.format(define, "globalPrivacyControl", "true"))) {
      site.page(ASK);
      try (House house = House.open(site.folder())) {
        Page page = visit(house, signal);
        assertThat(ready(page)).isEqualTo("off privacy-signal");
        assertThat(page.evaluate(BANNER)).isNull();
        isTheBrowsersAlone(house, page);
        page.evaluate("weft.consent(true)");
        page.waitForFunction("weft.stats().state == 'alone'");
        page.navigate(house.url() + "/index.html");
        assertThat(ready(page)).isEqualTo("alone null");
      }
    }
  }

  @Test
  void theBannerIsNamedReachedByKeysAndTakesNoFocus() throws Exception {
    site.page(ASK, "<input id=field autofocus>");
    try (House house = House.open(site.folder())) {
      Page page = visit(house);
      page.getByRole(
              AriaRole.REGION,
              new Page.GetByRoleOptions().setName("Faster delivery").setExact(true))
          .waitFor();
      page.waitForFunction(FIELD_HAS_FOCUS);
      page.keyboard().press("Tab");
      assertThat(page.evaluate(BANNER + ".shadowRoot.activeElement.textContent")).isEqualTo("Yes");
      page.keyboard().press("Tab");
      page.keyboard().press("Escape");
      assertThat(page.evaluate(BANNER)).isNull();
      page.navigate(house.url() + "/index.html");
      page.waitForFunction(BANNER);
      page.waitForFunction(FIELD_HAS_FOCUS);
      page.keyboard().press("Tab");
      page.keyboard().press("Enter");
      page.waitForFunction("weft.stats().state == 'alone'");
    }
  }

  @Test
  void theBannerSpeaksThePagesLanguageOrTheSitesWords() throws Exception {
    try (House house = House.open(site.folder())) {
      site.file(
          "de.html",
          "<!doctype html><html lang=de-AT><title>de</title><script src=/weft/weft.js defer></script>"
              + ASK);
      site.page(
          "<script data-weft-mode=ask data-weft-ask-text=Mesh? data-weft-ask-yes=Ja"
              + " data-weft-ask-no=Nej data-weft-ask-link=/privacy.html data-weft-ask-more=Mere>"
              + "</script>");
      Page page = visitor();
      page.navigate(house.url() + "/de.html");
      click(page, "Nein");
      Page another = visit(house);
      another.waitForFunction(BANNER);
      assertThat(another.evaluate(BANNER + ".shadowRoot.querySelector('section').innerText"))
          .isEqualTo("Mesh?\n\nJa\nNej\nMere");
    }
  }

  @Test
  void theBannerKeepsToAStrictPolicy() throws Exception {
    site.file(
        "strict.html",
        "<!doctype html><meta http-equiv=Content-Security-Policy content=\"default-src 'self';"
            + " connect-src 'self' ws:\"><title>strict</title>"
            + "<script src=/weft/weft.js defer data-weft-mode=ask></script>");
    try (House house = House.open(site.folder())) {
      List<String> said = new ArrayList<>();
      Page page = visitor();
      page.onConsoleMessage(message -> said.add(message.text()));
      page.navigate(house.url() + "/strict.html");
      page.evaluate(
          "void (joined = new Promise(done => weft.on('state', now => now.state == 'alone' && done())))");
      click(page, "Yes");
      page.evaluate("joined");
      assertThat(said).noneMatch(text -> text.contains("Content Security Policy"));
    }
  }
}
