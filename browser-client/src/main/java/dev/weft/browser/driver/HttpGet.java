package dev.weft.browser.driver;

import dev.weft.browser.js.AbortController;
import dev.weft.browser.js.Bytes;
import dev.weft.browser.js.FetchResponse;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;

/** Small files of the page's own origin. */
public final class HttpGet {
  /** What is not there by then is not waited for: the page goes on without Weft. */
  private static final int TIMEOUT_MILLIS = 10_000;

  private HttpGet() {}

  /** The whole body of a 200; fails with code {@code origin-unreachable} for all else. */
  public static Promise<byte[]> bytes(String path, EventLoop loop) {
    AbortController controller = AbortController.create();
    Promise<byte[]> body =
        Later.of(FetchResponse.get(path, null, null, controller), "origin-unreachable")
            .flatMap(
                response -> {
                  if (response.getStatus() != 200) {
                    throw MeshException.local("origin-unreachable", path);
                  }
                  return Later.of(response.arrayBuffer(), "origin-unreachable", Bytes::ofBuffer);
                });
    return body.within(loop, TIMEOUT_MILLIS, path);
  }
}
