package dev.weft.browser.js;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A session description. */
public interface RTCSessionDescription extends JSObject {
  /** Its text. */
  @JSProperty
  String getSdp();
}
