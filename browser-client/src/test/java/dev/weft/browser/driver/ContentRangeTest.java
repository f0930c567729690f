package dev.weft.browser.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 14.4. */
class ContentRangeTest {
  @Test
  void readsOffsetAndSize() {
    assertThat(ContentRange.parse("bytes 42-1233/1234")).isEqualTo(new ContentRange(42, 1234));
  }

  @Test
  void anUnknownSizeIsNegative() {
    assertThat(ContentRange.parse("bytes 42-1233/*")).isEqualTo(new ContentRange(42, -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes */1234",
        "items 0-1/2",
        "bytes -1/2",
        "bytes x-1/2",
        "bytes 1/2-3"
      })
  void refusesAllElse(String header) {
    assertThat(ContentRange.parse(header)).isNull();
  }

  @Test
  void aNumberHasAtMostFifteenDigits() {
    assertThat(ContentRange.number("999999999999999")).isEqualTo(999_999_999_999_999L);
    assertThat(ContentRange.number("1000000000000000")).isEqualTo(-1);
    assertThat(ContentRange.number("1e3")).isEqualTo(-1);
    assertThat(ContentRange.number(null)).isEqualTo(-1);
  }
}
