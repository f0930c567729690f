package dev.weft.browser.page;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** A style sheet that comes late. Its relative URLs are made absolute, as a blob has no place. */
final class LateStyle {
  private LateStyle() {}

  static LateElement of(LateElement late) {
    return of(late, StyleUrls.rewriting());
  }

  @JSBody(
      params = {"late", "rewriting"},
      script =
          """
          var fill = late.fill;
          late.show = shown => late.element.setAttribute('href', shown);
          late.fill = blob => blob.text().then(css =>
            fill(new Blob([rewriting(css, late.url)], {type: 'text/css'})));
          return late
          """)
  private static native LateElement of(LateElement late, JSObject rewriting);
}
