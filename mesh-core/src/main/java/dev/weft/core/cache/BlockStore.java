package dev.weft.core.cache;

import dev.weft.core.io.Done;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;

/**
 * Where a driver keeps the bytes of blocks: one entry a block, in the Cache API in a browser.
 *
 * <p>Promises fail with fault LOCAL when the platform does, code {@code storage-full} or {@code
 * storage-failed}; {@link BlockCache} goes on without storage then. What comes back is verified
 * before it is used, so a store need not protect its bytes.
 */
public interface BlockStore {
  /** The block's bytes, or an empty array when there is no such block. */
  Promise<byte[]> get(Cid block);

  /** Keeps the bytes, over what was there. The array is not changed after the call by anybody. */
  Promise<Done> put(Cid block, byte[] bytes);

  /** Forgets the block, if it is there. */
  Promise<Done> delete(Cid block);
}
