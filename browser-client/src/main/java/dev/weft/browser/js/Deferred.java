package dev.weft.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A promise with the two functions that settle it. */
@JSClass(transparent = true)
public abstract class Deferred implements JSObject {
  private Deferred() {}

  /** An open one. */
  @JSBody(
      script =
          "var made={};made.promise=new Promise((kept,broken)=>{made.keep=kept;made.fail=broken});return made")
  public static native Deferred create();

  /** What the page waits for. */
  @JSProperty
  public abstract JSObject getPromise();

  /** Keeps it; once. */
  @JSBody(params = "value", script = "this.keep(value)")
  public native void resolve(JSObject value);

  /** Breaks it; once. */
  @JSBody(params = "error", script = "this.fail(error)")
  public native void reject(JSObject error);
}
