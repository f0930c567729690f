package dev.weft.browser.worker;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/** A response's body as the browser takes it. */
@JSClass(transparent = true)
abstract class Body implements JSObject {
  private Body() {}

  /** Who brings its bytes. */
  interface Source extends JSObject {
    /** The browser would take more. */
    void pull();

    /** It wants no more. */
    void cancel();
  }

  /** A body that holds so many chunks until they are taken. */
  @JSBody(
      params = {"chunks", "source"},
      script =
          """
          var body = {};
          body.stream = new ReadableStream({
            start: controller => {body.controller = controller},
            pull: () => source.pull(),
            cancel: () => source.cancel()
          }, {highWaterMark: chunks});
          return body
          """)
  static native Body of(int chunks, Source source);

  /** How many chunks more it would hold; not positive when it is full. */
  @JSBody(script = "return this.controller.desiredSize")
  native int room();

  /** The next bytes, a typed array. */
  @JSBody(params = "bytes", script = "this.controller.enqueue(bytes)")
  native void put(JSObject bytes);

  /** That was all. */
  @JSBody(script = "this.controller.close()")
  native void end();

  /** The rest does not come: the page sees a broken response. */
  @JSBody(script = "this.controller.error()")
  native void fail();
}
