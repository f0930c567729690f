package dev.weft.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page leaves to the next one in its tab, and what the site's settings still decide. */
class NextPageTest {
  private static final String SETTINGS = "**/config.json";

  /** Keeps what the page's peer connections are made with. */
  private static final String WATCH =
      "made = []; RTCPeerConnection = class extends RTCPeerConnection {"
          + " constructor(settings) { super(settings);"
          + " made.push((settings?.iceServers ?? []).map(server => server.urls).join()) } }";

  private static final String LEFT =
      "['weft-settings', 'weft-peers'].map(name => sessionStorage.getItem(name) || '')";

  private final Visitors visitors = new Visitors();
  private SmallSite site;

  @BeforeEach
  void build(@TempDir Path folder) {
    site =
        new SmallSite(folder).page("<script data-weft-worker=off></script>").picture("a.png", 300);
  }

  @AfterEach
  void leave() {
    visitors.close();
  }

  /** Opens the visitor's next page; gives its question for the settings, which waits. */
  private static Route next(Page page, House house) {
    List<Route> asked = new CopyOnWriteArrayList<>();
    page.route(SETTINGS, asked::add);
    page.navigate(house.url() + "/?next");
    page.waitForCondition(() -> !asked.isEmpty());
    return asked.get(0);
  }

  private static void answer(Page page, Route asked, String settings) {
    page.waitForResponse(
        SETTINGS, () -> asked.fulfill(new Route.FulfillOptions().setBody(settings)));
  }

  @Test
  void itJoinsBeforeTheSettingsHaveCome() throws Exception {
    try (House house = House.open(site.folder())) {
      visitors.visit(house).evaluate("weft.ready");
      Page page = visitors.meet(house);
      next(page, house);
      page.waitForFunction("weft.stats().state == 'mesh'");
    }
  }

  @Test
  void peersThatItDialsLaterGetTheNewerSettings() throws Exception {
    try (House house = House.open(site.folder())) {
      Page page = visitors.visit(house, WATCH);
      page.evaluate("weft.ready");
      answer(page, next(page, house), "{\"iceServers\":[{\"urls\":\"stun:127.0.0.1:9\"}]}");
      assertThat(page.evaluate("weft.ready.then(r => r.state)")).isEqualTo("alone");
      visitors.meet(house);
      page.waitForFunction("made.at(-1) == 'stun:127.0.0.1:9'");
    }
  }

  @Test
  void settingsThatSwitchOffSwitchItOff() throws Exception {
    try (House house = House.open(site.folder())) {
      Page page = visitors.visit(house);
      page.evaluate("weft.ready");
      answer(page, next(page, house), "{\"off\":true}");
      page.waitForFunction("weft.stats().reason == 'switched-off'");
      assertThat(page.evaluate(LEFT)).isEqualTo(List.of("", ""));
    }
  }

  @Test
  void whatWasLeftBehindByOthersIsNoHarm() throws Exception {
    try (House house = House.open(site.folder())) {
      visitors.visit(house).evaluate("weft.ready");
      Page page =
          visitors.visit(
              house,
              "sessionStorage.setItem('weft-settings', 'none');"
                  + "sessionStorage.setItem('weft-peers', 'me 12D3 ')");
      page.waitForFunction("weft.stats().state == 'mesh'");
    }
  }

  @Test
  void settingsThatComeOnceItIsUninstalledAreNotLeft() throws Exception {
    try (House house = House.open(site.folder())) {
      Page page = visitors.visit(house);
      page.evaluate("weft.ready");
      Route asked = next(page, house);
      page.evaluate("weft.uninstall()");
      page.waitForResponse(SETTINGS, asked::resume);
      page.evaluate("fetch('/a.png').then(picture => picture.blob())"); // the answer is before it
      assertThat(page.evaluate(LEFT)).isEqualTo(List.of("", ""));
    }
  }

  @Test
  void nothingIsLeftOnceItIsUninstalled() throws Exception {
    try (House house = House.open(site.folder())) {
      visitors.visit(house).evaluate("weft.ready");
      Page page = visitors.meet(house);
      String peers = "sessionStorage.getItem('weft-peers')";
      page.navigate(house.url() + "/?next");
      assertThat((String) page.evaluate(peers)).startsWith("12D3KooW");
      page.evaluate("weft.uninstall()");
      assertThat(page.evaluate(LEFT)).isEqualTo(List.of("", ""));
      page.navigate(house.url() + "/?last");
      assertThat(page.evaluate(LEFT)).isEqualTo(List.of("", ""));
    }
  }
}
