package dev.weft.e2e.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.node.NodeRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page of Helia 7, unmodified, and a page of Weft give one another a file of the manifest by its
 * CID, over Bitswap 1.2.0, while the origin is off. Each has a browser process of its own.
 */
class HeliaTest {
  private static final int FILE_BYTES = 5_000_000;
  private static final int CHUNK_BYTES = 256 * 1024;

  /** The node above the 20 leaves. */
  private static final int ROOT_BYTES = 1_009;

  /** A page announces what it has kept within 10 s. */
  private static final Duration ANNOUNCED = Duration.ofSeconds(30);

  /** Keeps the file, and says what the manifest calls it. */
  private static final String FETCH =
      "path => new Promise(named => {"
          + " weft.on('asset', asset => named(asset.cid));"
          + " weft.fetch(path).then(r => r.arrayBuffer()).then(all => { globalThis.film = all }) })";

  private static final String DIGEST =
      "async bytes => [...new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes))]"
          + ".map(byte => byte.toString(16).padStart(2, '0')).join('')";

  @TempDir Path folder;
  private final Browser strangers = Browsers.launch();
  private final BrowserContext visitor = Browsers.visitor();

  @BeforeEach
  void site() throws Exception {
    NodeRuntime.get().bundle("helia.js", folder.resolve("helia.js"));
    Files.writeString(
        folder.resolve("helia.html"),
        "<!doctype html><title>helia</title><script src=/helia.js></script>");
    Files.writeString(
        folder.resolve("index.html"),
        "<!doctype html><title>weft</title><script src=/weft/weft.js defer></script>");
    byte[] film = new byte[FILE_BYTES];
    new Random(5).nextBytes(film);
    Files.write(folder.resolve("film.bin"), film);
  }

  @AfterEach
  void leave() {
    visitor.close();
    strangers.close();
  }

  private House house() throws Exception {
    return House.open(folder, options -> options.chunkBytes(CHUNK_BYTES));
  }

  private Page heliaPage(House house) {
    Page helia = strangers.newContext().newPage();
    helia.navigate(house.url() + "/helia.html");
    JsPages.join(helia, house);
    return helia;
  }

  private static String digest(Page page, String bytes) {
    return (String) page.evaluate("(" + DIGEST + ")(" + bytes + ")");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> ledger(Page helia) {
    List<Object> ledgers = (List<Object>) helia.evaluate("ledgers()");
    assertThat(ledgers).hasSize(1);
    return (Map<String, Object>) ledgers.get(0);
  }

  @Test
  void heliaGetsAFileFromAWeftPage() throws Exception {
    try (House house = house()) {
      Page helia = heliaPage(house);
      Page weft = visitor.newPage();
      weft.navigate(house.url() + "/");
      String cid = (String) weft.evaluate(FETCH, "/film.bin");
      String film = digest(weft, "film");
      await().atMost(ANNOUNCED).until(() -> house.node().mesh().providerRecords() == 2);
      house.origin().close();

      assertThat(digest(helia, "cat('" + cid + "')")).isEqualTo(film);

      assertThat(ledger(helia)).containsEntry("bytesReceived", FILE_BYTES + ROOT_BYTES);
      assertThat(weft.evaluate("weft.stats().uploaded")).isEqualTo(FILE_BYTES + ROOT_BYTES);
      assertThat(weft.evaluate("weft.stats().bytes.origin")).isEqualTo(FILE_BYTES);
    }
  }

  @Test
  void aWeftPageGetsAFileFromHelia() throws Exception {
    try (House house = house()) {
      Page helia = heliaPage(house);
      String film = digest(helia, "fetch('/film.bin').then(r => r.arrayBuffer())");
      String cid =
          (String)
              helia.evaluate(
                  "chunkBytes => fetch('/film.bin').then(r => r.arrayBuffer())"
                      + ".then(file => add(new Uint8Array(file), chunkBytes))",
                  CHUNK_BYTES);
      helia.evaluate("cid => provide(cid)", JsPages.siteCid(house));
      Page weft = visitor.newPage();
      weft.navigate(house.url() + "/");
      assertThat(weft.evaluate("weft.ready.then(r => r.state)")).isEqualTo("mesh");
      house.origin().close();

      assertThat(digest(weft, "weft.fetch('" + cid + "').then(r => r.arrayBuffer())"))
          .isEqualTo(film);

      assertThat(weft.evaluate("weft.stats().bytes.peers")).isEqualTo(FILE_BYTES);
      assertThat(weft.evaluate("weft.stats().bytes.origin")).isEqualTo(0);
      // The root once for itself, and once where Weft asked whether it is there, as it is small.
      assertThat(ledger(helia)).containsEntry("bytesSent", FILE_BYTES + 2 * ROOT_BYTES);
    }
  }
}
