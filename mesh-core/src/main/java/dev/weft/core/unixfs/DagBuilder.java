package dev.weft.core.unixfs;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.Digests;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the blocks of one file from its bytes as they come.
 *
 * <p>The same bytes and chunk size give the same blocks as ipfs-unixfs-importer does with CID
 * version 1, raw leaves, 174 children a node and {@code reduceSingleLeafToSelf}. Leaves come out in
 * the order of the file, a node right after its last child, the root last.
 *
 * <p>At most {@value #MAX_IN_FLIGHT} leaves wait for their digests; who writes waits for the
 * promise of the last write before the next one. After a failure nothing more comes out.
 */
public final class DagBuilder {
  /** Leaves whose digests are being made, so that a platform may make several at once. */
  public static final int MAX_IN_FLIGHT = 4;

  private final int chunkBytes;
  private final Digests digests;
  private final Sink sink;

  /** The leaf being filled; {@link #filled} bytes count. */
  private byte[] chunk = Bytes.NONE;

  private int filled;
  private boolean anyLeaf;

  /** Done when all blocks so far have come out. */
  private Promise<Done> blocks = Promise.of(Done.DONE);

  /** Leaves since somebody last waited for the blocks. */
  private int inFlight;

  /** By height: the links that no node has taken yet, fewer than 174. */
  private final List<List<DagLink>> levels = new ArrayList<>();

  /** Who gets the blocks. */
  public interface Sink {
    /** The next block, a leaf when its CID's codec is raw; the array is the sink's to keep. */
    void block(Cid cid, byte[] bytes);
  }

  /**
   * Begins a file.
   *
   * @throws MeshException code {@code bad-layout} for a chunk size that a layout does not allow
   */
  public DagBuilder(int chunkBytes, Digests digests, Sink sink) {
    if (!BlockLayout.isChunkSize(chunkBytes)) {
      throw MeshException.local("bad-layout");
    }
    this.chunkBytes = chunkBytes;
    this.digests = digests;
    this.sink = sink;
  }

  /**
   * Takes the next bytes of the file, which the caller must not change until the promise is kept;
   * only then may it write again.
   */
  public Promise<Done> write(byte[] bytes) {
    return write(bytes, 0);
  }

  private Promise<Done> write(byte[] bytes, int start) {
    for (int at = start; at < bytes.length; ) {
      int count = Math.min(chunkBytes - filled, bytes.length - at);
      if (chunk.length < filled + count) {
        int grown = Math.max(2 * chunk.length, filled + count);
        chunk = Arrays.copyOf(chunk, Math.min(chunkBytes, grown));
      }
      System.arraycopy(bytes, at, chunk, filled, count);
      filled += count;
      at += count;
      if (filled == chunkBytes) {
        closeLeaf();
        if (inFlight == MAX_IN_FLIGHT) {
          inFlight = 0;
          int rest = at;
          return blocks.flatMap(done -> write(bytes, rest));
        }
      }
    }
    return blocks.isSettled() ? blocks : Promise.of(Done.DONE);
  }

  /**
   * Ends the file, after the last write's promise was kept.
   *
   * @return the root, with the size of the file and of all its blocks
   */
  public Promise<DagLink> finish() {
    if (filled > 0 || !anyLeaf) {
      closeLeaf();
    }
    return blocks.flatMap(done -> close(0));
  }

  private void closeLeaf() {
    byte[] leaf = Arrays.copyOf(chunk, filled);
    chunk = Bytes.NONE;
    filled = 0;
    anyLeaf = true;
    inFlight++;
    Promise<byte[]> digest = digests.sha256(leaf);
    blocks =
        blocks
            .flatMap(done -> digest)
            .flatMap(hash -> emit(0, new DagLink(Cid.raw(hash), leaf.length, leaf.length), leaf));
  }

  private Promise<Done> emit(int height, DagLink link, byte[] bytes) {
    if (height == levels.size()) {
      levels.add(new ArrayList<>());
    }
    levels.get(height).add(link);
    sink.block(link.cid(), bytes);
    return levels.get(height).size() == BlockLayout.MAX_LINKS
        ? makeNode(height)
        : Promise.of(Done.DONE);
  }

  /** Puts the links that wait at the height under a node. */
  private Promise<Done> makeNode(int height) {
    List<DagLink> links = levels.set(height, new ArrayList<>());
    byte[] bytes = FileNode.encode(links);
    return digests
        .sha256(bytes)
        .flatMap(
            hash -> {
              long fileBytes = 0;
              long dagBytes = bytes.length;
              for (DagLink link : links) {
                fileBytes += link.fileBytes();
                dagBytes += link.dagBytes();
              }
              return emit(height + 1, new DagLink(Cid.dagPb(hash), fileBytes, dagBytes), bytes);
            });
  }

  /** Puts what is left under nodes, from the bottom up, until one link is left: the root's. */
  private Promise<DagLink> close(int height) {
    List<DagLink> links = levels.get(height);
    if (height == levels.size() - 1 && links.size() == 1) {
      return Promise.of(links.get(0));
    }
    return (links.isEmpty() ? Promise.of(Done.DONE) : makeNode(height))
        .flatMap(done -> close(height + 1));
  }
}
