package dev.weft.core.cache;

import dev.weft.core.io.Done;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import java.util.List;

/** Where a driver keeps what is known of each cached block: IndexedDB in a browser. */
public interface CacheIndex {
  /**
   * All records, in any order, at most {@code max} of them: those beyond are deleted with their
   * blocks' entries left to be overwritten. Asked once, at the start.
   */
  Promise<List<CachedBlock>> load(int max);

  /**
   * Writes one batch: records to add or replace (by their block's CID), and blocks whose records
   * go. Never called again before it has answered.
   */
  Promise<Done> save(List<CachedBlock> changed, List<Cid> removed);
}
