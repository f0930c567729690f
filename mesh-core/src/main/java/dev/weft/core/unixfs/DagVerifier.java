package dev.weft.core.unixfs;

import dev.weft.core.io.Digests;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multihash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks the blocks of one file, whoever sent them, from its root CID down.
 *
 * <p>A block can be checked once its node was; the root at once. A block must have the digest that
 * its CID names, and a node exactly the form that the {@link BlockLayout} gives it: neither peers
 * nor a signed manifest are believed about lengths. Memory grows with the nodes that were verified.
 */
public final class DagVerifier {
  private final BlockLayout layout;
  private final Digests digests;

  /** By number of the block: the root, and the children of verified nodes. */
  private final @Nullable Cid[] known;

  /**
   * Begins with the root.
   *
   * @throws MeshException code {@code bad-dag} when the root cannot be that of such a layout
   */
  public DagVerifier(Cid root, BlockLayout layout, Digests digests) {
    this.layout = layout;
    this.digests = digests;
    if (root.version() != 1
        || root.codec() != (layout.isLeaf(0) ? Cid.RAW : Cid.DAG_PB)
        || root.multihash().code() != Multihash.SHA2_256) {
      throw contradiction();
    }
    known = new Cid[layout.blockCount()];
    known[0] = root;
  }

  /** The layout that blocks are held against. */
  public BlockLayout layout() {
    return layout;
  }

  /** The CID of the block; null while its node is not verified. */
  public @Nullable Cid cid(int block) {
    return known[block];
  }

  /**
   * Checks a block whose {@link #cid} is known; of a node, the children's CIDs are known when the
   * promise is kept.
   *
   * <p>Fails with fault PEER, code {@code bad-block}, when these are not the bytes that the CID
   * names; with fault LOCAL, code {@code bad-dag}, when they are, but contradict the layout: then
   * the file's entry in the manifest is wrong, and no sender is to blame.
   */
  public Promise<Done> verify(int block, byte[] bytes) {
    Cid cid = known[block];
    if (cid == null) {
      return Promise.failed(MeshException.local("unknown-block"));
    }
    if (bytes.length > Math.max(layout.chunkBytes(), FileNode.MAX_BYTES)) {
      return Promise.failed(MeshException.peer("bad-block"));
    }
    return digests
        .sha256(bytes)
        .map(
            digest -> {
              if (!Arrays.equals(digest, cid.multihash().digest())) {
                throw MeshException.peer("bad-block");
              }
              learn(block, bytes);
              return Done.DONE;
            });
  }

  /**
   * Learns the children's CIDs from a block that has the right digest.
   *
   * @throws MeshException code {@code bad-dag} when it is not of the one form that the layout gives
   */
  public void learn(int block, byte[] bytes) {
    if (bytes.length != layout.blockSize(block)) {
      throw contradiction();
    }
    if (layout.isLeaf(block)) {
      return;
    }
    Cid[] children = new Cid[layout.childCount(block)];
    int link = 0;
    for (int i = 0; i < children.length; i++) {
      int child = layout.child(block, i);
      byte[] digest = FileNode.digest(bytes, link);
      children[i] = layout.isLeaf(child) ? Cid.raw(digest) : Cid.dagPb(digest);
      link += FileNode.linkBytes(layout.dagBytes(child));
    }
    if (!Arrays.equals(FileNode.encode(layout, block, children), bytes)) {
      throw contradiction();
    }
    for (int i = 0; i < children.length; i++) {
      known[layout.child(block, i)] = children[i];
    }
  }

  private static MeshException contradiction() {
    return MeshException.local("bad-dag", "the content contradicts its manifest");
  }
}
