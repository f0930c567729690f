package dev.weft.browser.page;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.file.Blob;

/** One element that waits for its URL; this class itself is a picture. */
class LateElement {
  /** Larger assets than a page's element can want; the manifest's own sizes are smaller. */
  private static final int ANY_SIZE = Integer.MAX_VALUE;

  final HTMLElement element;

  /** The absolute URL that it has without Weft. */
  final String url;

  LateElement(HTMLElement element, String url) {
    this.element = element;
    this.url = url;
  }

  /** Hears of a failure. */
  @JSFunctor
  interface OnFailure extends JSObject {
    void failed();
  }

  /** The URL that an element waits for, as it stands in its attribute, or null. */
  static @Nullable String waitsFor(HTMLElement element) {
    String src = element.getAttribute("data-weft-src");
    return src == null ? element.getAttribute("data-weft-href") : src;
  }

  /** Whether its attribute has changed since; another element object serves the new one. */
  boolean isStale() {
    String named = waitsFor(element);
    return named != null && !absolute(named).equals(url);
  }

  /** The most bytes that go through the mesh. */
  int maxBytes() {
    return ANY_SIZE;
  }

  /** Whether the visitor does not wait for it yet. */
  boolean canWait() {
    return isLazy(element);
  }

  /** Whether it is asked for only when it comes near. */
  static boolean isLazy(HTMLElement element) {
    return "lazy".equals(element.getAttribute("loading"));
  }

  /** Whether bytes could be given to it; a warning says why not. */
  boolean mayUseMesh() {
    return true;
  }

  /** Gives it the URL that it has without Weft. */
  void real() {
    show(url);
  }

  /** Gives it bytes; it takes its real URL when they cannot be shown. */
  void fill(Blob blob) {
    String blobUrl = createObjectUrl(blob);
    once(element, "load", blobUrl, this::real);
    show(blobUrl + hash(url));
  }

  void show(String shown) {
    element.setAttribute("src", shown);
  }

  /** The URL as the page reads it. */
  @JSBody(
      params = "url",
      script = "try{return new URL(url,document.baseURI).href}catch(malformed){return url}")
  static native String absolute(String url);

  /** A URL for a blob, valid until it is revoked. */
  @JSBody(params = "blob", script = "return URL.createObjectURL(blob)")
  static native String createObjectUrl(Blob blob);

  /**
   * Revokes the blob's URL at the element's next event. An error is kept from the page, which has
   * not seen the real URL fail.
   */
  @JSBody(
      params = {"element", "event", "url", "onFailure"},
      script =
          "var once=new AbortController(),how={capture:true,signal:once.signal},heard=fired=>{"
              + "if(fired.target==element){once.abort();URL.revokeObjectURL(url);"
              + "if(fired.type=='error'){fired.stopImmediatePropagation();onFailure()}}};"
              + "element.addEventListener(event,heard,how);"
              + "element.addEventListener('error',heard,how)")
  static native void once(HTMLElement element, String event, String url, OnFailure onFailure);

  @JSBody(params = "url", script = "return url.slice(url.split('#')[0].length)")
  private static native String hash(String url);
}
