package dev.weft.core.fetch;

import dev.weft.core.io.Bytes;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.BlockLayout;
import dev.weft.core.unixfs.FileNode;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of an asset as the origin has it: leaves are cut from its bytes as they come, nodes
 * made from them; each gets its name by its digest, and then goes to {@link AssetBlocks}.
 */
final class OriginBlocks {
  private final AssetFetch fetch;
  private final BlockLayout layout;

  /** By number: the blocks' names. */
  private final @Nullable Cid[] cids;

  /** The latest leaf, as far as it has come. */
  private byte[] leaf = Bytes.NONE;

  /** How many digests are being made. */
  private int pending;

  OriginBlocks(AssetFetch fetch) {
    this.fetch = fetch;
    layout = fetch.asset.layout;
    cids = new Cid[layout.blockCount()];
  }

  /** The name of the origin's block, or null when it is not known. */
  @Nullable Cid cid(Block block) {
    return cids[block.number];
  }

  /** Whether digests are being made. */
  boolean isHashing() {
    return pending > 0;
  }

  /** Whether the latest leaf begins like these bytes. */
  boolean startsLike(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (leaf[i] != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Puts bytes of the file into the leaves where they belong. */
  void add(long start, byte[] bytes) {
    for (int from = 0; from < bytes.length; ) {
      long at = start + from;
      Block block = fetch.blocks.leaf(layout.leafAt(at));
      int filled = (int) (at - layout.offset(block.number));
      if (filled == 0) {
        leaf = new byte[block.size];
      }
      int count = Math.min(block.size - filled, bytes.length - from);
      System.arraycopy(bytes, from, leaf, filled, count);
      from += count;
      if (filled + count == block.size) {
        hash(block, leaf);
      }
    }
  }

  /** Makes the next node, when all leaves have their names; false when all nodes have theirs. */
  boolean makeNode() {
    for (int i = cids.length - 1; i >= 0; i--) {
      if (cids[i] == null) {
        Cid[] children = new Cid[layout.childCount(i)];
        for (int child = 0; child < children.length; child++) {
          children[child] = cids[layout.child(i, child)];
        }
        hash(fetch.blocks.all[i], FileNode.encode(layout, i, children));
        return true;
      }
    }
    return false;
  }

  private void hash(Block block, byte[] bytes) {
    pending++;
    fetch
        .node
        .digests
        .sha256(bytes)
        .then(
            digest -> {
              cids[block.number] = block.isLeaf ? Cid.raw(digest) : Cid.dagPb(digest);
              fetch.origin.hashed(block, bytes);
              pending--;
              fetch.origin.endIfHashed();
            },
            reason -> {
              pending--;
              fetch.origin.failed(reason);
            });
  }
}
