package dev.weft.browser.page;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** A style sheet that comes late. Its relative URLs are made absolute, as a blob has no place. */
final class LateStyle {
  private LateStyle() {}

  /** Makes the URLs of a sheet absolute. */
  @JSFunctor
  private interface Rewriting extends JSObject {
    String rewritten(String css, String base);
  }

  static LateElement of(LateElement late) {
    return of(late, (css, base) -> StyleUrls.absolute(css, url -> resolve(url, base)));
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
  private static native LateElement of(LateElement late, Rewriting rewriting);

  @JSBody(
      params = {"url", "base"},
      script = "try{return new URL(url,base).href}catch(malformed){return url}")
  private static native String resolve(String url, String base);
}
