package dev.weft.browser.page;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * Rewrites the URLs of a style sheet: those in {@code url(…)}, in the string of an {@code @import},
 * and in the strings of an {@code image-set(…)}. Comments and other strings stay as they are (CSS
 * Syntax Module Level 3, section 4.3), and so do fragments of the sheet itself.
 */
final class StyleUrls {
  private StyleUrls() {}

  /**
   * A function of a sheet and its base that gives the sheet with absolute URLs.
   *
   * <p>It looks at comments, escapes, strings, URLs without quotes, and what tells a string that is
   * a URL from others: the parentheses of an image set are counted.
   */
  @JSBody(
      script =
          """
          return (css, base) => {
            var importing, depth = 0, absolute = url => {
              try {
                return /^(#|data:|$)/.test(url) ? url : new URL(url, base).href;
              } catch (malformed) {
                return url;
              }
            };
            return css.replace(
              /\\/\\*[^]*?(?:\\*\\/|$)|\\\\[^]|(url\\([\\0- ]*)?(["'])((?:\\\\[^]?|(?!\\2)[^\\\\\\n])*)(\\2|\\n|$)|(url\\([\\0- ]*)((?:\\\\[^]?|[^\\\\)\\0- ])*)|(image-set\\()|@import|[();]/gi,
              (token, open, quote, text, end, bareOpen, bare, set) => {
                var isUrl = open || importing || depth;
                if (set || depth && (open || bareOpen || token == '(')) depth++;
                if (depth && token == ')') depth--;
                importing = token[0] == '@' || importing && !quote && !bareOpen && token != ';';
                return quote ? (open || '') + quote + (isUrl ? absolute(text) : text) + end
                  : bareOpen ? bareOpen + absolute(bare) : token;
              });
          }
          """)
  static native JSObject rewriting();
}
