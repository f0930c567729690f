package dev.weft.browser;

import dev.weft.core.io.MeshException;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** A failure as the page sees it: an {@code Error} named WeftError with a stable {@code code}. */
final class WeftError {
  private WeftError() {}

  static JSObject of(MeshException reason) {
    return of(reason.code(), reason.getMessage());
  }

  @JSBody(
      params = {"code", "message"},
      script = "return Object.assign(new Error(message),{name:'WeftError',code:code})")
  private static native JSObject of(String code, String message);
}
