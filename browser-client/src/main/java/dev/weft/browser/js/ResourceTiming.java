package dev.weft.browser.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** {@code PerformanceResourceTiming}: what a request cost. */
@JSClass(transparent = true)
public abstract class ResourceTiming implements JSObject {
  private ResourceTiming() {}

  /** Keeps this many entries instead of the browser's 250. */
  @JSBody(params = "entries", script = "performance.setResourceTimingBufferSize(entries)")
  public static native void bufferSize(int entries);

  /** Milliseconds since the page's start, as entries count them. */
  @JSBody(script = "return performance.now()")
  public static native double now();

  /** The first entry of a URL of this origin that started then or later, or null. */
  @JSBody(
      params = {"path", "from"},
      script =
          "return performance.getEntriesByName(new URL(path,location.href).href,'resource')"
              + ".find(entry=>entry.startTime>=from)||null")
  public static native @Nullable ResourceTiming find(String path, double from);

  /** Bytes with headers that came over the network; 0 from the HTTP cache. */
  @JSProperty
  public abstract int getTransferSize();

  /** Bytes of the body as encoded. */
  @JSProperty
  public abstract int getEncodedBodySize();
}
