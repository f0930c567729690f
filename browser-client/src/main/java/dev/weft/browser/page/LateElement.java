package dev.weft.browser.page;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/**
 * One element that waits for its URL: the {@code url} that it has without Weft, {@code maxBytes} as
 * the most that go through the mesh (0 for none at all), {@code canWait} when the visitor does not
 * wait for it yet. {@code real} gives it that URL and {@code fill} a blob, both by {@code show};
 * {@code isStale} when its attribute has changed since, so that another object serves it.
 */
@JSClass(transparent = true)
abstract class LateElement implements JSObject {
  private LateElement() {}

  /** The object for an element that names a URL for Weft; null when another serves its media. */
  static @Nullable LateElement of(JSObject element, LateScript.Order order) {
    LateElement late = picture(element);
    if (late.is("script")) {
      return LateScript.of(late, order);
    }
    if (late.is("link")) {
      return late.is("[data-weft-family]") ? LateFont.of(late) : LateStyle.of(late);
    }
    return late.is("img") ? late : LateMedia.of(late);
  }

  /** Whether the element matches a selector. */
  @JSBody(params = "selector", script = "return this.element.matches(selector)")
  private native boolean is(String selector);

  /**
   * A picture. The blob's URL is revoked at the element's next event; an error is kept from the
   * page, which has not seen the real URL fail.
   */
  @JSBody(
      params = "element",
      script =
          """
          var absolute = () => {
              var named = element.dataset.weftSrc || element.dataset.weftHref;
              try {
                return named && new URL(named, document.baseURI).href;
              } catch (malformed) {
                return named;
              }
            },
            late = {
              element: element,
              url: absolute(),
              maxBytes: 2147483647,
              canWait: element.getAttribute('loading') == 'lazy',
              isStale: () => (absolute() || late.url) != late.url,
              show: shown => element.setAttribute('src', shown),
              real: () => late.show(late.url),
              fill: blob => {
                var shown = URL.createObjectURL(blob),
                  once = new AbortController(),
                  how = {capture: true, signal: once.signal},
                  heard = event => {
                    if (event.target != element) return;
                    once.abort();
                    URL.revokeObjectURL(shown);
                    if (event.type == 'error') {
                      event.stopImmediatePropagation();
                      late.real();
                    }
                  };
                element.addEventListener('load', heard, how);
                element.addEventListener('error', heard, how);
                late.show(shown + late.url.slice(late.url.split('#')[0].length));
              }
            };
          return late
          """)
  private static native LateElement picture(JSObject element);
}
