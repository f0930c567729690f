package dev.weft.core.unixfs;

import dev.weft.core.io.Digests;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multihash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<Integer, Cid> known = new HashMap<>();

  /**
   * Begins with the root.
   *
   * @throws MeshException code {@code bad-dag} when the root cannot be that of such a layout
   */
  public DagVerifier(Cid root, BlockLayout layout, Digests digests) {
    this.layout = layout;
    this.digests = digests;
    check(0, root);
    known.put(0, root);
  }

  /** The layout that blocks are held against. */
  public BlockLayout layout() {
    return layout;
  }

  /** The CID of the block; null while its node is not verified. */
  public @Nullable Cid cid(int block) {
    return known.get(block);
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
    Cid cid = known.get(block);
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
              if (layout.isLeaf(block)) {
                if (bytes.length != layout.length(block)) {
                  throw contradiction();
                }
              } else {
                learnChildren(block, bytes);
              }
              return Done.DONE;
            });
  }

  private void learnChildren(int block, byte[] bytes) {
    List<DagLink> claimed;
    try {
      claimed = FileNode.links(bytes);
    } catch (MeshException malformed) {
      throw contradiction();
    }
    int count = layout.childCount(block);
    if (claimed.size() != count) {
      throw contradiction();
    }
    List<DagLink> links = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      DagLink link = claimed.get(i);
      long fileBytes = layout.length(layout.child(block, i));
      links.add(new DagLink(link.cid(), fileBytes, link.dagBytes()));
      check(layout.child(block, i), link.cid());
    }
    // One node has one form, so equal bytes are equal types, names and sizes.
    if (!Arrays.equals(FileNode.encode(links), bytes)) {
      throw contradiction();
    }
    for (int i = 0; i < count; i++) {
      known.put(layout.child(block, i), links.get(i).cid());
    }
  }

  /** Refuses a CID that a block at this place cannot have. */
  private void check(int block, Cid cid) {
    int codec = layout.isLeaf(block) ? Cid.RAW : Cid.DAG_PB;
    if (cid.version() != 1
        || cid.codec() != codec
        || cid.multihash().code() != Multihash.SHA2_256) {
      throw contradiction();
    }
  }

  private static MeshException contradiction() {
    return MeshException.local("bad-dag", "the content contradicts its manifest");
  }
}
