package dev.weft.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.bootstrap.BootstrapNode;
import dev.weft.bootstrap.NodeConfig;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.page.SmallSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors of a site that knows nothing of Weft but the files that were published into it. */
class StaticSiteTest {
  private static final String PICTURE =
      "weft.fetch('/a.png').then(r => r.blob()).then(b => b.type + ' ' + b.size)";

  @TempDir Path folder;
  @TempDir Path home;
  private BootstrapNode node;
  private Nginx nginx;
  private final List<BrowserContext> visitors = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    new SmallSite(folder).page().picture("a.png", 300);
    node = BootstrapNode.start(NodeConfig.loopback(0, home.resolve("node.key")));
    publish();
    nginx = Nginx.serve(folder, Files.createDirectory(home.resolve("nginx")));
  }

  @AfterEach
  void close() throws Exception {
    visitors.forEach(BrowserContext::close);
    nginx.close();
    node.close();
  }

  /** As a deployment does: another process. */
  private void publish() throws Exception {
    Path output = home.resolve("published");
    Process weft =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.weft.origin.Tools",
                "publish",
                folder.toString(),
                "--key",
                home.resolve("site.key").toString(),
                "--bootstrap",
                node.multiaddrs().get(0).toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(weft.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(weft.exitValue()).as(Files.readString(output)).isZero();
  }

  private Page visit() {
    BrowserContext visitor = Browsers.visitor();
    visitors.add(visitor);
    Page page = visitor.newPage();
    page.navigate(nginx.url());
    return page;
  }

  private static Object state(Page page) {
    return page.evaluate("weft.ready.then(r => r.state)");
  }

  @Test
  void visitorsDeliverItToOneAnother() throws Exception {
    Page first = visit();
    assertThat(state(first)).isEqualTo("alone");
    Object picture = first.evaluate(PICTURE);
    Page second = visit();
    assertThat(state(second)).isEqualTo("mesh");
    assertThat(second.evaluate(PICTURE)).isEqualTo(picture);
    assertThat((String) picture).isEqualTo("image/png " + Files.size(folder.resolve("a.png")));
    assertThat(nginx.requestsFor("/a.png")).isEqualTo(1);
  }

  @Test
  void theWorkerIsServedSoThatItReachesTheWholeSite() throws Exception {
    state(visit());
    Page second = visit();
    second.waitForFunction("weft.stats().worker");
    assertThat(second.evaluate("navigator.serviceWorker.ready.then(found => found.scope)"))
        .isEqualTo(nginx.url() + "/");
  }

  @Test
  void whatIsPublishedAnewReachesTheNextVisitorWhoeverKeepsTheOld() throws Exception {
    Page first = visit();
    state(first);
    first.evaluate(PICTURE);
    new SmallSite(folder).picture("a.png", 200);
    publish();
    Page second = visit();
    state(second);
    assertThat(second.evaluate(PICTURE))
        .isEqualTo("image/png " + Files.size(folder.resolve("a.png")));
    assertThat(second.evaluate("weft.stats().bytes.peers")).isEqualTo(0);
  }
}
