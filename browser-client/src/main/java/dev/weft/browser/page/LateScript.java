package dev.weft.browser.page;

import dev.weft.core.io.Done;
import dev.weft.core.io.Promise;
import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLElement;

/** A classic script that comes late; those without {@code async} run in document order. */
final class LateScript extends LateElement {
  private final Promise<Done> before;
  private final Promise<Done> started = new Promise<>();

  /**
   * A script that waits for another.
   *
   * @param before is kept when the scripts before it have their URLs
   */
  LateScript(HTMLElement element, String url, Promise<Done> before) {
    super(element, url);
    this.before = before;
  }

  /** Is kept when this script and those before it have their URLs. */
  Promise<Done> started() {
    return started;
  }

  /** Never, as those behind it wait. */
  @Override
  boolean isStale() {
    return false;
  }

  @Override
  boolean mayUseMesh() {
    return isClassic(element);
  }

  @Override
  void real() {
    if (started.isSettled()) {
      replace(element, url);
    } else {
      super.real();
    }
  }

  @Override
  void show(String shown) {
    before.then(
        done -> {
          keepOrder(element);
          super.show(shown);
          started.resolve(Done.DONE);
        },
        reason -> {});
  }

  /** A module's imports are relative to its URL, which a blob would take away. */
  @JSBody(
      params = "script",
      script =
          "if(script.type!='module')return true;console.warn('weft: module scripts do not go "
              + "through the mesh; this one loads from the origin',script);return false")
  private static native boolean isClassic(HTMLElement script);

  @JSBody(params = "script", script = "script.async=script.hasAttribute('async')")
  private static native void keepOrder(HTMLElement script);

  /** An element starts one script in its life: the real URL of one that failed needs another. */
  @JSBody(
      params = {"script", "url"},
      script =
          "var fresh=document.createElement('script');Array.from(script.attributes).forEach(said=>"
              + "/^data-weft-(src|href)$/.test(said.name)||fresh.setAttribute(said.name,said.value));"
              + "fresh.async=false;fresh.src=url;script.replaceWith(fresh)")
  private static native void replace(HTMLElement script, String url);
}
