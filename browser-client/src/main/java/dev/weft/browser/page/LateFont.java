package dev.weft.browser.page;

import org.teavm.jso.JSBody;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.file.Blob;

/** A link that names a font: it becomes a face of the document. */
final class LateFont extends LateElement {
  LateFont(HTMLElement element, String url) {
    super(element, url);
  }

  @Override
  void fill(Blob blob) {
    String blobUrl = createObjectUrl(blob);
    once(element, "load", blobUrl, this::real);
    show(blobUrl);
  }

  @Override
  void show(String shown) {
    addFace(element, shown);
  }

  /** The link fires load or error as it would for a style sheet. */
  @JSBody(
      params = {"link", "url"},
      script =
          "var data=link.dataset,tell=name=>link.dispatchEvent(new Event(name));"
              + "new FontFace(data.weftFamily,'url(\"'+url+'\")',{weight:data.weftWeight||'normal',"
              + "style:data.weftStyle||'normal',display:'swap'}).load()"
              + ".then(face=>{document.fonts.add(face);tell('load')},()=>tell('error'))")
  private static native void addFace(HTMLElement link, String url);
}
