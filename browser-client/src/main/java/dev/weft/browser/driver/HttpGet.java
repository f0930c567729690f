package dev.weft.browser.driver;

import dev.weft.core.io.Promise;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Small files of the page's own origin. */
public final class HttpGet {
  private HttpGet() {}

  /**
   * The whole body of a 200; fails with code {@code origin-unreachable} for all else. What is not
   * there within 10 seconds is not waited for: the page goes on without Weft.
   */
  public static Promise<byte[]> bytes(String path) {
    return Later.bytes(get(path), "origin-unreachable");
  }

  @JSBody(
      params = "path",
      script =
          """
          return fetch(path, {signal: AbortSignal.timeout(10000)}).then(answer =>
            answer.status == 200 ? answer.arrayBuffer() : Promise.reject(path))
          """)
  private static native JSObject get(String path);
}
