package dev.weft.browser.page;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/** A classic script that comes late; those without {@code async} run in document order. */
final class LateScript {
  private LateScript() {}

  /** The order of a page's scripts: a promise that those so far have their URLs. */
  @JSClass(transparent = true)
  abstract static class Order implements JSObject {
    private Order() {}

    @JSBody(script = "return {last:Promise.resolve()}")
    static native Order create();
  }

  /**
   * Never stale, as those behind it wait. A module's imports are relative to its URL, which a blob
   * would take away. An element starts one script in its life: the real URL of one that failed
   * needs another.
   */
  @JSBody(
      params = {"late", "order"},
      script =
          """
          var script = late.element, before = order.last, started, start;
          if (script.hasAttribute('async')) before = Promise.resolve();
          else order.last = new Promise(keep => {start = keep});
          late.isStale = () => false;
          late.show = shown => before.then(() => {
            script.async = script.hasAttribute('async');
            script.src = shown;
            started = true;
            if (start) start();
          });
          late.real = () => {
            if (!started) return late.show(late.url);
            var fresh = document.createElement('script');
            Array.from(script.attributes).forEach(said =>
              /^data-weft-(src|href)$/.test(said.name)
                || fresh.setAttribute(said.name, said.value));
            fresh.async = false;
            fresh.src = late.url;
            script.replaceWith(fresh);
          };
          if (script.type == 'module') {
            late.maxBytes = 0;
            console.warn('weft: module scripts do not go through the mesh; this one loads from '
              + 'the origin', script);
          }
          return late
          """)
  static native LateElement of(LateElement late, Order order);
}
