package dev.weft.browser.driver;

import dev.weft.browser.js.Bytes;
import dev.weft.core.cache.BlockStore;
import dev.weft.core.io.Done;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.typedarrays.ArrayBuffer;

/** The Cache API's cache {@code weft}: one response a block, under a path that no site serves. */
public final class CacheBlockStore implements BlockStore {
  private static final String PATH = "/weft/block/";
  private static final String FAILED = "storage-failed";

  @Override
  public Promise<byte[]> get(Cid block) {
    return Later.of(match(PATH + block), FAILED, Bytes::ofBuffer);
  }

  @Override
  public Promise<Done> put(Cid block, byte[] bytes) {
    return Later.of(put(PATH + block, bytes), FAILED, nothing -> Done.DONE);
  }

  @Override
  public Promise<Done> delete(Cid block) {
    return Later.of(delete(PATH + block), FAILED, nothing -> Done.DONE);
  }

  /** The bytes that blocks may fill: a tenth of what the browser grants the origin. */
  public static Promise<Long> quotaBytes() {
    return Later.of(quota(), FAILED, bytes -> (long) (bytes.doubleValue() / 10));
  }

  @JSBody(script = "return navigator.storage.estimate().then(estimate=>estimate.quota||0)")
  private static native JSPromise<JSNumber> quota();

  @JSBody(
      params = "path",
      script =
          "return caches.open('weft').then(cache=>cache.match(path))"
              + ".then(found=>found?found.arrayBuffer():new ArrayBuffer(0))")
  private static native JSPromise<ArrayBuffer> match(String path);

  @JSBody(
      params = {"path", "bytes"},
      script = "return caches.open('weft').then(cache=>cache.put(path,new Response(bytes)))")
  private static native JSPromise<JSUndefined> put(String path, @JSByRef byte[] bytes);

  @JSBody(params = "path", script = "return caches.open('weft').then(cache=>cache.delete(path))")
  private static native JSPromise<JSUndefined> delete(String path);
}
