package dev.weft.bench.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.bench.Bench;
import dev.weft.bench.Scratch;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.DistantPort;
import dev.weft.e2e.harness.House;
import dev.weft.testkit.TestIdentity;
import dev.weft.web.TlsFiles;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a scene needs: the site over HTTP/2, at ports that make it as far away as told; a node; the
 * peers, who have been there for a while; and the browser of all.
 */
final class Stand implements AutoCloseable {
  /** Of each scene. */
  static final int PEERS = 3;

  /** A peer that takes longer to get everything is broken. */
  private static final double PEER_MILLIS = 30_000;

  private final Scratch scratch;
  private final House house;
  private final Browser browser;
  private final Map<Integer, DistantPort> ports = new TreeMap<>();
  private final List<BrowserContext> peers = new ArrayList<>();

  private Stand(Scratch scratch, House house, Browser browser) {
    this.scratch = scratch;
    this.house = house;
    this.browser = browser;
  }

  /**
   * Sets it up.
   *
   * @param delays round trips to the site, in milliseconds
   */
  static Stand open(Scene scene, List<Integer> delays) throws Exception {
    Scratch scratch = Scratch.open();
    Path folder = Files.createDirectory(scratch.folder().resolve("site"));
    TestIdentity identity = TestIdentity.make(scratch.folder(), "EC");
    PageSite.write(folder, Bench.home().resolve("site-example/site/fonts"));
    TlsFiles tls = new TlsFiles(identity.chain(), identity.key());
    Stand stand =
        new Stand(
            scratch,
            House.open(folder, options -> options.tls(tls)),
            Browsers.launch("--ignore-certificate-errors-spki-list=" + pin(identity)));
    for (int delay : delays) {
      DistantPort port = new DistantPort(Duration.ofMillis(delay));
      port.leadTo(stand.house.origin().port());
      stand.ports.put(delay, port);
    }
    for (int peer = 0; peer < PEERS; peer++) {
      stand.peer(scene);
    }
    return stand;
  }

  /** The SHA-256 of the certificate's key, as Chromium wants it named. */
  private static String pin(TestIdentity identity) throws Exception {
    byte[] key = identity.store().getCertificate("site").getPublicKey().getEncoded();
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
  }

  private void peer(Scene scene) throws Exception {
    BrowserContext context = browser.newContext();
    context.setDefaultTimeout(PEER_MILLIS);
    peers.add(context);
    Page page = context.newPage();
    page.navigate(url(house.origin().port()) + PageSite.WITH);
    List<String> paths = new ArrayList<>();
    PageSite.screens().forEach(paths::addAll);
    page.evaluate("paths => weft.ready.then(() => visit.keeps(paths))", paths);
    if (scene == Scene.USELESS) {
      try (InputStream script = Stand.class.getResourceAsStream("silent.js")) {
        String silent =
            new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        page.addScriptTag(new Page.AddScriptTagOptions().setContent(silent));
      }
    }
  }

  private static String url(int port) {
    return "https://localhost:" + port + "/";
  }

  /** The same page with and without Weft, at that distance. */
  Pair pair(int delay, boolean withFirst) {
    String site = url(Objects.requireNonNull(ports.get(delay)).number());
    if (withFirst) {
      Visit with = Visit.with(browser, site, PEERS);
      return new Pair(with, Visit.without(browser, site));
    }
    Visit without = Visit.without(browser, site);
    return new Pair(Visit.with(browser, site, PEERS), without);
  }

  @Override
  public void close() {
    peers.forEach(BrowserContext::close);
    browser.close();
    ports.values().forEach(DistantPort::close);
    house.close();
    scratch.close();
  }
}
