package dev.weft.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** Java arrays and buffers over the same memory: nothing is copied. */
public final class Bytes {
  private Bytes() {}

  /** The array over a whole {@code ArrayBuffer}. */
  @JSBody(params = "buffer", script = "return new Int8Array(buffer)")
  @JSByRef
  public static native byte[] of(JSObject buffer);

  /** The array over the part of a buffer that a typed array shows. */
  @JSBody(
      params = "view",
      script = "return new Int8Array(view.buffer,view.byteOffset,view.byteLength)")
  @JSByRef
  public static native byte[] ofView(JSObject view);
}
