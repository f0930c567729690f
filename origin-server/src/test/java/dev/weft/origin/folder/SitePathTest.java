package dev.weft.origin.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SitePathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "//",
        "/a//b",
        "/.",
        "/..",
        "/a/..",
        "/.a",
        "/a/.b/c",
        "/a\\b",
        "/c:",
        "/a\u0000",
        "/a\n",
        "/a\u007f"
      })
  void refusesWhatCouldLeaveOrIsHidden(String decoded) {
    assertThat(SitePath.segments(decoded)).isNull();
  }

  @Test
  void splitsTheRest() {
    assertThat(SitePath.segments("/")).isEmpty();
    assertThat(SitePath.segments("/a/b.c")).containsExactly("a", "b.c");
    assertThat(SitePath.segments("/a/b/")).containsExactly("a", "b");
    assertThat(SitePath.segments("/a..b")).containsExactly("a..b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "a/b.webp | /a/b.webp",
        "a b.css | /a%20b.css",
        "ü.css | /%C3%BC.css",
        "100%.css | /100%25.css",
        "a#b?c.css | /a%23b%3Fc.css",
        "a[1]'(2)!~$&+,;=@.css | /a[1]'(2)!~$&+,;=@.css",
        "\"<>`{}^.css | /%22%3C%3E%60%7B%7D%5E.css",
      })
  void writesPathsAsAPagesUrlDoes(String file, String path) {
    assertThat(SitePath.of(Path.of(file))).isEqualTo(path);
  }
}
