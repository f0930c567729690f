package dev.weft.browser.page;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.file.Blob;

/** A style sheet that comes late. Its relative URLs are made absolute, as a blob has no place. */
final class LateStyle extends LateElement {
  LateStyle(HTMLElement element, String url) {
    super(element, url);
  }

  @JSFunctor
  private interface OnText extends JSObject {
    void text(String text);
  }

  @Override
  void fill(Blob blob) {
    read(blob, css -> super.fill(styleBlob(StyleUrls.absolute(css, part -> resolve(part, url)))));
  }

  @Override
  void show(String shown) {
    element.setAttribute("href", shown);
  }

  @JSBody(
      params = {"blob", "onText"},
      script = "blob.text().then(onText)")
  private static native void read(Blob blob, OnText onText);

  @JSBody(params = "css", script = "return new Blob([css],{type:'text/css'})")
  private static native Blob styleBlob(String css);

  @JSBody(
      params = {"url", "base"},
      script = "try{return new URL(url,base).href}catch(malformed){return url}")
  private static native String resolve(String url, String base);
}
