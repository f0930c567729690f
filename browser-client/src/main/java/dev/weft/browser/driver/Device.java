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
   * network (desktop browsers never do), not from a battery below a fifth, and not by a page that
   * has been hidden for so long.
   */
  @JSBody(
      params = {"hiddenMillis", "uploads"},
      script =
          """
          var timer, seen, battery, network = navigator.connection || new EventTarget(),
            tell = () => uploads.allow(!!seen && !network.saveData && network.type != 'cellular'
              && (!!network.type || !/Mobi|Android/.test(navigator.userAgent))
              && !(battery && !battery.charging && battery.level < .2)),
            look = () => {
              clearTimeout(timer);
              seen = true;
              tell();
              if (document.hidden) timer = setTimeout(() => {
                seen = false;
                tell();
              }, hiddenMillis);
            };
          document.addEventListener('visibilitychange', look);
          addEventListener('pageshow', look);
          network.addEventListener('change', tell);
          if (navigator.getBattery) navigator.getBattery().then(found => {
            battery = found;
            found.onlevelchange = found.onchargingchange = tell;
            tell();
          }).catch(() => 0);
          look();
          return look
          """)
  public static native JSObject watchUploads(int hiddenMillis, OnUploads uploads);
}
