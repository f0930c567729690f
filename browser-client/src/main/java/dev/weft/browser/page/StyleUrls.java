package dev.weft.browser.page;

import java.util.function.UnaryOperator;

/**
 * Rewrites the URLs of a style sheet: those in {@code url(…)}, in the string of an {@code @import},
 * and in the strings of an {@code image-set(…)}. Comments and other strings stay as they are (CSS
 * Syntax Module Level 3, section 4.3).
 */
final class StyleUrls {
  private final String css;
  private final UnaryOperator<String> resolve;
  private final StringBuilder out = new StringBuilder();
  private int copied;
  private int at;

  private StyleUrls(String css, UnaryOperator<String> resolve) {
    this.css = css;
    this.resolve = resolve;
  }

  /** The sheet with each URL as the function makes it; a fragment of the sheet itself stays. */
  static String absolute(String css, UnaryOperator<String> resolve) {
    return new StyleUrls(css, resolve).rewrite();
  }

  private String rewrite() {
    boolean urlNext = false;
    int imageSet = 0;
    while (at < css.length()) {
      char c = css.charAt(at);
      if (css.startsWith("/*", at)) {
        int end = css.indexOf("*/", at + 2);
        at = end < 0 ? css.length() : end + 2;
      } else if (c == '"' || c == '\'') {
        quoted(urlNext || imageSet > 0);
        urlNext = false;
      } else if (starts("url(")) {
        at += 4;
        url();
        urlNext = false;
      } else if (starts("@import")) {
        at += 7;
        urlNext = true;
      } else if (starts("image-set(")) {
        at += 10;
        imageSet++;
      } else {
        if (c == ')' && imageSet > 0) {
          imageSet--;
        } else if (c == '(' && imageSet > 0) {
          imageSet++;
        } else if (c == ';') {
          urlNext = false;
        }
        at += c == '\\' ? 2 : 1;
      }
    }
    return out.append(css, copied, css.length()).toString();
  }

  /** Whether the word, in lower case, stands here in any; bit 5 is the case of ASCII letters. */
  private boolean starts(String word) {
    int length = word.length();
    for (int i = 0; i < length; i++) {
      if (at + i >= css.length() || (css.charAt(at + i) | 0x20) != (word.charAt(i) | 0x20)) {
        return false;
      }
    }
    return true;
  }

  /** What stands in the parentheses of {@code url(}, with or without quotes. */
  private void url() {
    while (at < css.length() && css.charAt(at) <= ' ') {
      at++;
    }
    if (at < css.length() && (css.charAt(at) == '"' || css.charAt(at) == '\'')) {
      quoted(true);
      return;
    }
    int start = at;
    while (at < css.length() && css.charAt(at) != ')' && css.charAt(at) > ' ') {
      at += css.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at, css.length());
    replace(start, at);
  }

  private void quoted(boolean isUrl) {
    char quote = css.charAt(at);
    int start = ++at;
    while (at < css.length() && css.charAt(at) != quote && css.charAt(at) != '\n') {
      at += css.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at, css.length());
    if (isUrl) {
      replace(start, at);
    }
    at = Math.min(at + 1, css.length());
  }

  private void replace(int start, int end) {
    String url = css.substring(start, end);
    if (!url.isEmpty() && url.charAt(0) != '#' && !url.startsWith("data:")) {
      out.append(css, copied, start).append(resolve.apply(url));
      copied = end;
    }
  }
}
