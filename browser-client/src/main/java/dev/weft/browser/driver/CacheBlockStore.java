package dev.weft.browser.driver;

import dev.weft.core.cache.BlockStore;
import dev.weft.core.io.Done;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** The Cache API's cache {@code weft}: one response a block, under a path that no site serves. */
public final class CacheBlockStore implements BlockStore {
  private static final String PATH = "/weft/block/";
  private static final String FAILED = "storage-failed";

  @Override
  public Promise<byte[]> get(Cid block) {
    return Later.bytes(match(PATH + block), FAILED);
  }

  @Override
  public Promise<Done> put(Cid block, byte[] bytes) {
    return Later.done(put(PATH + block, bytes), FAILED);
  }

  @Override
  public Promise<Done> delete(Cid block) {
    return Later.done(delete(PATH + block), FAILED);
  }

  /** What blocks may fill of what the browser grants, in bytes; 0 when it is mute. */
  public static Promise<Long> quota(double percent) {
    return Later.of(estimate(percent), FAILED, bytes -> (long) number(bytes));
  }

  @JSBody(
      params = "percent",
      script =
          """
          return navigator.storage.estimate()
            .then(estimate => estimate.quota * Math.min(percent, 100) / 100 || 0, () => 0)
          """)
  private static native JSObject estimate(double percent);

  @JSBody(params = "answer", script = "return answer")
  private static native double number(JSObject answer);

  @JSBody(
      params = "path",
      script =
          """
          return caches.match(path, {cacheName: 'weft'})
            .then(found => found ? found.arrayBuffer() : new ArrayBuffer(0))
          """)
  private static native JSObject match(String path);

  @JSBody(
      params = {"path", "bytes"},
      script = "return caches.open('weft').then(cache=>cache.put(path,new Response(bytes)))")
  private static native JSObject put(String path, @JSByRef byte[] bytes);

  @JSBody(params = "path", script = "return caches.open('weft').then(cache=>cache.delete(path))")
  private static native JSObject delete(String path);
}
