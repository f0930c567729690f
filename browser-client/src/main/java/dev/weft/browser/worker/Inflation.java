package dev.weft.browser.worker;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/**
 * An asset that comes as its gzip variant: nothing of it goes out before all of it is there and has
 * inflated to just the size that the manifest states, so that whatever is wrong with it costs the
 * visitor nothing but time.
 */
@JSClass(transparent = true)
abstract class Inflation implements JSObject {
  /** The largest asset, in bytes: all of it is held. Publishers make no variants above 8 MiB. */
  static final int MAX_BYTES = 1 << 25;

  private Inflation() {}

  /** Who gets what it makes. */
  interface Taker extends JSObject {
    /** All bytes, a typed array. */
    void inflated(JSObject bytes);

    /** These are no gzip of so many bytes. */
    void unfit();
  }

  /** Takes from the headers what tells of a variant; null where the asset comes as it is. */
  @JSBody(
      params = "headers",
      script =
          """
          var size = headers['weft-inflated'];
          delete headers['weft-inflated'];
          return size ? {size: +size, headers: headers, pieces: []} : null
          """)
  static native @Nullable Inflation of(JSObject headers);

  /** The size that the manifest states. */
  @JSBody(script = "return this.size")
  native double size();

  /** The headers that the manifest lists. */
  @JSBody(script = "return this.headers")
  native JSObject headers();

  /** The next compressed bytes, a typed array. */
  @JSBody(params = "bytes", script = "this.pieces.push(bytes)")
  native void add(JSObject bytes);

  /** That was all; a byte more than stated is not kept. */
  @JSBody(
      params = "taker",
      script =
          """
          var whole = new Uint8Array(this.size),
            at = 0,
            reader = new Blob(this.pieces).stream().pipeThrough(new DecompressionStream('gzip'))
              .getReader(),
            read = () => reader.read().then(piece => {
              var end = at + (piece.done ? 0 : piece.value.length);
              if (piece.done ? end < this.size : end > this.size) {
                reader.cancel();
                throw 0;
              }
              if (piece.done) return;
              whole.set(piece.value, at);
              at = end;
              return read();
            });
          read().then(() => taker.inflated(whole), () => taker.unfit())
          """)
  native void end(Taker taker);
}
