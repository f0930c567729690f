package dev.weft.core.fetch;

import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.BlockLayout;
import dev.weft.core.unixfs.DagLink;
import dev.weft.core.unixfs.FileNode;
import java.util.ArrayList;
import java.util.List;

/** An asset of the manifest, and where its blocks stand in its shard. */
public final class Asset {
  /** Any CID takes as many bytes as this one in a node. */
  private static final Cid SOME_CID = Cid.raw(new byte[32]);

  /** Its path at the origin, absolute. */
  public final String path;

  /** Its root's name. */
  public final Cid root;

  /** Its size in bytes, decoded. */
  public final long size;

  /** What the origin would send for it, encoded; equal to {@link #size} when it is not. */
  public final long encodedSize;

  /** Its {@code Content-Type}. */
  public final String mediaType;

  /** Its blocks. */
  public final BlockLayout layout;

  /** The shard that lists it. */
  final Cid shard;

  /** Number of its root in the shard's DAG pre-order. */
  final int firstBlock;

  /** By block: sizes of the inner nodes, computed when first asked for; 0 before. */
  private final int[] nodeSizes;

  Asset(
      String path,
      Cid root,
      long encodedSize,
      String mediaType,
      BlockLayout layout,
      Cid shard,
      int firstBlock) {
    this.path = path;
    this.root = root;
    this.size = layout.fileBytes();
    this.encodedSize = encodedSize;
    this.mediaType = mediaType;
    this.layout = layout;
    this.shard = shard;
    this.firstBlock = firstBlock;
    nodeSizes = new int[layout.leafCount() == 1 ? 0 : layout.blockCount()];
  }

  /** The size in bytes of a block, as the layout implies it. */
  int blockSize(int block) {
    if (layout.isLeaf(block)) {
      return (int) layout.length(block);
    }
    if (nodeSizes[block] == 0) {
      List<DagLink> links = new ArrayList<>();
      for (int i = 0; i < layout.childCount(block); i++) {
        int child = layout.child(block, i);
        links.add(new DagLink(SOME_CID, layout.length(child), dagBytes(child)));
      }
      nodeSizes[block] = FileNode.encode(links).length;
    }
    return nodeSizes[block];
  }

  private long dagBytes(int block) {
    long bytes = blockSize(block);
    for (int i = 0; i < layout.childCount(block); i++) {
      bytes += dagBytes(layout.child(block, i));
    }
    return bytes;
  }

  /** Whether the origin may be asked for a part of it: it is sent as it is, and in many blocks. */
  boolean mayBeRanged() {
    return encodedSize == size && layout.leafCount() > 4;
  }
}
