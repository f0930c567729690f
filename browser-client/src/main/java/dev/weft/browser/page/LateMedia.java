package dev.weft.browser.page;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.file.Blob;

/** A video, an audio, or a source of one: read in parts for as long as it lives. */
final class LateMedia extends LateElement {
  /** What is fetched whole before it plays, in bytes; the browser streams what is larger. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  /** Revokes the URL of an element that was collected. */
  private static final JSObject COLLECTED = revokeCollected();

  LateMedia(HTMLElement element, String url) {
    super(element, url);
  }

  @Override
  int maxBytes() {
    return MAX_BYTES;
  }

  /** A film begins to play when all of it is there, so the mesh gets its chance first. */
  @Override
  boolean canWait() {
    return true;
  }

  @Override
  void fill(Blob blob) {
    String blobUrl = createObjectUrl(blob);
    keep(COLLECTED, element, blobUrl, this::real);
    show(blobUrl);
  }

  @Override
  void show(String shown) {
    super.show(shown);
    reload(element);
  }

  /** Whether it is no source, or the first of its siblings whose type the browser plays. */
  @JSBody(
      params = "element",
      script =
          "var media=element.parentNode;return element.tagName!='SOURCE'||!!media&&!!media.canPlayType"
              + "&&Array.from(media.children).find(source=>source.dataset.weftSrc"
              + "&&(!source.type||media.canPlayType(source.type)))"
              + "==element")
  static native boolean isBest(HTMLElement element);

  /** A source added to a media element that gave up looking needs this. */
  @JSBody(
      params = "element",
      script = "var media=element.parentNode;if(element.tagName=='SOURCE'&&media.load)media.load()")
  private static native void reload(HTMLElement element);

  @JSBody(script = "return new FinalizationRegistry(held=>URL.revokeObjectURL(held))")
  private static native JSObject revokeCollected();

  /** The URL lives as long as the element shows it. */
  @JSBody(
      params = {"collected", "element", "url", "onFailure"},
      script =
          "collected.register(element,url);var mine=()=>element.getAttribute('src')==url,"
              + "drop=()=>URL.revokeObjectURL(url);"
              + "element.addEventListener('error',failure=>{if(mine()){failure.stopImmediatePropagation();"
              + "drop();onFailure()}},true);"
              + "element.addEventListener('emptied',()=>mine()||drop())")
  private static native void keep(
      JSObject collected, HTMLElement element, String url, OnFailure onFailure);
}
