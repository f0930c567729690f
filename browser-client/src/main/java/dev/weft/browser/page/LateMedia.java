package dev.weft.browser.page;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * A video, an audio, or a source of one: read in parts for as long as it lives. Larger ones than 16
 * MiB the browser streams. A film begins to play when all of it is there, so the mesh gets its
 * chance first.
 */
final class LateMedia {
  /** Revokes the URL of an element that was collected. */
  private static final JSObject COLLECTED = revokeCollected();

  private LateMedia() {}

  /** Null for a source that is not the first of its siblings whose type the browser plays. */
  static @Nullable LateElement of(LateElement late) {
    return of(late, COLLECTED);
  }

  @JSBody(script = "return new FinalizationRegistry(shown=>URL.revokeObjectURL(shown))")
  private static native JSObject revokeCollected();

  /**
   * The blob's URL lives as long as the element shows it. A source added to a media element that
   * gave up looking needs a load.
   */
  @JSBody(
      params = {"late", "collected"},
      script =
          """
          var element = late.element,
            media = element.parentNode,
            isSource = element.tagName == 'SOURCE',
            plays = source => source.dataset.weftSrc
              && (!source.type || media.canPlayType(source.type)),
            show = late.show;
          if (isSource && !(media && media.canPlayType
              && Array.from(media.children).find(plays) == element)) return null;
          late.maxBytes = 16 << 20;
          late.canWait = true;
          late.show = shown => {
            show(shown);
            if (isSource && media.load) media.load();
          };
          late.fill = blob => {
            var shown = URL.createObjectURL(blob),
              isShown = () => element.getAttribute('src') == shown,
              drop = () => URL.revokeObjectURL(shown);
            collected.register(element, shown);
            element.addEventListener('error', event => {
              if (isShown()) {
                event.stopImmediatePropagation();
                drop();
                late.real();
              }
            }, true);
            element.addEventListener('emptied', () => isShown() || drop());
            late.show(shown);
          };
          return late
          """)
  private static native @Nullable LateElement of(LateElement late, JSObject collected);
}
