package dev.weft.browser.page;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/**
 * Finds the elements that wait for Weft, now and as the page changes, and serves each once.
 *
 * <p>They wait at first. Once Weft runs they get its bytes; when it does not, or not in time, they
 * take their real URLs at once, and so do those that are asked for from then on. Weft may still run
 * later, for those asked for after that.
 */
@JSClass(transparent = true)
public abstract class PageElements implements JSObject {
  private PageElements() {}

  /** Makes the {@link LateElement} of an element that is asked for, or null for none. */
  private interface Asking extends JSObject {
    @Nullable LateElement late(JSObject element);
  }

  /** Elements that get their bytes from there. */
  public static PageElements of(AssetSource source) {
    LateScript.Order order = LateScript.Order.create();
    return waiting(source, element -> LateElement.of(element, order));
  }

  /** Says whether Weft runs; who waits is served then, and nobody waits any more. */
  public abstract void runs(boolean runs);

  /** At most 4,096 elements wait at a time; those beyond take their real URLs. */
  @JSBody(
      params = {"source", "asking"},
      script =
          """
          var asked = new WeakMap(), waiting = [], runs, known,
            serve = late => {
              if (!runs) return late.real();
              var pieces = [], type, status, other = () => late.isStale() || late.real();
              source.load(late.url, late.maxBytes, late.canWait, {
                head: (given, size, mediaType) => {
                  status = given;
                  type = mediaType || '';
                },
                piece: bytes => pieces.push(bytes),
                end: () => status == 200
                  ? late.isStale() || late.fill(new Blob(pieces, {type: type}))
                  : other(),
                failed: other
              });
            };
          return {
            ask: element => {
              var named = element.dataset.weftSrc || element.dataset.weftHref;
              if (!named || asked.get(element) == named) return;
              asked.set(element, named);
              var late = asking.late(element);
              if (late) !known && late.maxBytes && waiting.length < 4096
                ? waiting.push(late)
                : late.maxBytes ? serve(late) : late.real();
            },
            runs: now => {
              runs = now;
              known = true;
              waiting.splice(0).forEach(serve);
            }
          }
          """)
  private static native PageElements waiting(AssetSource source, Asking asking);

  /**
   * Begins with what the page has. Asks for elements that name a URL for Weft, in document order
   * and again when the URL changes; for lazy ones, and for the sources of a lazy video, when they
   * come within a viewport of what is seen.
   */
  @JSBody(
      script =
          """
          var ask = this.ask, names = ['data-weft-src', 'data-weft-href'],
            selector = '[' + names.join('],[') + ']',
            inside = (root, taker) =>
              root.querySelectorAll(selector).forEach(element => taker(element)),
            near = new IntersectionObserver(entries => entries.forEach(entry => {
              if (entry.isIntersecting) {
                near.unobserve(entry.target);
                ask(entry.target);
                inside(entry.target, ask);
              }
            }), {rootMargin: '100%', scrollMargin: '100%'}),
            found = element => {
              var seen = element.tagName == 'SOURCE' && element.parentElement || element;
              seen.getAttribute('loading') == 'lazy' ? near.observe(seen) : ask(element);
            };
          inside(document, found);
          new MutationObserver(records => records.forEach(record => {
            if (record.attributeName) found(record.target);
            record.addedNodes.forEach(node => {
              if (node.matches) {
                if (node.matches(selector)) found(node);
                inside(node, found);
              }
            });
          })).observe(document, {childList: true, subtree: true, attributeFilter: names})
          """)
  public native void watch();
}
