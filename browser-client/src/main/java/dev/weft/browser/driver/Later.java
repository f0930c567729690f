package dev.weft.browser.driver;

import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import java.util.function.Function;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.function.JSConsumer;

/** A promise of the browser as one of the core. */
public final class Later {
  private Later() {}

  /** Hears why a promise was rejected. */
  @JSFunctor
  private interface OnRejected extends JSObject {
    void rejected(String reason);
  }

  /** The promise of what the browser's promise becomes; a rejection is our own failure, coded. */
  public static <T> Promise<T> of(JSPromise<T> promise, String code) {
    return of(promise, code, answer -> answer);
  }

  /** As {@link #of(JSPromise, String)}, through a function. */
  public static <T, R> Promise<R> of(JSPromise<T> promise, String code, Function<T, R> function) {
    Promise<R> later = new Promise<>();
    listen(
        promise,
        answer -> later.resolve(function.apply(answer)),
        reason -> later.fail(MeshException.local(code, reason)));
    return later;
  }

  @JSBody(
      params = {"promise", "onKept", "onRejected"},
      script = "promise.then(onKept,reason=>onRejected(String(reason)))")
  private static native <T> void listen(
      JSPromise<T> promise, JSConsumer<T> onKept, OnRejected onRejected);
}
