package dev.weft.browser.driver;

import dev.weft.browser.js.Bytes;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** A promise of the browser as one of the core. */
final class Later {
  private Later() {}

  /** How what the browser's promise is kept with is read. */
  interface Reading<T> {
    /** The answer as the core knows it. */
    T of(JSObject answer);
  }

  /** Hears how the browser's promise ends. */
  private interface Ending extends JSObject {
    void kept(JSObject answer);

    void rejected(String reason);
  }

  /** What the browser's promise becomes; a rejection is our own failure, with that code. */
  static <T> Promise<T> of(JSObject browsers, String code, Reading<T> reading) {
    return of(browsers, code, reading, false);
  }

  /** As {@link #of}, of an {@code ArrayBuffer}. */
  static Promise<byte[]> bytes(JSObject browsers, String code) {
    return of(browsers, code, Bytes::of, false);
  }

  /** As {@link #of}, without an answer. */
  static Promise<Done> done(JSObject browsers, String code) {
    return of(browsers, code, nothing -> Done.DONE, false);
  }

  /** As {@link #of}, where a rejection is the peer's fault, as what it sent is of no use. */
  static <T> Promise<T> ofPeers(JSObject browsers, String code, Reading<T> reading) {
    return of(browsers, code, reading, true);
  }

  private static <T> Promise<T> of(
      JSObject browsers, String code, Reading<T> reading, boolean peersFault) {
    Promise<T> promise = new Promise<>();
    hear(
        browsers,
        new Ending() {
          @Override
          public void kept(JSObject answer) {
            promise.resolve(reading.of(answer));
          }

          @Override
          public void rejected(String reason) {
            promise.fail(
                peersFault ? MeshException.peer(code, reason) : MeshException.local(code, reason));
          }
        });
    return promise;
  }

  @JSBody(
      params = {"browsers", "ending"},
      script = "browsers.then(answer=>ending.kept(answer),reason=>ending.rejected(String(reason)))")
  private static native void hear(JSObject browsers, Ending ending);
}
