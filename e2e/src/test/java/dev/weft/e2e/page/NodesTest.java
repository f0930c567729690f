package dev.weft.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.bootstrap.BootstrapNode;
import dev.weft.bootstrap.NodeConfig;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two visitors of one site, each at another node, serve each other. */
class NodesTest {
  private static final String FETCH = "weft.fetch('/a.png').then(r => r.blob()).then(b => b.size)";
  private static final Duration MEET = Duration.ofSeconds(20);

  @TempDir Path folder;
  @TempDir Path keys;
  private final List<BrowserContext> visitors = new ArrayList<>();

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

  private BootstrapNode start(String name, List<String> others) throws Exception {
    return BootstrapNode.start(
        NodeConfig.loopback(0, keys.resolve(name + ".key")).withPeers(others));
  }

  private House siteAt(SmallSite site, BootstrapNode node) throws Exception {
    return House.withNodeAt(
        site.folder(), node.multiaddr(), origin -> origin.siteKey(keys.resolve("site.key")));
  }

  @Test
  void aVisitorGetsAnAssetFromOneAtAnotherNode() throws Exception {
    SmallSite site = new SmallSite(folder).page().picture("a.png", 300);
    try (BootstrapNode one = start("one", List.of());
        BootstrapNode two = start("two", List.of(one.multiaddr().toString()));
        House atOne = siteAt(site, one);
        House atTwo = siteAt(site, two)) {
      await().atMost(MEET).until(() -> two.mesh().dht().nodes() == 1);
      Page first = visit(atOne);
      assertThat(first.evaluate("weft.ready.then(r => r.state)")).isEqualTo("alone");
      first.evaluate(FETCH);

      Page second = visit(atTwo);
      second.waitForFunction("weft.stats().state === 'mesh'");
      Object size = second.evaluate(FETCH);

      assertThat(second.evaluate("weft.stats().bytes.peers")).isEqualTo(size);
      assertThat(atTwo.requestsFor("/a.png")).isZero();
      await().until(() -> two.mesh().forwarded() == 1);
      assertThat(one.mesh().reservations()).isEqualTo(1);
    }
  }
}
