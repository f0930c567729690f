package dev.weft.core.fetch;

import dev.weft.core.cache.BlockCache;
import dev.weft.core.exchange.ExchangeSession;
import dev.weft.core.exchange.Want;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.BlockLayout;
import dev.weft.core.unixfs.DagVerifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one asset under way, by their numbers in DAG pre-order: a block comes after its
 * node, so the first that is not verified is the one that the page needs next.
 *
 * <p>Leaves are wanted in the same flight as their nodes, by number, and verified when the node is.
 */
final class AssetBlocks {
  /** Nobody is bringing it, unless {@link #viaOrigin}. */
  static final int MISSING = 0;

  /** The local cache is. */
  static final int READING = 1;

  /** A peer is. */
  static final int ASKED = 2;

  /** A peer did; the block's node or digest is not there yet. */
  static final int ARRIVED = 3;

  static final int VERIFIED = 4;

  /**
   * Up to this size an asset without known CIDs is kept from the origin until its root is known.
   */
  private static final int MAX_UNNAMED_BYTES = BlockCache.MAX_PENDING_BYTES;

  final int count;
  final byte[] state;

  /** When the block was first to be got, −1 before. */
  final long[] since;

  /** Whether the origin is to bring it; peers may still be faster. */
  final boolean[] viaOrigin;

  final @Nullable Want[] wants;

  /** Bytes of blocks that have arrived, and of verified leaves that the page has not got yet. */
  final byte[] @Nullable [] held;

  final DagVerifier verifier;

  /** Bytes of verified leaves in {@link #held}. */
  int heldBytes;

  private final AssetFetch fetch;
  private final Asset asset;
  private final BlockLayout layout;
  private final boolean[] uncached;

  /** Who sent the blocks that have arrived and are not yet being verified. */
  private final Map<Integer, ExchangeSession> senders = new HashMap<>();

  private final @Nullable Cid[] originCids;
  private final Map<Integer, byte[]> originLeaves = new HashMap<>();
  private final Map<Cid, byte[]> originNodes = new HashMap<>();

  /** The last leaf, as far as the page has got it unverified from the origin. */
  private final byte[] piece;

  private int head;
  private int nodesLeft;
  private long headSince;
  private long completedBytes;

  AssetBlocks(AssetFetch fetch) {
    this.fetch = fetch;
    asset = fetch.asset;
    layout = asset.layout;
    count = layout.blockCount();
    nodesLeft = count - layout.leafCount();
    state = new byte[count];
    since = new long[count];
    Arrays.fill(since, -1);
    viaOrigin = new boolean[count];
    uncached = new boolean[count];
    wants = new Want[count];
    held = new byte[count][];
    originCids = new Cid[count];
    piece = new byte[(int) Math.min(asset.size, layout.chunkBytes())];
    verifier = new DagVerifier(asset.root, layout, fetch.node.digests);
  }

  /** The first block that is not verified; {@link #count} when all are. */
  int head() {
    return head;
  }

  /** Whether the head's clock runs: it is not there, and not merely being verified. */
  boolean isHeadAwaited() {
    return head < count && state[head] < ARRIVED && since[head] >= 0;
  }

  /**
   * When the head's patience ends: a budget after it was asked for, or its last byte came. What can
   * wait also waits while its peer is busy with what we asked before.
   */
  long headDueMillis() {
    long from = Math.max(since[head], headSince);
    Want want = wants[head];
    if (want != null && want.received > 0) {
      from = Math.max(from, want.lastByteAtMillis);
    }
    if (fetch.urgency == Urgency.CAN_WAIT) {
      long progress =
          want == null
              ? fetch.node.swarm.progressAtMillis(asset, head)
              : want.session.progressAtMillis();
      from = Math.min(Math.max(from, progress), fetch.patienceEndsMillis(headSince));
    }
    return from + AssetFetch.BUDGET_MILLIS;
  }

