package dev.weft.browser;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** The moments of a page's life that Weft acts on. */
final class PageMoments {
  private PageMoments() {}

  /** What is done at such a moment. */
  @JSFunctor
  interface Task extends JSObject {
    void run();
  }

  /** Runs the task so long after {@code DOMContentLoaded}, or after now when that has been. */
  @JSBody(
      params = {"millis", "task"},
      script =
          "var entry=performance.getEntriesByType('navigation')[0],later=()=>setTimeout(task,millis);"
              + "document.readyState=='complete'||entry&&entry.domContentLoadedEventStart>0?later()"
              + ":addEventListener('DOMContentLoaded',later,{once:true})")
  static native void afterContentLoaded(int millis, Task task);

  /** Runs the task whenever the page is left, for good or into the back-forward cache. */
  @JSBody(params = "task", script = "addEventListener('pagehide',()=>task())")
  static native void onHide(Task task);

  /** Runs the task whenever the page comes out of the back-forward cache. */
  @JSBody(params = "task", script = "addEventListener('pageshow',event=>event.persisted&&task())")
  static native void onReturn(Task task);

  /** Runs the task whenever the page is shown or hidden. */
  @JSBody(params = "task", script = "document.addEventListener('visibilitychange',()=>task())")
  static native void onVisibility(Task task);

  /** Whether nobody sees the page. */
  @JSBody(script = "return document.hidden")
  static native boolean isHidden();
}
