package dev.weft.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.bootstrap.BootstrapNode;
import dev.weft.bootstrap.NodeConfig;
import dev.weft.e2e.harness.Browsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A folder that {@code weft publish} has written into, the nginx that serves it, and a node. */
public final class PublishedSite implements AutoCloseable {
  private final Path folder;
  private final Path home;
  private final BootstrapNode node;
  private final Nginx nginx;
  private final List<BrowserContext> visitors = new ArrayList<>();

  private PublishedSite(Path folder, Path home, BootstrapNode node, Nginx nginx) {
    this.folder = folder;
    this.home = home;
    this.node = node;
    this.nginx = nginx;
  }

  /**
   * Serves the folder, into which nothing is published yet.
   *
   * @param home an empty folder for all that is not served
   * @param directives of the nginx, for all of the site
   */
  public static PublishedSite open(Path folder, Path home, String... directives) throws Exception {
    BootstrapNode node = BootstrapNode.start(NodeConfig.loopback(0, home.resolve("node.key")));
    Path nginx = Files.createDirectory(home.resolve("nginx"));
    return new PublishedSite(folder, home, node, Nginx.serve(folder, nginx, directives));
  }

  /** Publishes, as a deployment does: in another process, which tells what it says. */
  public String publish(String... options) throws Exception {
    Path output = home.resolve("published");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.weft.origin.Tools",
                "publish",
                folder.toString(),
                "--key",
                key().toString(),
                "--bootstrap",
                nodeAddress()));
    command.addAll(List.of(options));
    Process weft =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(weft.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(weft.exitValue()).as(Files.readString(output)).isZero();
    return Files.readString(output);
  }

  /** The server. */
  public Nginx nginx() {
    return nginx;
  }

  /** The key that signs; made by the first who publishes. */
  public Path key() {
    return home.resolve("site.key");
  }

  /** Where the node is. */
  public String nodeAddress() {
    return node.multiaddr().toString();
  }

  /** Somebody who has never been here. */
  public BrowserContext visitor() {
    BrowserContext visitor = Browsers.visitor();
    visitors.add(visitor);
    return visitor;
  }

  /** A first visit. */
  public Page visit() {
    return open(visitor(), "/");
  }

  /** A first visit of somebody who has found those who were there before. */
  public Page meet() {
    Page page = visit();
    page.waitForFunction("weft.stats().state == 'mesh'");
    return page;
  }

  /** A page of the site. */
  public Page open(BrowserContext visitor, String path) {
    Page page = visitor.newPage();
    page.navigate(nginx.url() + path);
    return page;
  }

  /** What has become of joining the mesh. */
  public static Object state(Page page) {
    return page.evaluate("weft.ready.then(r => r.state)");
  }

  /** Waits until the service worker asks the page. */
  public static void isServed(Page page) {
    state(page);
    page.waitForFunction("weft.stats().worker");
  }

  @Override
  public void close() throws Exception {
    visitors.forEach(BrowserContext::close);
    nginx.close();
    node.close();
  }
}
