package dev.weft.browser.driver;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** What the browser tells of the visitor's device. */
public final class Device {
  private Device() {}

  /** Hears whether other visitors may be served. */
  public interface OnUploads extends JSObject {
    /** They may from now on, or may not. */
    void allow(boolean may);
  }

  /**
   * Tells, now and at each change, whether other visitors may be served: not over a cellular
   * network, not with data saving on, not from a mobile device that does not tell its kind of
   * network (desktop browsers never do), and not by a page that has been hidden for so long.
   */
  @JSBody(
      params = {"hiddenMillis", "uploads"},
      script =
          """
          var timer, look = () => {
            var network = navigator.connection || {};
            clearTimeout(timer);
            uploads.allow(!network.saveData && network.type != 'cellular'
              && (!!network.type || !/Mobi|Android/.test(navigator.userAgent)));
            if (document.hidden) timer = setTimeout(() => uploads.allow(false), hiddenMillis);
          };
          document.addEventListener('visibilitychange', look);
          addEventListener('pageshow', look);
          look()
          """)
  public static native void watchUploads(int hiddenMillis, OnUploads uploads);
}
