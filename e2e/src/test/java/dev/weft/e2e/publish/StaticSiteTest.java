package dev.weft.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.page.SmallSite;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors of a site that knows nothing of Weft but the files that were published into it. */
class StaticSiteTest {
  private static final String PICTURE =
      "weft.fetch('/a.png').then(r => r.blob()).then(b => b.type + ' ' + b.size)";

  @TempDir Path folder;
  @TempDir Path home;

  private PublishedSite open(String... directives) throws Exception {
    new SmallSite(folder).page().picture("a.png", 300);
    return PublishedSite.open(folder, home, directives);
  }

  @Test
  void visitorsDeliverItToOneAnother() throws Exception {
    try (PublishedSite site = open()) {
      site.publish();
      Page first = site.visit();
      assertThat(PublishedSite.state(first)).isEqualTo("alone");
      Object picture = first.evaluate(PICTURE);
      Page second = site.meet();
      assertThat(second.evaluate(PICTURE)).isEqualTo(picture);
      assertThat((String) picture).isEqualTo("image/png " + Files.size(folder.resolve("a.png")));
      assertThat(site.nginx().requestsFor("/a.png")).isEqualTo(1);
    }
  }

  @Test
  void theWorkerIsServedSoThatItReachesTheWholeSite() throws Exception {
    try (PublishedSite site = open()) {
      site.publish();
      PublishedSite.state(site.visit());
      Page second = site.visit();
      second.waitForFunction("weft.stats().worker");
      assertThat(second.evaluate("navigator.serviceWorker.ready.then(found => found.scope)"))
          .isEqualTo(site.nginx().url() + "/");
    }
  }

  @Test
  void whatIsPublishedAnewReachesTheNextVisitorWhoeverKeepsTheOld() throws Exception {
    try (PublishedSite site = open()) {
      site.publish();
      Page first = site.visit();
      PublishedSite.state(first);
      first.evaluate(PICTURE);
      new SmallSite(folder).picture("a.png", 200);
      site.publish();
      Page second = site.visit();
      PublishedSite.state(second);
      assertThat(second.evaluate(PICTURE))
          .isEqualTo("image/png " + Files.size(folder.resolve("a.png")));
      assertThat(second.evaluate("weft.stats().bytes.peers")).isEqualTo(0);
    }
  }

  /** Longer than what a page's port and the worker hold on their way. */
  private static byte[] words() {
    StringBuilder words = new StringBuilder();
    for (int line = 0; line < 600_000; line++) {
      words.append("line ").append(line).append(" of many\n");
    }
    return words.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] gzip(byte[] bytes) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** Its server compresses always, sends no parts, and the manifest knows no tags. */
  @Test
  void theRestOfACompressedAssetComesFromTheOriginWhenItsPageIsLeft() throws Exception {
    byte[] words = words();
    new SmallSite(folder)
        .file("plain.html", "<!doctype html><title>plain</title>")
        .file("words.txt", words)
        .file("words.txt.gz", gzip(words));
    try (PublishedSite site = open("gzip_static always;", "max_ranges 0;")) {
      site.publish("--exclude", "*.gz");
      BrowserContext visitor = site.visitor();
      Page first = site.open(visitor, "/");
      PublishedSite.isServed(first);
      Page second = site.open(visitor, "/plain.html");
      second.evaluate(
          "fetch('/words.txt').then(async r => { body = r.body.getReader();"
              + " text = new TextDecoder(); got = text.decode((await body.read()).value); })");
      first.close();
      Object got =
          second.evaluate(
              "(async () => { for (let next; !(next = await body.read()).done;)"
                  + " got += text.decode(next.value); return got })()");
      assertThat(got).isEqualTo(new String(words, StandardCharsets.US_ASCII));
    }
  }
}
