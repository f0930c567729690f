package dev.weft.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors of one site, each a context of its own: the later ones are served by the earlier. */
class PeersTest {
  private static final String FETCH = "weft.fetch('/a.png').then(r => r.blob()).then(b => b.size)";

  private static final String MEETS = "weft.stats().state == 'mesh'";

  private final List<BrowserContext> visitors = new ArrayList<>();
  private SmallSite site;

  @BeforeEach
  void build(@TempDir Path folder) {
    site = new SmallSite(folder).page().picture("a.png", 300).picture("b.png", 40);
  }

  @AfterEach
  void leave() {
    visitors.forEach(BrowserContext::close);
  }

  private Page visit(House house) {
    BrowserContext visitor = Browsers.visitor();
    visitors.add(visitor);
    Page page = visitor.newPage();
    page.navigate(house.url());
    return page;
  }

  private static Object state(Page page) {
    return page.evaluate("weft.ready.then(r => r.state)");
  }

  /** Somebody who finds those who are there. */
  private Page meet(House house) {
    Page page = visit(house);
    page.waitForFunction(MEETS);
    return page;
  }

  @Test
  void theSecondVisitorGetsAnAssetFromTheFirst() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first = visit(house);
      assertThat(state(first)).isEqualTo("alone");
      first.evaluate(FETCH);
      Page second = meet(house);
      Object size = second.evaluate(FETCH);
      assertThat(second.evaluate("weft.stats().bytes.peers")).isEqualTo(size);
      assertThat(second.evaluate("weft.stats().bytes.origin")).isEqualTo(0);
      first.waitForFunction("size => weft.stats().uploaded >= size", size);
      assertThat(house.requestsFor("/a.png")).isEqualTo(1);
    }
  }

  /** As the browser does with a page that it kept while another one was read. */
  private static final String LEAVE_AND_COME_BACK =
      "for (const type of ['pagehide', 'pageshow'])"
          + " dispatchEvent(new PageTransitionEvent(type, {persisted: true}))";

  @Test
  void whoComesBackIsFoundAgain() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first = visit(house);
      state(first);
      first.evaluate(LEAVE_AND_COME_BACK);
      meet(house);
    }
  }

  @Test
  void whoHasStoppedStaysAwayWhenItComesBack() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first = visit(house);
      state(first);
      first.evaluate("weft.stop()");
      first.evaluate(LEAVE_AND_COME_BACK);
      assertThat(state(visit(house))).isEqualTo("alone");
      assertThat(first.evaluate("weft.stats().state")).isEqualTo("off");
    }
  }

  @Test
  void anElementIsFilledByAPeerAndSaysSo() throws Exception {
    site.page("<img id=a loading=lazy data-weft-src=/a.png style='margin-top:9000px'>");
    try (House house = House.open(site.folder())) {
      Page first = visit(house);
      state(first);
      first.evaluate(FETCH);
      Page second = meet(house);
      second.evaluate("void weft.on('asset', a => log.push(a.path + ' ' + a.source))");
      second.evaluate("a.scrollIntoView()");
      second.waitForFunction("a.naturalWidth == 300 && log.length == 1");
      assertThat(second.evaluate("log")).isEqualTo(List.of("/a.png peers"));
    }
  }

  @Test
  void whenTheNodeDiesConnectedPeersGoOn() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first = visit(house);
      state(first);
      first.evaluate(FETCH);
      Page second = meet(house);
      house.node().close();
      second.evaluate(FETCH);
      assertThat(second.evaluate("weft.stats().bytes.origin")).isEqualTo(0);
      assertThat(second.evaluate("weft.stats().state")).isEqualTo("mesh");
    }
  }

  @Test
  void whenTheNodeIsBackItsVisitorsAreFoundAgain() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first = visit(house);
      state(first);
      first.evaluate(FETCH);
      house.node().close();
      house.reopenNode();
      Page second = meet(house);
      second.evaluate(FETCH);
      assertThat(second.evaluate("weft.stats().bytes.origin")).isEqualTo(0);
      assertThat(house.requestsFor("/a.png")).isEqualTo(1);
    }
  }

  @Test
  void whoLeavesIsGoneAtOnceAndWhoComesBackJoinsAnew() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first = visit(house);
      state(first);
      Page second = meet(house);
      first.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))");
      second.waitForFunction("weft.stats().state == 'alone'");
      assertThat(
              first.evaluate(
                  "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})),"
                      + " weft.stats().state + ' ' + weft.stats().peers"))
          .isEqualTo("joining 0");
      second.waitForFunction(MEETS);
      first.waitForFunction(MEETS);
    }
  }

  @Test
  void aStoppedClientHasNoPeersAndItsPageGoesOn() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first = visit(house);
      state(first);
      Page second = meet(house);
      second.evaluate("weft.stop()");
      assertThat(second.evaluate("weft.stats().state + ' ' + weft.stats().reason"))
          .isEqualTo("off stopped");
      first.waitForFunction("weft.stats().state == 'alone'");
      second.evaluate("document.body.innerHTML = '<img id=late data-weft-src=/b.png>'");
      second.waitForFunction("late.naturalWidth == 40");
    }
  }

  @Test
  void withTheNodeDownThePageIsTheOriginsAndSaysWhy() throws Exception {
    site.page("<img id=b data-weft-src=/b.png>");
    try (House house = House.open(site.folder())) {
      house.node().close();
      Page page = visit(house);
      page.waitForFunction("weft.stats().state == 'off' && weft.stats().reason == 'node-down'");
      page.waitForFunction("b.naturalWidth == 40");
    }
  }
}
