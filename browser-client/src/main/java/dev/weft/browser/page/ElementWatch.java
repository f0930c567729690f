package dev.weft.browser.page;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * The page's observers: elements that name a URL for Weft, now and later, and how near lazy ones
 * are to what is seen.
 */
final class ElementWatch {
  private static final String WAITING = "[data-weft-src],[data-weft-href]";

  private final JSObject nearness;

  private ElementWatch(JSObject nearness) {
    this.nearness = nearness;
  }

  /** Takes an element. */
  @JSFunctor
  interface OnElement extends JSObject {
    void element(HTMLElement element);
  }

  /**
   * A watch that has not begun.
   *
   * @param near takes the elements of {@link #nearness}, once each
   */
  static ElementWatch of(OnElement near) {
    return new ElementWatch(observeNearness(near));
  }

  /**
   * Begins with what the page has, in document order.
   *
   * @param found takes elements, and takes one again when its attribute changes
   */
  void begin(OnElement found) {
    observeChanges(WAITING, found);
  }

  /** Tells when the element is within one viewport of what is seen, which may be now. */
  void nearness(HTMLElement element) {
    observe(nearness, element);
  }

  /** Calls the taker for each waiting element inside this one. */
  static void inside(HTMLElement element, OnElement taker) {
    each(element, WAITING, taker);
  }

  @JSBody(
      params = "near",
      script =
          "return new IntersectionObserver((entries,self)=>entries.forEach(entry=>{"
              + "if(entry.isIntersecting){self.unobserve(entry.target);near(entry.target)}}),"
              + "{rootMargin:'100%',scrollMargin:'100%'})")
  private static native JSObject observeNearness(OnElement near);

  @JSBody(
      params = {"observer", "element"},
      script = "observer.observe(element)")
  private static native void observe(JSObject observer, HTMLElement element);

  @JSBody(
      params = {"root", "selector", "taker"},
      script = "root.querySelectorAll(selector).forEach(taker)")
  private static native void each(HTMLElement root, String selector, OnElement taker);

  @JSBody(
      params = {"selector", "found"},
      script =
          "var all=root=>root.querySelectorAll(selector).forEach(inner=>found(inner));"
              + "all(document);new MutationObserver(records=>records.forEach(record=>{"
              + "if(record.attributeName)found(record.target);record.addedNodes.forEach(node=>{"
              + "if(node.matches){if(node.matches(selector))found(node);all(node)}})}))"
              + ".observe(document,{childList:true,subtree:true,"
              + "attributeFilter:['data-weft-src','data-weft-href']})")
  private static native void observeChanges(String selector, OnElement found);
}
