package dev.weft.core.unixfs;

import dev.weft.core.io.MeshException;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a file, known from its size and chunk size alone.
 *
 * <p>Leaves stand at height 0; a node of height h has up to 174 children of height h − 1, and only
 * the last child of the last nodes is smaller than its siblings. Blocks are numbered in pre-order:
 * the root is 0, then its first child with all that is below it. A file of one chunk, or empty, is
 * one leaf, which is the root.
 */
public final class BlockLayout {
  /** The most links of a node, as in kubo and ipfs-unixfs-importer. */
  public static final int MAX_LINKS = 174;

  /** The smallest chunk size: below it the cost of a block outweighs its bytes. */
  public static final int MIN_CHUNK_BYTES = 1 << 16;

  /** The largest chunk size: half of what IPFS peers take as a block. */
  public static final int MAX_CHUNK_BYTES = 1 << 20;

  /** The largest file: its leaves number 2^24 at most, so that all counts are ints. */
  public static final long MAX_FILE_BYTES = 1L << 40;

  private final long fileBytes;
  private final int chunkBytes;
  private final int leafCount;
  private final int rootHeight;
  private final int blockCount;

  /** By block: sizes of the inner nodes, computed when first asked for; 0 before. */
  private int @Nullable [] nodeBytes;

  /**
   * The layout of a file.
   *
   * @throws MeshException code {@code bad-layout} for a size or chunk size out of bounds
   */
  public BlockLayout(long fileBytes, int chunkBytes) {
    if (fileBytes < 0 || fileBytes > MAX_FILE_BYTES || !isChunkSize(chunkBytes)) {
      throw MeshException.peer("bad-layout");
    }
    this.fileBytes = fileBytes;
    this.chunkBytes = chunkBytes;
    leafCount = fileBytes == 0 ? 1 : (int) ((fileBytes - 1) / chunkBytes) + 1;
    int height = 0;
    int blocks = leafCount;
    for (int level = leafCount; level > 1; height++) {
      level = ceilDiv(level, MAX_LINKS);
      blocks += level;
    }
    rootHeight = height;
    blockCount = blocks;
  }

  /** Whether the size is a power of two between the bounds. */
  public static boolean isChunkSize(int bytes) {
    return bytes >= MIN_CHUNK_BYTES && bytes <= MAX_CHUNK_BYTES && (bytes & (bytes - 1)) == 0;
  }

  /** Size of the file. */
  public long fileBytes() {
    return fileBytes;
  }

  /** Size of every leaf but the last. */
  public int chunkBytes() {
    return chunkBytes;
  }

  /** How many leaves the file has, at least 1. */
  public int leafCount() {
    return leafCount;
  }

  /** How many blocks the file has, leaves and nodes together. */
  public int blockCount() {
    return blockCount;
  }

  /** Number of the block that is the leaf. */
  public int blockOfLeaf(int leaf) {
    int block = 0;
    int rest = leaf;
    for (int height = rootHeight - 1; height >= 0; height--) {
      int leaves = fullLeaves(height);
      block += 1 + rest / leaves * fullBlocks(height);
      rest %= leaves;
    }
    return block;
  }

  /** Number of the leaf that has the byte at the offset, which must lie within the file. */
  public int leafAt(long offset) {
    return (int) (offset / chunkBytes);
  }

  /** Height of the block: 0 for a leaf. */
  public int height(int block) {
    int height = rootHeight;
    for (int rest = block; rest > 0; ) {
      height--;
      rest = (rest - 1) % fullBlocks(height);
    }
    return height;
  }

  /** Whether the block is a leaf. */
  public boolean isLeaf(int block) {
    return height(block) == 0;
  }

  /** Number of the block's node, or -1 for the root. */
  public int parent(int block) {
    int parent = -1;
    int height = rootHeight;
    int at = 0;
    for (int rest = block; rest > 0; ) {
      parent = at;
      int sibling = fullBlocks(--height);
      at += 1 + (rest - 1) / sibling * sibling;
      rest = (rest - 1) % sibling;
    }
    return parent;
  }

  /** Number of the first leaf at or below the block. */
  public int firstLeaf(int block) {
    int height = rootHeight;
    int leaf = 0;
    for (int rest = block; rest > 0; ) {
      int sibling = fullBlocks(--height);
      leaf += (rest - 1) / sibling * fullLeaves(height);
      rest = (rest - 1) % sibling;
    }
    return leaf;
  }

  /** How many children the block has; a leaf has none. */
  public int childCount(int block) {
    int height = height(block);
    if (height == 0) {
      return 0;
    }
    int leaves = Math.min(fullLeaves(height), leafCount - firstLeaf(block));
    return ceilDiv(leaves, fullLeaves(height - 1));
  }

  /** Number of the block's child. */
  public int child(int block, int index) {
    return block + 1 + index * fullBlocks(height(block) - 1);
  }

  /** Where the block's bytes of the file begin. */
  public long offset(int block) {
    return (long) firstLeaf(block) * chunkBytes;
  }

  /** How many bytes of the file the block has: of a node, all that is below it. */
  public long length(int block) {
    long full = (long) fullLeaves(height(block)) * chunkBytes;
    return Math.min(full, fileBytes - offset(block));
  }

  /** How many bytes the block itself has, in its one form. */
  public int blockSize(int block) {
    if (isLeaf(block)) {
      return (int) length(block);
    }
    int[] known = nodeBytes;
    if (known == null) {
      known = new int[blockCount];
      nodeBytes = known;
    }
    if (known[block] == 0) {
      known[block] = FileNode.size(this, block);
    }
    return known[block];
  }

  /** How many bytes the block and all below it have. */
  long dagBytes(int block) {
    long bytes = blockSize(block);
    for (int i = 0; i < childCount(block); i++) {
      bytes += dagBytes(child(block, i));
    }
    return bytes;
  }

  /** Leaves below a node of the height whose every node has all its links. */
  private static int fullLeaves(int height) {
    int leaves = 1;
    for (int i = 0; i < height; i++) {
      leaves *= MAX_LINKS;
    }
    return leaves;
  }

  /** Blocks of such a node, itself included; heights below a root are 3 at most. */
  private static int fullBlocks(int height) {
    int blocks = 1;
    for (int i = 0; i < height; i++) {
      blocks = 1 + MAX_LINKS * blocks;
    }
    return blocks;
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend - 1) / divisor + 1;
  }
}
