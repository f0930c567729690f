package dev.weft.e2e.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.bootstrap.BootstrapNode;
import dev.weft.bootstrap.NodeConfig;
import dev.weft.e2e.harness.FreePort;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attack 1: a foreign site joins a swarm, with the site's own key, files and node, so that its
 * visitors are served by the site's.
 */
class ForeignSiteTest {
  private static final String PICTURE =
      "weft.fetch('/a.png').then(r => r.blob()).then(b => weft.stats().bytes.peers)";

  @TempDir Path folder;
  @TempDir Path keys;
  private final Visitors visitors = new Visitors();

  @AfterEach
  void leave() {
    visitors.close();
  }

  private static Object state(Page page) {
    return page.evaluate("weft.ready.then(r => r.state)");
  }

  private House house(BootstrapNode node, int port) throws Exception {
    return House.withNodeAt(
        folder, node.multiaddr(), options -> options.port(port).siteKey(keys.resolve("site.key")));
  }

  @Test
  void itsVisitorsAreNotAmongTheSites() throws Exception {
    new SmallSite(folder).page().picture("a.png", 300);
    int port = FreePort.choose();
    NodeConfig config = NodeConfig.loopback(0, keys.resolve("node.key"));
    try (BootstrapNode node =
            BootstrapNode.start(config.withSites(List.of("http://localhost:" + port)));
        House site = house(node, port);
        House foreign = house(node, 0)) {
      Page first = visitors.visit(site);
      assertThat(state(first)).isEqualTo("alone");
      first.evaluate(PICTURE);
      Page stranger = visitors.visit(foreign);
      stranger.waitForFunction("weft.stats().reason == 'node-down'");
      assertThat(stranger.evaluate("weft.stats().state")).isEqualTo("off");
      assertThat(stranger.evaluate(PICTURE)).isEqualTo(0);
      Page second = visitors.meet(site);
      assertThat((Integer) second.evaluate(PICTURE)).isPositive();
    }
  }
}