  boolean isAnyAsked() {
    for (Want want : wants) {
      if (want != null) {
        return true;
      }
    }
    return false;
  }

  /** Bytes of leaves that are still to come. */
  long missingBytes() {
    long missing = 0;
    for (int block = head; block < count; block++) {
      if (state[block] < ARRIVED && layout.isLeaf(block)) {
        Want want = wants[block];
        missing += layout.length(block) - (want == null ? 0 : want.received);
      }
    }
    return missing;
  }

  /** All that peers have sent for this asset and that was not lost. */
  long bytesFromPeers() {
    long bytes = completedBytes;
    for (Want want : wants) {
      bytes += want == null ? 0 : want.received;
    }
    return bytes;
  }

  /** Whether each block that is missing may come without the origin. */
  boolean allHaveSource() {
    for (int block = head; block < count; block++) {
      if (state[block] == MISSING && !fetch.node.swarm.anybodyHas(asset, block)) {
        return false;
      }
    }
    return true;
  }

  // ---- from the cache

  /** Reads the block from the cache; false when it is not there. */
  boolean readFromCache(int block) {
    Cid cid = verifier.cid(block);
    if (uncached[block]) {
      return false;
    }
    if (cid == null) {
      // Its name comes with its node, and the cache will know it.
      return fetch.node.cache.ofAsset(asset.root, block) != null;
    }
    if (!fetch.node.cache.contains(cid)) {
      return false;
    }
    state[block] = READING;
    fetch.node.cache.read(cid).then(bytes -> cached(block, bytes), reason -> notCached(block));
    return true;
  }

  private void cached(int block, byte[] bytes) {
    if (!isOpen(block)) {
      return;
    }
    if (layout.isLeaf(block)) {
      fetch.record.cacheBytes += bytes.length;
      accept(block, bytes);
    } else {
      verifier
          .verify(block, bytes)
          .then(done -> accept(block, bytes), reason -> fetch.origin.changed());
    }
  }

  private void notCached(int block) {
    uncached[block] = true;
    if (state[block] == READING) {
      state[block] = MISSING;
      fetch.pump();
    }
  }

  // ---- from peers

  void asked(int block, Want want) {
    wants[block] = want;
    state[block] = ASKED;
  }

  void lost(Want want) {
    int block = want.index - asset.firstBlock;
    if (wants[block] == want) {
      wants[block] = null;
      if (state[block] == ASKED) {
        state[block] = MISSING;
      }
    }
  }

  void arrived(Want want) {
    int block = want.index - asset.firstBlock;
    byte[] bytes = want.bytes;
    if (wants[block] != want || bytes == null) {
      return;
    }
    wants[block] = null;
    completedBytes += bytes.length;
    if (state[block] == ASKED) {
      state[block] = ARRIVED;
      held[block] = bytes;
      senders.put(block, want.session);
      verifyArrived(block);
    }
  }

  private void verifyArrived(int block) {
    byte[] bytes = held[block];
    ExchangeSession sender = senders.get(block);
    if (state[block] != ARRIVED || bytes == null || sender == null || verifier.cid(block) == null) {
      return;
    }
    senders.remove(block);
    verifier
        .verify(block, bytes)
        .then(
            done -> {
              if (isOpen(block)) {
                if (layout.isLeaf(block)) {
                  fetch.record.peerBytes += bytes.length;
                }
                keep(block, bytes);
                accept(block, bytes);
              }
            },
            reason -> refuted(block, sender, reason));
  }

  private void refuted(int block, ExchangeSession sender, MeshException reason) {
    if (!isOpen(block)) {
      return;
    }
    if (reason.fault() == MeshException.Fault.PEER) {
      state[block] = MISSING;
      held[block] = null;
      fetch.badBlock(block, sender);
    } else {
      fetch.origin.changed();
    }
  }

  void cancelWants() {
    for (int block = 0; block < count; block++) {
      cancelWant(block);
    }
  }

  private void cancelWant(int block) {
    Want want = wants[block];
    if (want != null) {
      wants[block] = null;
      want.session.cancel(want);
    }
  }

