package dev.weft.e2e.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.nat.NatLab.Mapping;
import dev.weft.e2e.page.SmallSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two visitors of one network, whom nothing but that network connects, at a site of the public
 * internet; in a Chromium that asks before WebRTC reaches into it, and in one that does not yet.
 */
class LocalNetworkTest {
  private static final String ASKS = "--enable-features=LocalNetworkAccessChecksWebRTC";
  private static final String FETCH = "weft.fetch('/a.png').then(r => r.blob()).then(b => b.size)";

  /** Notes the candidates that the page's own connections are given: a local one makes it ask. */
  private static final String NOTE_CANDIDATES =
      """
      given = [];
      (add => { RTCPeerConnection.prototype.addIceCandidate = function(candidate) {
        given.push(candidate.candidate); return add.call(this, candidate); } })(
        RTCPeerConnection.prototype.addIceCandidate);
      """;

  @TempDir Path folder;
  private @Nullable Browser browser;

  @AfterEach
  void leave() {
    if (browser != null) {
      browser.close();
    }
  }

  private World world(NatLab lab, String... originOptions) throws Exception {
    Path site = new SmallSite(folder.resolve("site")).page().picture("a.png", 640).folder();
    Path state = Files.createDirectory(folder.resolve("state"));
    return World.open(lab, site, state, World.SLOW, false, originOptions);
  }

  private Page visit(World world, boolean granted) {
    BrowserContext visitor = browser.newContext();
    if (granted) {
      visitor.grantPermissions(
          List.of("local-network-access"),
          new BrowserContext.GrantPermissionsOptions().setOrigin(world.url()));
    }
    visitor.addInitScript(NOTE_CANDIDATES);
    Page page = visitor.newPage();
    page.navigate(world.url());
    page.evaluate("weft.ready");
    return page;
  }

  /** The second visitor, who wants what the first has. */
  private Page second(World world, boolean granted) {
    visit(world, granted).evaluate(FETCH);
    Page second = visit(world, granted);
    second.evaluate(FETCH);
    return second;
  }

  /** The same, once they have met. */
  private Page meeting(World world, boolean granted) {
    visit(world, granted).evaluate(FETCH);
    Page second = visit(world, granted);
    second.waitForFunction("weft.stats().state == 'mesh'");
    second.evaluate(FETCH);
    Visitors.counted(second, 1);
    return second;
  }

  private static Object state(Page page) {
    return page.evaluate("weft.stats().state");
  }

  private static Object local(Page page) {
    return page.evaluate("given.filter(each => each.includes('.local')).length > 0");
  }

  @Test
  void whereTheBrowserDoesNotAskTheyMeet() throws Exception {
    try (NatLab lab = NatLab.open(folder, Mapping.ENDPOINT_INDEPENDENT);
        World world = world(lab)) {
      browser = world.browser(1);
      Page second = meeting(world, false);
      assertThat(second.evaluate("weft.stats().bytes.origin")).isEqualTo(0);
      assertThat(second.evaluate("document.querySelector('iframe')")).isNull();
    }
  }

  /** Nor does anything wait for peers that cannot be reached, once that is known by the clock. */
  @Test
  void whereItWouldAskTheOriginServesAndItDoesNotAsk() throws Exception {
    try (NatLab lab = NatLab.open(folder, Mapping.ENDPOINT_INDEPENDENT);
        World world = world(lab)) {
      browser = world.browser(1, ASKS);
      visit(world, false).evaluate(FETCH);
      Page second = visit(world, false);
      second.waitForFunction("weft.stats().reason == null");
      assertThat(state(second)).isEqualTo("alone");
      second.evaluate(FETCH);
      assertThat(second.evaluate("weft.stats().fallbacks.joining")).isEqualTo(0);
      assertThat(local(second)).isEqualTo(false);
    }
  }

  @Test
  void whereTheVisitorHasAgreedTheyMeet() throws Exception {
    try (NatLab lab = NatLab.open(folder, Mapping.ENDPOINT_INDEPENDENT);
        World world = world(lab)) {
      browser = world.browser(1, ASKS);
      Page second = meeting(world, true);
      assertThat(second.evaluate("weft.stats().bytes.origin")).isEqualTo(0);
    }
  }

  @Test
  void aSiteMayLetItAsk() throws Exception {
    try (NatLab lab = NatLab.open(folder, Mapping.ENDPOINT_INDEPENDENT);
        World world = world(lab, "--lan", "on")) {
      browser = world.browser(1, ASKS);
      Page second = second(world, false);
      assertThat(state(second)).isEqualTo("alone");
      second.waitForFunction("given.some(each => each.includes('.local'))");
    }
  }

  @Test
  void aSiteMayDoWithoutIt() throws Exception {
    try (NatLab lab = NatLab.open(folder, Mapping.ENDPOINT_INDEPENDENT);
        World world = world(lab, "--lan", "off")) {
      browser = world.browser(1);
      Page second = second(world, false);
      assertThat(state(second)).isEqualTo("alone");
      assertThat(local(second)).isEqualTo(false);
    }
  }
}
