package dev.weft.browser;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The moments of a page's life that Weft acts on. */
final class PageMoments {
  private PageMoments() {}

  /** What is done at such a moment. */
  interface Task extends JSObject {
    void run();
  }

  /** Runs the task so long after {@code DOMContentLoaded}, or after now when that has been. */
  @JSBody(
      params = {"millis", "task"},
      script =
          """
          var entry = performance.getEntriesByType('navigation')[0],
            later = () => setTimeout(() => task.run(), millis);
          document.readyState == 'complete' || entry && entry.domContentLoadedEventStart > 0
            ? later()
            : addEventListener('DOMContentLoaded', later, {once: true})
          """)
  static native void afterContentLoaded(int millis, Task task);

  /**
   * Runs the task when the page is about to be left, as soon as that can be known: a link that was
   * followed leaves it the time that the next page takes to answer. Some of these navigations stay
   * in the page.
   */
  @JSBody(
      params = "task",
      script =
          """
          var go = () => task.run(), moves = self.navigation;
          addEventListener('pagehide', go);
          if (moves) moves.addEventListener('navigate', go)
          """)
  static native void beforeLeaving(Task task);
}
