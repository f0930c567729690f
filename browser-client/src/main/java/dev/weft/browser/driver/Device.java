package dev.weft.browser.driver;

import org.teavm.jso.JSBody;

/** What the browser tells of the visitor's device. */
public final class Device {
  private Device() {}

  /**
   * Whether other visitors may be served: not over a cellular network, not with data saving on, and
   * not from a mobile device that does not tell its kind of network (desktop browsers never do).
   */
  @JSBody(
      script =
          "var network=navigator.connection||{};return !network.saveData&&network.type!='cellular'"
              + "&&(!!network.type||!/Mobi|Android/.test(navigator.userAgent))")
  public static native boolean mayUpload();
}
