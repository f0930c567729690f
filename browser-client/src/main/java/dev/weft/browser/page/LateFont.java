package dev.weft.browser.page;

import org.teavm.jso.JSBody;

/** A link that names a font: it becomes a face of the document. */
final class LateFont {
  private LateFont() {}

  /** The link fires load or error as it would for a style sheet. */
  @JSBody(
      params = "late",
      script =
          """
          var link = late.element,
            data = link.dataset,
            tell = event => link.dispatchEvent(new Event(event));
          late.show = shown => new FontFace(data.weftFamily, 'url("' + shown + '")', {
            weight: data.weftWeight || 'normal',
            style: data.weftStyle || 'normal',
            display: 'swap'
          }).load().then(face => {
            document.fonts.add(face);
            tell('load');
          }, () => tell('error'));
          return late
          """)
  static native LateElement of(LateElement late);
}
