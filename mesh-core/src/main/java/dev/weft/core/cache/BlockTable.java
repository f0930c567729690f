package dev.weft.core.cache;

import dev.weft.core.multiformats.Cid;
import java.util.ArrayList;
import java.util.List;

/** Cached blocks in lists by the first byte of a digest: one is found without looking at all. */
final class BlockTable {
  /** A full cache of {@link BlockCache#MAX_BLOCKS} has 64 in each. */
  private static final int LISTS = 256;

  private final List<List<CachedBlock>> lists = new ArrayList<>();

  BlockTable() {
    while (lists.size() < LISTS) {
      lists.add(new ArrayList<>());
    }
  }

  /** The list with the blocks of that CID, among others. */
  List<CachedBlock> near(Cid cid) {
    return lists.get(cid.multihash().digest()[0] & (LISTS - 1));
  }
}
