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

  private Page meet(House house) {
    Page page = visitors.visit(house, WATCH);
    page.waitForFunction("weft.stats().state == 'mesh'");
    return page;
  }

  @Test
  void itJoinsBeforeTheSettingsHaveCome() throws Exception {
    try (House house = House.open(site.folder())) {
      visitors.visit(house).evaluate("weft.ready");
      Page page = meet(house);
      page.route(SETTINGS, held -> {});
      page.navigate(house.url() + "/?next");
      page.waitForFunction("weft.stats().state == 'mesh'");
    }
  }

  @Test
  void peersThatItDialsLaterGetTheNewerSettings() throws Exception {
    try (House house = House.open(site.folder())) {
      Page page = visitors.visit(house, WATCH);
      page.evaluate("weft.ready");
      page.route(
          SETTINGS,
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setBody("{\"iceServers\":[{\"urls\":\"stun:127.0.0.1:9\"}]}")));
      page.waitForResponse(SETTINGS, () -> page.navigate(house.url() + "/?next"));
      assertThat(page.evaluate("weft.ready.then(r => r.state)")).isEqualTo("alone");
      meet(house);
      page.waitForFunction("made.at(-1) == 'stun:127.0.0.1:9'");
    }
  }

  @Test
  void settingsThatSwitchOffSwitchItOff() throws Exception {
    try (House house = House.open(site.folder())) {
      Page page = visitors.visit(house);
      page.evaluate("weft.ready");
      page.route(
          SETTINGS, route -> route.fulfill(new Route.FulfillOptions().setBody("{\"off\":true}")));
      page.navigate(house.url() + "/?next");
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
      List<Route> held = new CopyOnWriteArrayList<>();
      page.route(SETTINGS, held::add);
      page.navigate(house.url() + "/?next");
      page.waitForCondition(() -> !held.isEmpty());
      page.evaluate("weft.uninstall()");
      page.waitForResponse(SETTINGS, held.get(0)::resume);
      page.evaluate("fetch('/a.png').then(picture => picture.blob())"); // the answer is before it
      assertThat(page.evaluate(LEFT)).isEqualTo(List.of("", ""));
    }
  }

  @Test
  void nothingIsLeftOnceItIsUninstalled() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first = visitors.visit(house);
      first.evaluate("weft.ready");
      Page page = meet(house);
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
