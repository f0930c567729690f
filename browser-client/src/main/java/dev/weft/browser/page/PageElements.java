package dev.weft.browser.page;

import dev.weft.core.io.Done;
import dev.weft.core.io.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;

/**
 * Finds the elements that wait for Weft, now and as the page changes, and serves each once.
 *
 * <p>Until {@link #serve} they wait; from {@link #standBack} on those that are asked for take their
 * real URLs at once. {@link #serve} may still follow, for those asked for later.
 */
public final class PageElements {
  /** Elements that may wait at a time; those beyond take their real URLs. */
  private static final int MAX_WAITING = 4_096;

  private final ElementWatch watch = ElementWatch.of(this::near);
  private final List<LateElement> waiting = new ArrayList<>();

  /** The URL that each element was last asked for with, so that a changed attribute counts anew. */
  private final JSObject asked = weakMap();

  private @Nullable AssetSource source;
  private boolean waits = true;
  private Promise<Done> scripts = Promise.of(Done.DONE);

  /** Begins with what the page has. */
  public void start() {
    watch.begin(this::found);
  }

  /** Weft runs: who waits gets its bytes from there. */
  public void serve(AssetSource from) {
    source = from;
    stopWaiting();
  }

  /** Weft does not run, or not in time: who waits, and who is asked for from now on, goes alone. */
  public void standBack() {
    source = null;
    stopWaiting();
  }

  private void stopWaiting() {
    waits = false;
    List<LateElement> released = new ArrayList<>(waiting);
    waiting.clear();
    for (LateElement late : released) {
      serve(late);
    }
  }

  private void found(HTMLElement element) {
    HTMLElement seen = seen(element);
    if (LateElement.isLazy(seen)) {
      watch.nearness(seen);
    } else {
      ask(element);
    }
  }

  private void near(HTMLElement element) {
    ask(element);
    ElementWatch.inside(element, this::ask);
  }

  private void ask(HTMLElement element) {
    String named = LateElement.waitsFor(element);
    if (named == null || !isNew(asked, element, named)) {
      return;
    }
    LateElement late = late(element, LateElement.absolute(named));
    if (late == null) {
      return;
    }
    if (!late.mayUseMesh()) {
      late.real();
    } else if (waits && waiting.size() < MAX_WAITING) {
      waiting.add(late);
    } else {
      serve(late);
    }
  }

  private @Nullable LateElement late(HTMLElement element, String url) {
    String tag = element.getTagName();
    if (tag.equals("SCRIPT")) {
      if (element.hasAttribute("async")) {
        return new LateScript(element, url, Promise.of(Done.DONE));
      }
      LateScript script = new LateScript(element, url, scripts);
      scripts = script.started();
      return script;
    }
    if (tag.equals("LINK")) {
      return element.hasAttribute("data-weft-family")
          ? new LateFont(element, url)
          : new LateStyle(element, url);
    }
    if (tag.equals("IMG")) {
      return new LateElement(element, url);
    }
    return LateMedia.isBest(element) ? new LateMedia(element, url) : null;
  }

  private void serve(LateElement late) {
    AssetSource from = source;
    if (from == null) {
      late.real();
    } else {
      from.load(late.url, late.maxBytes(), late.canWait())
          .then(
              blob -> {
                if (!late.isStale()) {
                  late.fill(blob);
                }
              },
              reason -> {
                if (!late.isStale()) {
                  late.real();
                }
              });
    }
  }

  /** The element whose place in the page counts: of a video's source the video. */
  private static HTMLElement seen(HTMLElement element) {
    return element.getTagName().equals("SOURCE") && element.getParentNode() != null
        ? (HTMLElement) element.getParentNode()
        : element;
  }

  @JSBody(script = "return new WeakMap()")
  private static native JSObject weakMap();

  /** Puts the pair into the map; false when it is there. */
  @JSBody(
      params = {"map", "element", "named"},
      script = "return map.get(element)!==named&&!!map.set(element,named)")
  private static native boolean isNew(JSObject map, HTMLElement element, String named);
}
