package dev.weft.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/** Ends a {@code fetch} that is under way. */
@JSClass(transparent = true)
public abstract class AbortController implements JSObject {
  private AbortController() {}

  /** A new one. */
  @JSBody(script = "return new AbortController()")
  public static native AbortController create();

  /** Ends what listens to its signal. */
  public abstract void abort();
}
