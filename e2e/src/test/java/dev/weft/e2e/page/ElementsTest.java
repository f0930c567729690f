package dev.weft.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elements that wait for Weft: how each gets its bytes, and when its real URL. */
class ElementsTest {
  private SmallSite site;
  private BrowserContext visitor;
  private Page page;
  private final List<String> console = new ArrayList<>();

  @BeforeEach
  void newVisitor(@TempDir Path folder) {
    site = new SmallSite(folder);
    visitor = Browsers.visitor();
    page = visitor.newPage();
    page.onConsoleMessage(message -> console.add(message.text()));
  }

  @AfterEach
  void leaves() {
    visitor.close();
  }

  @Test
  void aPictureIsFilledAndFiresLoad() throws Exception {
    site.page("<img id=a alt=noise data-weft-src=img/a.png onload=log.push(1)>", SmallSite.NEVER)
        .picture("img/a.png", 20);
    try (House house = House.withoutNode(site.folder())) {
      SmallSite.openWithoutHaste(page, house.url());
      page.waitForFunction("a.naturalWidth == 20 && log.length == 1");
      assertThat(text("a.src")).startsWith("blob:");
      assertThat(text("a.alt")).isEqualTo("noise");
      await().until(() -> house.requestsFor("/img/a.png") == 1);
    }
  }

  @Test
  void whatIsNotInTheManifestGetsItsRealUrlAndFiresItsOwnError() throws Exception {
    site.page("<img id=a data-weft-src=/none.png onerror=log.push(a.src)>");
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      page.waitForFunction("log.length > 0");
      assertThat(page.evaluate("log")).isEqualTo(List.of(house.url() + "/none.png"));
    }
  }

  @Test
  void aLazyPictureIsAskedForWithinOneViewport() throws Exception {
    site.page(
            "<img id=near loading=lazy data-weft-src=/near.png>",
            "<div style=height:5000px></div>",
            "<img id=far loading=lazy data-weft-src=/far.png>")
        .picture("near.png", 10)
        .picture("far.png", 10);
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      page.waitForFunction("near.naturalWidth == 10");
      assertThat(house.requestsFor("/far.png")).isZero();
      page.evaluate("scrollTo(0, 4000)");
      page.waitForFunction("far.naturalWidth == 10");
    }
  }

  @Test
  void anElementAddedLaterAndAChangedUrlAreServed() throws Exception {
    site.page("<p id=place></p>").picture("a.png", 11).picture("b.png", 12);
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      page.evaluate("place.innerHTML = '<span><img id=late data-weft-src=/a.png></span>'");
      page.waitForFunction("late.naturalWidth == 11");
      page.evaluate("late.dataset.weftSrc = '/b.png'");
      page.waitForFunction("late.naturalWidth == 12");
    }
  }

  @Test
  void elementsTakeTheirRealUrlsWhenTheSettingsNeverAnswer() throws Exception {
    site.page("<img id=a data-weft-src=/a.png>", "<script data-weft-src=/s.js></script>")
        .picture("a.png", 13)
        .file("s.js", "log.push('ran')");
    List<Route> held = new ArrayList<>();
    page.route("**/.well-known/weft/**", held::add);
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      page.waitForFunction("a.naturalWidth == 13 && log.length == 1");
      assertThat(text("a.src")).isEqualTo(house.url() + "/a.png");
      double waited =
          ((Number)
                  page.evaluate(
                      "performance.getEntriesByName(a.src)[0].startTime"
                          + " - performance.getEntriesByType('navigation')[0].domContentLoadedEventStart"))
              .doubleValue();
      assertThat(waited).isGreaterThanOrEqualTo(195);
    }
  }

  @Test
  void scriptsRunInDocumentOrderAndModulesAreRefusedAloud() throws Exception {
    site.page(
            "<script data-weft-src=/big.js></script>",
            "<script data-weft-href=/small.js></script>",
            "<script type=module data-weft-src=/module.js></script>",
            "<script data-weft-src=/last.js></script>")
        .file("big.js", "log.push('big')/*" + "x".repeat(600_000) + "*/")
        .file("small.js", "log.push('small')")
        .file("module.js", "log.push('module')")
        .file("last.js", "log.push('last')");
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      page.waitForFunction("log.length == 4");
      List<?> classic = new ArrayList<>((List<?>) page.evaluate("log"));
      classic.remove("module");
      assertThat(classic).isEqualTo(List.of("big", "small", "last"));
      assertThat(console).anyMatch(line -> line.contains("module scripts"));
    }
  }

  @Test
  void aStyleSheetsRelativeUrlsAreMadeAbsolute() throws Exception {
    site.page(
            "<link id=sheet rel=stylesheet data-weft-href=/css/late.css onload=log.push(1)>",
            "<p id=styled>text</p>",
            SmallSite.NEVER)
        .file("css/late.css", "p{color:rgb(1, 2, 3);background:url(../img/a.png)}")
        .picture("img/a.png", 14);
    try (House house = House.withoutNode(site.folder())) {
      SmallSite.openWithoutHaste(page, house.url());
      page.waitForFunction("log.length == 1");
      assertThat(text("sheet.href")).startsWith("blob:");
      assertThat(text("getComputedStyle(styled).color")).isEqualTo("rgb(1, 2, 3)");
      assertThat(text("getComputedStyle(styled).backgroundImage"))
          .isEqualTo("url(\"" + house.url() + "/img/a.png\")");
    }
  }

  @Test
  void underAPolicyWithoutBlobsThePageIsWhole() throws Exception {
    site.page(
            "<meta http-equiv=Content-Security-Policy content=\"img-src 'self';"
                + " script-src 'self' 'unsafe-inline' 'unsafe-eval'\">",
            "<img id=a data-weft-src=/a.png onerror=log.push('error')>",
            "<script data-weft-src=/s.js></script>")
        .picture("a.png", 15)
        .file("s.js", "log.push('ran')");
    try (House house = House.withoutNode(site.folder())) {
      page.navigate(house.url());
      page.waitForFunction("a.naturalWidth == 15 && log.length == 1");
      assertThat(page.evaluate("log")).isEqualTo(List.of("ran"));
    }
  }

  private String text(String script) {
    return (String) page.evaluate(script);
  }
}