  // ---- from the origin

  /** A leaf of the origin's; false when it is not the manifest's. */
  boolean fromOrigin(int block, Cid cid, byte[] bytes) {
    Cid expected = verifier.cid(block);
    if (expected == null) {
      originCids[block] = cid;
      if (asset.size <= MAX_UNNAMED_BYTES) {
        originLeaves.put(block, bytes);
      }
      return true;
    }
    if (!expected.equals(cid)) {
      return false;
    }
    if (isOpen(block)) {
      keep(block, bytes);
      accept(block, bytes);
    }
    return true;
  }

  /** An inner node, made from the origin's leaves. */
  void originNode(Cid cid, byte[] bytes) {
    originNodes.put(cid, bytes);
  }

  /** The root of the origin's bytes is the manifest's; whether nodes are still to be verified. */
  boolean verifyFromOrigin() {
    named(0);
    return nodesLeft > 0;
  }

  /** The origin failed: what it was to bring is anybody's. */
  void forgetOrigin() {
    Arrays.fill(viaOrigin, false);
  }

  // ---- verified

  private boolean isOpen(int block) {
    return !fetch.isOver() && state[block] != VERIFIED;
  }

  private void keep(int block, byte[] bytes) {
    Cid cid = verifier.cid(block);
    if (cid != null) {
      fetch.node.cache.put(cid, asset.root, block, bytes);
    }
  }

  /** The block is what its name says. */
  private void accept(int block, byte[] bytes) {
    if (!isOpen(block)) {
      return;
    }
    state[block] = VERIFIED;
    held[block] = null;
    cancelWant(block);
    while (head < count && state[head] == VERIFIED) {
      head++;
      headSince = fetch.node.loop.nowMillis();
    }
    if (!layout.isLeaf(block)) {
      nodesLeft--;
      for (int i = 0; i < layout.childCount(block); i++) {
        named(layout.child(block, i));
      }
      if (nodesLeft == 0) {
        fetch.origin.named();
      }
    } else if (layout.offset(block) + bytes.length > fetch.delivery.sent) {
      held[block] = bytes;
      heldBytes += bytes.length;
    }
    fetch.verified();
  }

  /** The block's CID is known from now on: what came before can be verified. */
  private void named(int block) {
    Cid cid = verifier.cid(block);
    if (cid == null || !isOpen(block) || fetch.origin.isRaw()) {
      return;
    }
    Cid origins = originCids[block];
    byte[] node = originNodes.get(cid);
    if (origins != null) {
      byte[] leaf = originLeaves.remove(block);
      if (!origins.equals(cid)) {
        fetch.origin.changed();
      } else if (leaf != null) {
        fromOrigin(block, cid, leaf);
      }
    } else if (node != null) {
      verifier
          .verify(block, node)
          .then(
              done -> {
                keep(block, node);
                accept(block, node);
              },
              reason -> fetch.origin.changed());
    } else {
      verifyArrived(block);
    }
  }

  // ---- the page

  /** The page has got the leaf. */
  void release(int block) {
    byte[] bytes = held[block];
    if (bytes != null) {
      heldBytes -= bytes.length;
      held[block] = null;
    }
  }

  /** The page has got these bytes of the origin's, which are not verified. */
  void passedBy(long at, byte[] bytes) {
    for (int from = 0; from < bytes.length; ) {
      int inPiece = (int) ((at + from) % layout.chunkBytes());
      int length = Math.min(bytes.length - from, piece.length - inPiece);
      if (length <= 0) {
        return;
      }
      System.arraycopy(bytes, from, piece, inPiece, length);
      from += length;
    }
  }

  /** Whether what the page has got of the leaf begins like these bytes. */
  boolean pieceMatches(byte[] leaf, int length) {
    for (int i = 0; i < length; i++) {
      if (leaf[i] != piece[i]) {
        return false;
      }
    }
    return true;
  }
}
