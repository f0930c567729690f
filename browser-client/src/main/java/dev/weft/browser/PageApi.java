package dev.weft.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** {@code window.weft}: what the page's own scripts see of the client. */
final class PageApi {
  private PageApi() {}

  /** {@code weft.fetch(what, {signal})}: a promise of a {@code Response}. */
  @JSFunctor
  interface Fetch extends JSObject {
    JSObject fetch(String what, @Nullable JSObject signal);
  }

  /** {@code weft.on(event, listener)}. */
  @JSFunctor
  interface On extends JSObject {
    Events.Off on(String event, Events.Listener listener);
  }

  /** {@code weft.stats()}. */
  @JSFunctor
  interface Stats extends JSObject {
    JSObject stats();
  }

  /** {@code weft.stop()}. */
  @JSFunctor
  interface Stop extends JSObject {
    void stop();
  }

  /** Puts it on the global object; false when it is there already, as of a script loaded twice. */
  @JSBody(
      params = {"ready", "fetch", "on", "stats", "stop"},
      script =
          "if(self.weft)return false;self.weft=Object.freeze({ready:ready,"
              + "fetch:(path,options)=>fetch(String(path),options&&options.signal||null),"
              + "on:(event,heard)=>on(String(event),heard),"
              + "stats:stats,stop:stop});return true")
  static native boolean install(JSObject ready, Fetch fetch, On on, Stats stats, Stop stop);

  /** The page's own {@code fetch}. */
  @JSBody(
      params = {"url", "signal"},
      script = "return fetch(url,{signal:signal})")
  static native JSObject plainFetch(String url, @Nullable JSObject signal);

  /** Calls the task when the signal aborts; at once when it has; never without a signal. */
  @JSBody(
      params = {"signal", "task"},
      script =
          "if(signal)signal.aborted?task(signal.reason)"
              + ":signal.addEventListener('abort',()=>task(signal.reason),{once:true})")
  static native void onAbort(@Nullable JSObject signal, OnAbort task);

  /** Hears of an abort. */
  @JSFunctor
  interface OnAbort extends JSObject {
    void aborted(JSObject reason);
  }
}
