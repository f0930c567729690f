package dev.weft.browser.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.streams.ReadableStreamReadResult;
import org.teavm.jso.typedarrays.ArrayBuffer;

/** {@code Response} of the Fetch standard. */
@JSClass(transparent = true)
public abstract class FetchResponse implements JSObject {
  private FetchResponse() {}

  /**
   * Starts a GET.
   *
   * @param range what the {@code Range} header says, or null for none
   * @param ifRange what {@code If-Range} says, or null for none
   */
  @JSBody(
      params = {"url", "range", "ifRange", "controller"},
      script =
          "var headers={};if(range)headers.Range=range;if(ifRange)headers['If-Range']=ifRange;"
              + "return fetch(url,{headers:headers,signal:controller.signal})")
  public static native JSPromise<FetchResponse> get(
      String url, @Nullable String range, @Nullable String ifRange, AbortController controller);

  /** The status. */
  @JSProperty
  public abstract int getStatus();

  /** A header, or null. */
  @JSBody(params = "name", script = "return this.headers.get(name)")
  public native @Nullable String header(String name);

  /** The whole body. */
  public abstract JSPromise<ArrayBuffer> arrayBuffer();

  /** The reader of the body. */
  @JSBody(script = "return (this.body||new Response('').body).getReader()")
  public native Reader reader();

  /** {@code ReadableStreamDefaultReader}. */
  public interface Reader extends JSObject {
    /** The next piece. */
    JSPromise<ReadableStreamReadResult> read();
  }
}
