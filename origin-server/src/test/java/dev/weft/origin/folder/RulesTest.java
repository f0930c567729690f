package dev.weft.origin.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  @ParameterizedTest
  @CsvSource({
    "/img/**, /img/a.webp, true",
    "/img/**, /img/a/b.webp, true",
    "/img/**, /images/a.webp, false",
    "/img/*, /img/a/b.webp, false",
    "*.css, /a.css, true",
    "*.css, /deep/er/a.css, true",
    "*.css, /a.css.map, false",
    "/*.css, /deep/a.css, false",
    "/docs/**/*.pdf, /docs/a.pdf, true",
    "/docs/**/*.pdf, /docs/x/y/a.pdf, true",
    "/a?c, /abc, true",
    "/a?c, /a/c, false",
    "/a.c, /abc, false",
    "**, /anything/at.all, true",
    "/a(b)[c]+$, /a(b)[c]+$, true",
  })
  void matchesPathsWhole(String glob, String path, boolean matches) {
    assertThat(new Glob(glob).matches(path)).isEqualTo(matches);
  }

  @Test
  void knowsAPathFromAPattern() {
    assertThat(new Glob("/index.html").isPath()).isTrue();
    assertThat(new Glob("index.html").isPath()).isFalse();
    assertThat(new Glob("/*.html").isPath()).isFalse();
  }

  @Test
  void letsTheLastRuleWin() {
    HeaderRules rules =
        new HeaderRules(
            List.of(
                HeaderRules.Rule.parse("/img/**=Cache-Control: public, max-age=60"),
                HeaderRules.Rule.parse("/img/x=cache-control:no-store"),
                HeaderRules.Rule.parse("**=X-Frame-Options: DENY")));
    assertThat(rules.of("/img/y")).containsEntry("Cache-Control", "public, max-age=60");
    assertThat(rules.of("/img/x")).containsEntry("Cache-Control", "no-store");
    assertThat(rules.of("/")).containsEntry("X-Frame-Options", "DENY").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/a", "/a=b", "=A: b", "/a=: b", "/a=A b: c", "/a=A: b\nSet-Cookie: c"})
  void refusesWhatIsNoRule(String text) {
    assertThatThrownBy(() -> HeaderRules.Rule.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
