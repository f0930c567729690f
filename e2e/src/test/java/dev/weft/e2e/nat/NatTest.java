package dev.weft.e2e.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.nat.NatLab.Mapping;
import dev.weft.e2e.page.SmallSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two visitors, each in a browser and a network of its own, behind a router of its own. */
class NatTest {
  /** Some 1.2 MB: large, so it can wait, and a moment in which a peer is silent does not count. */
  private static final int PIXELS = 640;

  /** Some 30 KB, so the visitor waits for it. */
  private static final int SMALL_PIXELS = 100;

  private static final String FETCH = fetch("a.png");
  private static final String FETCH_SMALL = fetch("b.png");

  /** Keeps the page's connections, so that the test can ask them which candidates they use. */
  private static final String REMEMBER =
      """
      connections = [];
      RTCPeerConnection = class extends RTCPeerConnection {
        constructor(configuration) { super(configuration); connections.push(this); }
      };
      """;

  /** The types of the candidates at one end of the pairs that carry data, each once. */
  private static final String CANDIDATE_TYPES =
      """
      end => Promise.all(connections.map(c => c.getStats())).then(reports => [...new Set(reports.flatMap(report =>
        [...report.values()].filter(s => s.type == 'transport' && s.selectedCandidatePairId)
          .map(s => report.get(report.get(s.selectedCandidatePairId)[end]).candidateType)))])
      """;

  private static final String OWN = "localCandidateId";
  private static final String PEERS = "remoteCandidateId";

  @TempDir Path folder;
  private final List<Browser> browsers = new ArrayList<>();
  private final List<Page> pages = new ArrayList<>();
  private Path site;
  private Path state;

  @BeforeEach
  void build() throws IOException {
    site =
        new SmallSite(folder.resolve("site"))
            .page()
            .picture("a.png", PIXELS)
            .picture("b.png", SMALL_PIXELS)
            .folder();
    state = Files.createDirectory(folder.resolve("state"));
  }

  @AfterEach
  void leave() {
    browsers.forEach(Browser::close);
  }

  /** And, attack 18, nobody beyond the site's own servers hears of them. */
  @Test
  void theNodesStunBringsVisitorsOfTwoNetworksTogether() throws Exception {
    try (NatLab lab = NatLab.open(folder, Mapping.ENDPOINT_INDEPENDENT);
        World world = World.open(lab, site, state, World.SLOW, false)) {
      deliver(world);
      assertThat(types(OWN)).isNotEmpty().isSubsetOf("srflx", "prflx");
      assertThat(pages).allSatisfy(page -> assertThat(iceServers(page)).containsOnly(world.stun()));
      assertThat(lab.contacted(1))
          .containsExactlyInAnyOrder(NatLab.WORLD_ADDRESS, NatLab.publicAddress(2));
      assertThat(lab.contacted(2))
          .containsExactlyInAnyOrder(NatLab.WORLD_ADDRESS, NatLab.publicAddress(1));
    }
  }

  /** Without the relay they do not: that is the next test. Its bytes are for what can wait. */
  @Test
  void behindSymmetricRoutersTheyMeetThroughCoturn() throws Exception {
    try (NatLab lab = NatLab.open(folder, Mapping.SYMMETRIC);
        World world = World.open(lab, site, state, World.SLOW, true)) {
      deliver(world);
      assertThat(types(OWN, PEERS)).contains("relay");
      assertSmallComesFromOrigin();
    }
  }

  @Test
  void behindSymmetricRoutersWithoutARelayTheOriginServes() throws Exception {
    try (NatLab lab = NatLab.open(folder, Mapping.SYMMETRIC);
        World world = World.open(lab, site, state, World.SLOW, false)) {
      Page first = visit(world, 1);
      assertThat(state(first)).isEqualTo("alone");
      first.evaluate(FETCH);
      Page second = visit(world, 2);
      assertThat(state(second)).isEqualTo("alone");
      Object size = second.evaluate(FETCH);
      Visitors.counted(second, 1);
      assertThat(second.evaluate("weft.stats().bytes.origin")).isEqualTo(size);
      assertThat(types(OWN)).isEmpty();
    }
  }

  @Test
  void relayOnlyVisitorsNeverMeetDirectly() throws Exception {
    try (NatLab lab = NatLab.open(folder, Mapping.ENDPOINT_INDEPENDENT);
        World world = World.open(lab, site, state, World.SLOW, true, "--relay-only")) {
      deliver(world);
      assertThat(types(OWN)).containsExactly("relay");
      assertSmallComesFromOrigin();
    }
  }

  /**
   * The second visitor gets most of an asset from the first; on a busy machine the origin may win
   * the race for a block.
   */
  private void deliver(World world) throws IOException {
    Page first = visit(world, 1);
    assertThat(state(first)).isEqualTo("alone");
    first.evaluate(FETCH);
    first.evaluate(FETCH_SMALL);
    Page second = visit(world, 2);
    second.waitForFunction("weft.stats().state == 'mesh'");
    int size = (Integer) second.evaluate(FETCH);
    Visitors.counted(second, 1);
    assertThat((Integer) second.evaluate("weft.stats().bytes.peers")).isGreaterThan(size / 2);
  }

  /** The first visitor has it, and the second knows that since they met. */
  private void assertSmallComesFromOrigin() {
    Page second = pages.get(1);
    Object fromPeers = second.evaluate("weft.stats().bytes.peers");
    int fromOrigin = (Integer) second.evaluate("weft.stats().bytes.origin");
    int size = (Integer) second.evaluate(FETCH_SMALL);
    Visitors.counted(second, 2);
    assertThat(second.evaluate("weft.stats().bytes.peers")).isEqualTo(fromPeers);
    assertThat(second.evaluate("weft.stats().bytes.origin")).isEqualTo(fromOrigin + size);
    assertThat(second.evaluate("weft.stats().peers")).isEqualTo(1);
  }

  private static String fetch(String file) {
    return "weft.fetch('/" + file + "').then(r => r.blob()).then(b => b.size)";
  }

  private Page visit(World world, int home) throws IOException {
    Browser browser = world.browser(home);
    browsers.add(browser);
    Page page = browser.newPage();
    pages.add(page);
    page.addInitScript(REMEMBER);
    page.navigate(world.url());
    return page;
  }

  @SuppressWarnings("unchecked")
  private static List<String> iceServers(Page page) {
    return (List<String>)
        page.evaluate(
            "connections.flatMap(c => c.getConfiguration().iceServers).flatMap(s => s.urls)");
  }

  private static Object state(Page page) {
    return page.evaluate("weft.ready.then(r => r.state)");
  }

  /** The types of the candidates in use, at these ends, as all pages see them. */
  @SuppressWarnings("unchecked")
  private Set<String> types(String... ends) {
    Set<String> types = new TreeSet<>();
    for (Page page : pages) {
      for (String end : ends) {
        types.addAll((List<String>) page.evaluate(CANDIDATE_TYPES, end));
      }
    }
    return types;
  }
}
