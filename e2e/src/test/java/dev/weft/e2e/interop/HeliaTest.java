package dev.weft.e2e.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.node.NodeRuntime;
import java.io.IOException;
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

  /** That and the leaves. */
  private static final int BLOCKS = 21;

  /** js-libp2p ends a stream on which nothing came for 10 s; Weft uses none that rested for 8. */
  private static final Duration RESTED = Duration.ofSeconds(30);

  /** Counts the data channels that a page opens, each of which is a stream. */
  private static final String COUNT_STREAMS =
      """
      opened = 0;
      RTCPeerConnection = class extends RTCPeerConnection {
        createDataChannel(...all) { opened++; return super.createDataChannel(...all); }
      };
      """;

  /** A page announces what it has kept within 10 s. */
  private static final Duration ANNOUNCED = Duration.ofSeconds(30);

  private static final int JS_TRIES = 3;

  private static final Page.WaitForFunctionOptions MET =
      new Page.WaitForFunctionOptions().setTimeout(10_000);

  /** Keeps the file, and says what the manifest calls it. */
  private static final String FETCH =
      "path => new Promise(named => {"
          + " const end = weft.on('asset', asset => { end(); named(asset.cid) });"
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
    write("film.bin", 5);
    write("later.bin", 6);
    visitor.addInitScript(COUNT_STREAMS);
  }

  private void write(String name, long seed) throws IOException {
    byte[] bytes = new byte[FILE_BYTES];
    new Random(seed).nextBytes(bytes);
    Files.write(folder.resolve(name), bytes);
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

  private static int opened(Page weft) {
    return (int) weft.evaluate("opened");
  }

  private static int messages(Page helia) {
    return (int) helia.evaluate("messages");
  }

  /** Waits until js-libp2p has ended the only stream that Weft has to it. */
  private static void rest(Page helia) {
    assertThat(helia.evaluate("incoming()")).isEqualTo(1);
    await().atMost(RESTED).until(() -> helia.evaluate("incoming()").equals(0));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> ledger(Page helia) {
    List<Object> ledgers = (List<Object>) helia.evaluate("ledgers()");
    assertThat(ledgers).hasSize(1);
    return (Map<String, Object>) ledgers.get(0);
  }

  /** Each answer has a message of its own, and all of a file go on one stream. */
  @Test
  void heliaGetsFilesFromAWeftPage() throws Exception {
    try (House house = house()) {
      Page helia = heliaPage(house);
      Page weft = visitor.newPage();
      weft.navigate(house.url() + "/");
      String cid = (String) weft.evaluate(FETCH, "/film.bin");
      String film = digest(weft, "film");
      String laterCid = (String) weft.evaluate(FETCH, "/later.bin");
      String later = digest(weft, "film");
      await().atMost(ANNOUNCED).until(() -> house.node().mesh().providerRecords() == 3);
      house.origin().close();

      assertThat(digest(helia, "cat('" + cid + "')")).isEqualTo(film);

      assertThat(ledger(helia)).containsEntry("bytesReceived", FILE_BYTES + ROOT_BYTES);
      assertThat(weft.evaluate("weft.stats().uploaded")).isEqualTo(FILE_BYTES + ROOT_BYTES);
      assertThat(weft.evaluate("weft.stats().bytes.origin")).isEqualTo(2 * FILE_BYTES);

      int heard = messages(helia);
      assertThat(heard).isGreaterThan(BLOCKS);
      rest(helia);
      int opened = opened(weft);
      assertThat(digest(helia, "cat('" + laterCid + "')")).isEqualTo(later);
      assertThat(messages(helia)).isGreaterThanOrEqualTo(heard + BLOCKS);
      assertThat(opened(weft)).isEqualTo(opened + 1);
      assertThat(helia.evaluate("incoming()")).isEqualTo(1);
    }
  }

  /** A page that is connected to Helia: some of js-libp2p's connections never come to be. */
  private Page meet(House house) {
    for (int tries = 1; ; tries++) {
      Page weft = visitor.newPage();
      weft.navigate(house.url() + "/");
      try {
        weft.waitForFunction("weft.stats().state == 'mesh'", null, MET);
        return weft;
      } catch (TimeoutError never) {
        if (tries == JS_TRIES) {
          throw never;
        }
        weft.close();
      }
    }
  }

  /** The same the other way: all wants and cancels of a file go on one stream. */
  @Test
  void aWeftPageGetsFilesFromHelia() throws Exception {
    try (House house = house()) {
      Page helia = heliaPage(house);
      String film = digest(helia, "fetch('/film.bin').then(r => r.arrayBuffer())");
      String later = digest(helia, "fetch('/later.bin').then(r => r.arrayBuffer())");
      String cid = add(helia, "/film.bin");
      String laterCid = add(helia, "/later.bin");
      helia.evaluate("cid => provide(cid)", JsPages.siteCid(house));
      Page weft = meet(house);
      house.origin().close();

      assertThat(digest(weft, "weft.fetch('" + cid + "').then(r => r.arrayBuffer())"))
          .isEqualTo(film);

      assertThat(weft.evaluate("weft.stats().bytes.peers")).isEqualTo(FILE_BYTES);
      assertThat(weft.evaluate("weft.stats().bytes.origin")).isEqualTo(0);
      // The roots once where Weft asked whether they are there, as they are small, and one more.
      int sent = FILE_BYTES + 3 * ROOT_BYTES;
      await().until(() -> ledger(helia).get("bytesSent").equals(sent));

      int heard = messages(helia);
      assertThat(heard).isGreaterThan(BLOCKS);
      rest(helia);
      int opened = opened(weft);
      assertThat(digest(weft, "weft.fetch('" + laterCid + "').then(r => r.arrayBuffer())"))
          .isEqualTo(later);
      assertThat(messages(helia)).isGreaterThanOrEqualTo(heard + BLOCKS);
      assertThat(opened(weft)).isEqualTo(opened + 1);
      assertThat(helia.evaluate("incoming()")).isEqualTo(1);
      assertThat(weft.evaluate("weft.stats().bytes.peers")).isEqualTo(2 * FILE_BYTES);
    }
  }

  private static String add(Page helia, String path) {
    return (String)
        helia.evaluate(
            "([path, chunkBytes]) => fetch(path).then(r => r.arrayBuffer())"
                + ".then(file => add(new Uint8Array(file), chunkBytes))",
            new Object[] {path, CHUNK_BYTES});
  }
}
