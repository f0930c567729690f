package dev.weft.core.unixfs;

import dev.weft.core.io.Digests;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  private static final byte[] NOTHING = {};

  private final int chunkBytes;
  private final Digests digests;
  private final Sink sink;

  /** The leaf being filled; {@link #filled} bytes count. */
  private byte[] chunk = NOTHING;

  private int filled;

  /** What is being written, from {@link #pieceAt} on. */
  private byte[] piece = NOTHING;

  private int pieceAt;
  private Promise<Done> written = Promise.of(Done.DONE);

  /** In the order of the file. */
  private final Deque<Leaf> inFlight = new ArrayDeque<>(MAX_IN_FLIGHT);

  /** By height: the links that no node has taken yet, up to 174. */
  private final List<List<DagLink>> levels = new ArrayList<>();

  /** A node's digest is being made: what comes after it in the order of blocks waits. */
  private boolean nodeInFlight;

  private boolean anyLeaf;
  private boolean finishing;

  /** {@link #advance} is running: a digest that answers at once must not start another. */
  private boolean advancing;

  private @Nullable MeshException failure;
  private final Promise<DagLink> root = new Promise<>();

  /** Who gets the blocks. */
  public interface Sink {
    /** The next block, a leaf when its CID's codec is raw; the array is the sink's to keep. */
    void block(Cid cid, byte[] bytes);
  }

  private static final class Leaf {
    final byte[] bytes;
    byte @Nullable [] digest;

    Leaf(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /**
   * Begins a file.
   *
   * @throws MeshException code {@code bad-layout} for a chunk size that a layout does not allow
   */
  public DagBuilder(int chunkBytes, Digests digests, Sink sink) {
    if (!BlockLayout.isChunkSize(chunkBytes)) {
      throw MeshException.local("bad-layout", "chunk size");
    }
    this.chunkBytes = chunkBytes;
    this.digests = digests;
    this.sink = sink;
    levels.add(new ArrayList<>());
  }

  /**
   * Takes the next bytes of the file, which the caller must not change until the promise is kept;
   * only then may it write again.
   */
  public Promise<Done> write(byte[] bytes) {
    if (failure != null) {
      return Promise.failed(failure);
    }
    piece = bytes;
    pieceAt = 0;
    written = new Promise<>();
    Promise<Done> answer = written;
    advance();
    return answer;
  }

  /**
   * Ends the file, after the last write's promise was kept.
   *
   * @return the root, with the size of the file and of all its blocks
   */
  public Promise<DagLink> finish() {
    finishing = true;
    advance();
    return root;
  }

  private void advance() {
    if (advancing) {
      return;
    }
    advancing = true;
    while (!root.isSettled() && step()) {
      // One thing at a time, in the order of the blocks.
    }
    advancing = false;
    if (pieceAt == piece.length && inFlight.size() < MAX_IN_FLIGHT) {
      piece = NOTHING;
      pieceAt = 0;
      written.resolve(Done.DONE);
    }
  }

  /** Does the next thing that can be done; false when all waits for digests or for more bytes. */
  private boolean step() {
    if (!nodeInFlight && (makeFullNode() || takeLeaf())) {
      return true;
    }
    if (pieceAt < piece.length && inFlight.size() < MAX_IN_FLIGHT) {
      fill();
      if (filled == chunkBytes) {
        closeLeaf();
      }
      return true;
    }
    return finishing && !nodeInFlight && inFlight.isEmpty() && close();
  }

  private boolean makeFullNode() {
    for (int height = 0; height < levels.size(); height++) {
      if (levels.get(height).size() == BlockLayout.MAX_LINKS) {
        makeNode(height);
        return true;
      }
    }
    return false;
  }

  private boolean takeLeaf() {
    Leaf leaf = inFlight.peek();
    byte[] digest = leaf == null ? null : leaf.digest;
    if (leaf == null || digest == null) {
      return false;
    }
    inFlight.remove();
    int size = leaf.bytes.length;
    emit(0, new DagLink(Cid.raw(digest), size, size), leaf.bytes);
    return true;
  }

  private void fill() {
    int count = Math.min(chunkBytes - filled, piece.length - pieceAt);
    if (chunk.length - filled < count) {
      int grown = Math.max(2 * chunk.length, filled + count);
      chunk = Arrays.copyOf(chunk, Math.min(chunkBytes, grown));
    }
    System.arraycopy(piece, pieceAt, chunk, filled, count);
    filled += count;
    pieceAt += count;
  }

  private void closeLeaf() {
    Leaf leaf = new Leaf(filled == chunk.length ? chunk : Arrays.copyOf(chunk, filled));
    chunk = NOTHING;
    filled = 0;
    anyLeaf = true;
    inFlight.add(leaf);
    digests
        .sha256(leaf.bytes)
        .then(
            digest -> {
              leaf.digest = digest;
              advance();
            },
            this::fail);
  }

  /** The next step of ending: the last leaf, then the last nodes from the bottom up. */
  private boolean close() {
    if (filled > 0 || !anyLeaf) {
      closeLeaf();
      return true;
    }
    int height = 0;
    while (levels.get(height).isEmpty()) {
      height++;
    }
    if (height == levels.size() - 1 && levels.get(height).size() == 1) {
      root.resolve(levels.get(height).get(0));
      return false;
    }
    makeNode(height);
    return true;
  }

  /** Puts the links that wait at the height under a node. */
  private void makeNode(int height) {
    List<DagLink> links = levels.set(height, new ArrayList<>());
    byte[] bytes = FileNode.encode(links);
    long fileBytes = 0;
    long dagBytes = bytes.length;
    for (DagLink link : links) {
      fileBytes += link.fileBytes();
      dagBytes += link.dagBytes();
    }
    long fileBytesBelow = fileBytes;
    long dagBytesBelow = dagBytes;
    nodeInFlight = true;
    digests
        .sha256(bytes)
        .then(
            digest -> {
              nodeInFlight = false;
              Cid cid = Cid.dagPb(digest);
              emit(height + 1, new DagLink(cid, fileBytesBelow, dagBytesBelow), bytes);
              advance();
            },
            this::fail);
  }

  private void emit(int height, DagLink link, byte[] bytes) {
    if (!root.isSettled()) {
      if (height == levels.size()) {
        levels.add(new ArrayList<>());
      }
      levels.get(height).add(link);
      sink.block(link.cid(), bytes);
    }
  }

  private void fail(MeshException reason) {
    failure = reason;
    root.fail(reason);
    written.fail(reason);
  }
}
