package dev.weft.browser.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StyleUrlsTest {
  private static String absolute(String css) {
    return StyleUrls.absolute(css, url -> "https://s/" + url);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "a{b:url(x.png)} | a{b:url(https://s/x.png)}",
        "a{b:url( 'x y.png' )} | a{b:url( 'https://s/x y.png' )}",
        "a{b:URL(\"x.png\")} | a{b:URL(\"https://s/x.png\")}",
        "@import 'x.css' screen; | @import 'https://s/x.css' screen;",
        "@import url(x.css); | @import url(https://s/x.css);",
        "@font-face{src:url(a),url(b)} | @font-face{src:url(https://s/a),url(https://s/b)}",
        "a{b:image-set('x' 1x,url(y) 2x)} | a{b:image-set('https://s/x' 1x,url(https://s/y) 2x)}",
      })
  void rewritesUrls(String css, String expected) {
    assertThat(absolute(css)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a{color:red}",
        "/* url(x) */",
        "/* never closed url(x)",
        "i::before{content:\"url(x)\"}",
        "a{fill:url(#f)}",
        "a{b:url(data:image/png;base64,AA)}",
        "@import;a{content:'x'}",
        "i::before{content:'it\\'s url(x)'}",
      })
  void leavesAllElse(String css) {
    assertThat(absolute(css)).isEqualTo(css);
  }

  @Test
  void aSheetThatEndsInTheMiddleStaysWhole() {
    assertThat(absolute("a{b:url(x")).isEqualTo("a{b:url(https://s/x");
    assertThat(absolute("a{b:url('x")).isEqualTo("a{b:url('https://s/x");
    assertThat(absolute("a{b:url(")).isEqualTo("a{b:url(");
    assertThat(absolute("a\\")).isEqualTo("a\\");
  }
}
