package dev.weft.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a style sheet that comes late looks like when the page gets it: its URLs are absolute. */
class StyleUrlsTest {
  private static final List<String> SHEETS =
      List.of(
          "a{b:url(x.png)}",
          "a{b:url( 'x y.png' )}",
          "a{b:URL(\"x.png\")}",
          "a{b:url(x\\)y)}",
          "@import 'x.css' screen;",
          "@import url(x.css); a{content:'x'}",
          "@font-face{src:url(a),url(b)}",
          "a{b:image-set('x' 1x,url(y) 2x, 'z' 3x);content:'x'}",
          "a{b:image-set(calc(1 + (2)), 'z' 3x)}",
          "a{b:url(x",
          "a{b:url('x",
          "i::before{content:'\\'';b:url(x)}",
          "a{content:'never closed\n}b{c:url(x)}");

  private static final List<String> REWRITTEN =
      List.of(
          "a{b:url(https://s/x.png)}",
          "a{b:url( 'https://s/x%20y.png' )}",
          "a{b:URL(\"https://s/x.png\")}",
          "a{b:url(https://s/x/)y)}",
          "@import 'https://s/x.css' screen;",
          "@import url(https://s/x.css); a{content:'x'}",
          "@font-face{src:url(https://s/a),url(https://s/b)}",
          "a{b:image-set('https://s/x' 1x,url(https://s/y) 2x, 'https://s/z' 3x);content:'x'}",
          "a{b:image-set(calc(1 + (2)), 'https://s/z' 3x)}",
          "a{b:url(https://s/x",
          "a{b:url('https://s/x",
          "i::before{content:'\\'';b:url(https://s/x)}",
          "a{content:'never closed\n}b{c:url(https://s/x)}");

  private static final List<String> UNCHANGED =
      List.of(
          "a{color:red}",
          "/* url(x) */",
          "/* never closed url(x)",
          "i::before{content:\"url(x)\"}",
          "a{fill:url(#f)}",
          "a{b:url(data:image/png;base64,AA)}",
          "@import;a{content:'x'}",
          "i::before{content:'it\\'s url(x)'}",
          "a{b:image-set(url(#f) 1x)}i::before{content:'x'}",
          "a{b:c\\('x'}",
          "a{b:url(",
          "a\\");

  @Test
  void relativeUrlsAreMadeAbsoluteAndAllElseStays(@TempDir Path folder) throws Exception {
    List<String> links = new ArrayList<>();
    List<String> sheets = new ArrayList<>(SHEETS);
    sheets.addAll(UNCHANGED);
    SmallSite site = new SmallSite(folder);
    for (String sheet : sheets) {
      String path = "css/" + links.size() + ".css";
      site.file(path, sheet);
      links.add("<link rel=stylesheet data-weft-href=/" + path + ">");
    }
    links.add(SmallSite.NEVER);
    site.page(links.toArray(String[]::new));
    try (House house = House.withoutNode(site.folder());
        BrowserContext visitor = Browsers.visitor()) {
      Page page = visitor.newPage();
      page.addInitScript(
          "self.texts = [];const make = URL.createObjectURL;"
              + "URL.createObjectURL = blob => {texts.push(blob.text()); return make(blob)}");
      SmallSite.openWithoutHaste(page, house.url());
      page.waitForFunction("texts.length == " + sheets.size());
      List<String> expected = new ArrayList<>();
      REWRITTEN.forEach(sheet -> expected.add(sheet.replace("https://s/", house.url() + "/css/")));
      expected.addAll(UNCHANGED);
      assertThat((List<?>) page.evaluate("Promise.all(texts)"))
          .asInstanceOf(InstanceOfAssertFactories.list(String.class))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
