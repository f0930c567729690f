package dev.weft.core.cache;

import dev.weft.core.io.Done;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import java.util.List;

/** Where a driver keeps what is known of each cached block: IndexedDB in a browser. */
public interface CacheIndex {
  /**
   * All records, the oldest use first, at most {@code max} of them: those beyond are deleted with
   * their blocks' entries left to be overwritten. Asked once, at the start.
   */
  Promise<List<CachedBlock>> load(int max);

  /**
   * Writes one batch: blocks whose records go, and then records to add or replace (by their block's
   * CID). Never called again before it has answered.
   */
  Promise<Done> save(List<Cid> removed, List<CachedBlock> changed);
}
