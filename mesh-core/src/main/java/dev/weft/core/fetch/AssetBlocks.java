package dev.weft.core.fetch;

import dev.weft.core.cache.BlockCache;
import dev.weft.core.exchange.PeerSession;
import dev.weft.core.exchange.Want;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.BlockLayout;
import dev.weft.core.unixfs.DagVerifier;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of one asset under way, by their numbers in DAG pre-order: a block comes after its
 * node, so the first that is not verified is the one that the page needs next.
 *
 * <p>Leaves are wanted in the same flight as their nodes, by number, and verified when the node is.
 */
final class AssetBlocks {
  /**
   * Up to this size an asset without known CIDs is kept from the origin until its root is known.
   */
  static final int MAX_UNNAMED_BYTES = BlockCache.MAX_PENDING_BYTES;

  /** No peer is held to less: a page that is busy takes as long to look. */
  private static final int MIN_BUDGET_MILLIS = 50;

  final Block[] all;

  /** Bytes of verified leaves that the page has not got yet. */
  int heldBytes;

  private final AssetFetch fetch;
  private final Asset asset;
  private final BlockLayout layout;
  private final DagVerifier verifier;

  private int head;
  private long headSinceMillis;

  AssetBlocks(AssetFetch fetch) {
    this.fetch = fetch;
    asset = fetch.asset;
    layout = asset.layout;
    all = new Block[layout.blockCount()];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Block(i, layout.isLeaf(i), layout.blockSize(i));
      long offset = layout.offset(i);
      if (offset >= fetch.end || offset + layout.length(i) <= fetch.start) {
        all[i].state = Block.VERIFIED;
      }
    }
    verifier = new DagVerifier(asset.root, layout, fetch.node.digests);
    moveHead();
  }

  /** The first block that is not verified, or null when all are. */
  @Nullable Block head() {
    return head < all.length ? all[head] : null;
  }

  /** The head is the first block that is missing, from now on. */
  void moveHead() {
    while (head < all.length && all[head].state == Block.VERIFIED) {
      head++;
    }
    headSinceMillis = fetch.node.loop.nowMillis();
  }

  /** Number of the head; how many blocks there are when all are verified. */
  int headNumber() {
    return head;
  }

  Block leaf(int leaf) {
    return all[layout.blockOfLeaf(leaf)];
  }

  /** The block's CID, which is known when its node is verified; else null. */
  @Nullable Cid cid(Block block) {
    return verifier.cid(block.number);
  }

  /**
   * When the head's patience ends: a budget after it was the head, or its last byte came; less
   * after a peer was asked that should bring its first sooner. What can wait also waits while its
   * peer is busy with what we asked before.
   */
  long dueMillis(Block block) {
    long from = headSinceMillis;
    int budget = AssetFetch.BUDGET_MILLIS;
    Want want = block.want;
    if (want != null && want.received == 0 && !fetch.canWait) {
      long asked = Math.max(from, want.askedAtMillis);
      return Math.min(from + budget, asked + firstByteMillis(want));
    } else if (want != null && want.received > 0) {
      from = Math.max(from, want.lastByteAtMillis);
    }
    if (fetch.canWait) {
      long progress =
          want == null
              ? fetch.node.peers.progressAtMillis(asset, block.number, true)
              : want.session.progressAtMillis();
      from = Math.min(Math.max(from, progress), headSinceMillis + (long) fetch.patienceMillis());
    }
    return from + budget;
  }

  /**
   * How long the visitor waits for a peer's first byte: what the peer usually takes for all that it
   * owes, or owed when it was asked, and as much again; for one that has proven nothing, what the
   * origin usually takes.
   */
  private int firstByteMillis(Want want) {
    PeerSession session = want.session;
    int less = Math.max(0, want.owedBytes - session.outstandingBytes());
    double usual =
        session.isProven()
            ? 2 * fetch.node.scores.expectedMillis(session, less)
            : fetch.node.originPath.answerMillis(AssetFetch.BUDGET_MILLIS);
    return (int) Math.min(AssetFetch.BUDGET_MILLIS, Math.max(MIN_BUDGET_MILLIS, usual));
  }

  boolean isAnyAsked() {
    for (Block block : all) {
      if (block.want != null) {
        return true;
      }
    }
    return false;
  }

  /** Bytes of leaves that are still to come. */
  long missingBytes() {
    long missing = 0;
    for (Block block : all) {
      if (block.isLeaf && block.state < Block.ARRIVED) {
        missing += block.size - (block.want == null ? 0 : block.want.received);
      }
    }
    return missing;
  }

  /** Bytes that peers have sent, as far as they are not refuted. */
  double bytesFromPeers() {
    double bytes = fetch.record.peerBytes;
    for (Block block : all) {
      Want want = block.want;
      bytes += want == null ? 0 : want.received;
    }
    return bytes;
  }

  /** Whether each block that is missing may come without the origin. */
  boolean allHaveSource() {
    for (Block block : all) {
      if (block.state == Block.MISSING && !fetch.node.peers.anybodyHas(asset, block.number, true)) {
        return false;
      }
    }
    return true;
  }

  // ---- from the cache

  /** Reads the block from the cache; false when it is not there. */
  boolean readFromCache(Block block) {
    Cid cid = verifier.cid(block.number);
    BlockCache cache = fetch.node.cache;
    if (block.uncached) {
      return false;
    }
    if (cid == null) {
      // Its name comes with its node, and the cache will know it.
      return cache.ofAsset(asset.root, block.number) != null;
    }
    if (!cache.contains(cid)) {
      return false;
    }
    block.state = Block.READING;
    cache.read(cid).then(bytes -> verify(block, null, bytes), reason -> notCached(block));
    return true;
  }

  private void notCached(Block block) {
    block.uncached = true;
    if (block.state == Block.READING) {
      block.state = Block.MISSING;
      fetch.pump();
    }
  }

  // ---- from peers

  /** Takes what has become of a want: some bytes, all of them, or none to come. */
  void heard(Want want) {
    Block block = all[want.index - asset.firstBlock];
    if (block.want != want) {
      return;
    }
    if (want.lost) {
      block.want = null;
      block.state = Block.MISSING;
    } else if (want.isComplete()) {
      block.state = Block.ARRIVED;
      verifyArrived(block);
    }
  }

  private void verifyArrived(Block block) {
    Want want = block.want;
    if (block.state == Block.ARRIVED && want != null && want.bytes != null && cid(block) != null) {
      verify(block, want, want.bytes);
    }
  }

  void cancelWants() {
    for (Block block : all) {
      cancelWant(block);
    }
  }

  private static void cancelWant(Block block) {
    Want want = block.want;
    if (want != null) {
      block.want = null;
      want.session.cancel(want);
    }
  }

  /** Verifies a block that a peer sent, or the cache kept. */
  private void verify(Block block, @Nullable Want want, byte[] bytes) {
    verifier
        .verify(block.number, bytes)
        .then(
            done -> {
              if (isOpen(block) && block.want == want) {
                if (block.isLeaf && want == null) {
                  fetch.record.cacheBytes += bytes.length;
                } else if (block.isLeaf) {
                  fetch.record.peerBytes += bytes.length;
                }
                if (want != null && !block.viaOrigin) {
                  fetch.node.trials.won(fetch, want.session);
                }
                accept(block, bytes);
              }
            },
            reason -> {
              if (isOpen(block) && block.want == want) {
                refuted(block, want, reason);
              }
            });
  }

  private void refuted(Block block, @Nullable Want want, MeshException reason) {
    if (want != null && reason.fault() == MeshException.Fault.PEER) {
      block.want = null;
      block.state = Block.MISSING;
      fetch.badBlock(block, want.session);
    } else {
      fetch.origin.changed();
    }
  }

  // ---- from the origin

  /** A block of the origin's, which has its name now; false when it is not the manifest's. */
  boolean fromOrigin(Block block, byte[] bytes) {
    if (isOpen(block) && (!block.isLeaf || cid(block) != null || asset.size <= MAX_UNNAMED_BYTES)) {
      block.bytes = bytes;
    }
    return named(block);
  }

  /** The origin failed: what it was to bring is anybody's. */
  void forgetOrigin() {
    for (Block block : all) {
      block.viaOrigin = false;
    }
  }

  // ---- verified

  private boolean isOpen(Block block) {
    return !fetch.isOver() && !fetch.origin.isRaw() && block.state != Block.VERIFIED;
  }

  /** What came before its name was known can be verified; false when the origin's has another. */
  private boolean named(Block block) {
    Cid cid = verifier.cid(block.number);
    Cid origins = fetch.originBlocks.cid(block);
    byte[] bytes = block.bytes;
    if (cid == null) {
      return true;
    }
    if (origins != null && !origins.equals(cid)) {
      return false;
    }
    if (isOpen(block)) {
      if (origins != null && bytes != null) {
        verifier.learn(block.number, bytes);
        accept(block, bytes);
      } else {
        verifyArrived(block);
      }
    }
    return true;
  }

  /** The block is what its name says. */
  private void accept(Block block, byte[] bytes) {
    Cid cid = verifier.cid(block.number);
    if (cid != null) {
      fetch.node.cache.put(cid, asset.root, block.number, bytes);
    }
    block.state = Block.VERIFIED;
    block.bytes = null;
    cancelWant(block);
    if (block == all[head]) {
      moveHead();
    }
    if (block.isLeaf) {
      if (layout.offset(block.number) + bytes.length > fetch.delivery.sent) {
        block.bytes = bytes;
        heldBytes += bytes.length;
      }
    } else {
      for (int i = 0; i < layout.childCount(block.number); i++) {
        if (!named(all[layout.child(block.number, i)])) {
          fetch.origin.changed();
        }
      }
    }
    fetch.verified();
  }

  /** The page has got the leaf. */
  void release(Block leaf) {
    heldBytes -= leaf.size;
    leaf.bytes = null;
  }
}
