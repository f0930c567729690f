package dev.weft.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.weft.e2e.harness.Browsers;
import dev.weft.pipe.PipeSettings;
import dev.weft.pipe.server.PipeConfig;
import dev.weft.pipe.server.PipeServer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pipe's page for people: drag and drop to send, a link to receive. */
class PipePageTest {
  private static final String NAME = "Grüße 1.bin";
  private static final byte[] CONTENT = new byte[300_000];

  private final List<BrowserContext> visitors = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private PipeServer server;

  static {
    new Random(6).nextBytes(CONTENT);
  }

  @BeforeEach
  void start() throws Exception {
    server = PipeServer.start(PipeConfig.plain(0, PipeSettings.builder().build()));
  }

  @AfterEach
  void stop() {
    visitors.forEach(BrowserContext::close);
    server.close();
  }

  private Page open(String url) {
    BrowserContext visitor = Browsers.visitor();
    visitors.add(visitor);
    Page page = visitor.newPage();
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    page.navigate(url);
    return page;
  }

  /** Follows a link that downloads. */
  private Download download(String url) {
    Page page = open(server.url() + "/help");
    return page.waitForDownload(() -> page.evaluate("url => { location.href = url; }", url));
  }

  private static void awaitState(Page page, String text) {
    awaitText(page, "#state", text);
  }

  private static void awaitText(Page page, String place, String text) {
    page.locator(place, new Page.LocatorOptions().setHasText(text)).waitFor();
  }

  private static String link(Page page) {
    page.waitForCondition(() -> !page.inputValue("#link").isEmpty());
    return page.inputValue("#link");
  }

  @Test
  void whatIsDroppedComesToWhoOpensTheLink() throws Exception {
    Page sender = open(server.url() + "/");
    assertThat(sender.textContent("#commands")).contains("curl -T - " + server.url());
    JSHandle dropped =
        sender.evaluateHandle(
            "([name, bytes]) => { const all = new DataTransfer();"
                + " all.items.add(new File([new Uint8Array(bytes)], name)); return all; }",
            List.of(NAME, boxed()));
    sender.dispatchEvent("#drop", "drop", Map.of("dataTransfer", dropped));
    String link = link(sender);
    assertThat(link).startsWith(server.url() + "/api/v1/pipe/");
    awaitState(sender, "Waiting for receivers: 0 of 1");
    Download received = download(link);
    assertThat(received.suggestedFilename()).isEqualTo(NAME);
    assertThat(Files.readAllBytes(received.path())).isEqualTo(CONTENT);
    awaitState(sender, "Done: 1 received it");
    assertThat(complaints).isEmpty();
  }

  private static List<Integer> boxed() {
    List<Integer> bytes = new ArrayList<>();
    for (byte each : CONTENT) {
      bytes.add(each & 0xff);
    }
    return bytes;
  }

  @Test
  void aChosenFileGoesToTwo() throws Exception {
    Page sender = open(server.url() + "/api/v1/pipe/");
    sender.fill("#n", "2");
    sender.setInputFiles("#file", new FilePayload(NAME, "text/html", CONTENT));
    String link = link(sender);
    assertThat(link).endsWith("?n=2");
    awaitState(sender, "0 of 2");
    Page onlooker = open(link + "&progress");
    awaitText(onlooker, "#line", "The sender is here; 0 of 2");
    Page first = open(server.url() + "/help");
    first.evaluate(
        "url => { self.got = fetch(url).then(r => r.arrayBuffer()).then(b => b.byteLength); }",
        link);
    awaitState(sender, "1 of 2");
    assertThat(Files.readAllBytes(download(link).path())).isEqualTo(CONTENT);
    assertThat(first.evaluate("self.got")).isEqualTo(CONTENT.length);
    awaitState(sender, "Done: 2 received it");
    awaitText(onlooker, "#title", "Over");
    awaitText(onlooker, "#rows", "completed");
    assertThat(complaints).isEmpty();
  }
}
