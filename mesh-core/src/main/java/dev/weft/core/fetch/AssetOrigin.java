package dev.weft.core.fetch;

import dev.weft.core.io.MeshException;
import dev.weft.core.unixfs.BlockLayout;
import org.jspecify.annotations.Nullable;

/**
 * The origin's part in the race for one asset: one GET at a time, of the whole asset or of a run of
 * its leaves.
 */
final class AssetOrigin implements Origin.Response {
  /**
   * What browsers read ahead of a page (Chromium's pipe for a body): hanging up on less saves
   * nothing.
   */
  static final int READ_AHEAD_BYTES = 512 * 1024;

  /**
   * Silence of the origin after which peers are asked again for what it was to bring, and what they
   * brought is no longer waited for: longer than an answer that it has to make takes.
   */
  static final int LATE_MILLIS = 2_000;

  /** Code of a read that is the caller's to ask of the origin. */
  static final String ORIGIN_ONLY = "origin-only";

  private final AssetFetch fetch;
  private final Fetcher node;
  private final Asset asset;
  private final BlockLayout layout;
  private @Nullable MeshException failure;
  private boolean raw;

  /** Whether an inner node has to come from it, which only the whole asset gives. */
  private boolean nodeWanted;

  /** The GET that is under way, or null. */
  private Origin.@Nullable Request request;

  /** Whether the whole asset was asked for, not a range. */
  private boolean whole;

  /** The leaf behind the last one asked for. */
  private int endLeaf;

  /** Where in the asset the next byte belongs. */
  private long position;

  /** Whether the answer has begun, and whether all of it has come. */
  private boolean answered;

  private boolean complete;
  private long askedAtMillis;
  private long answeredAtMillis;

  /** When it was asked, or last said something. */
  private long heardAtMillis;

  private long bytes;

  AssetOrigin(AssetFetch fetch) {
    this.fetch = fetch;
    node = fetch.node;
    asset = fetch.asset;
    layout = asset.layout;
  }

  /** Why the origin is of no use for this asset, or null. */
  @Nullable MeshException failure() {
    return failure;
  }

  /** Whether what it sends may still be the asset's blocks. */
  boolean isOfUse() {
    return !raw && failure == null && !fetch.isOver();
  }

  /** Whether the page gets the origin's bytes, as they are, and nothing else. */
  boolean isRaw() {
    return raw;
  }

  /** Whether the page gets the answer's bytes as they come. */
  private boolean isFollowed() {
    return raw || (whole && fetch.delivery.isPure());
  }

  /** Whether a GET is under way, or what it brought is being verified. */
  boolean isBusy() {
    return request != null || fetch.originBlocks.isHashing();
  }

  /** Whether a GET is under way that brings everything up to the asset's end. */
  boolean isComingToEnd() {
    return isBusy() && endLeaf == layout.leafCount() && !isLate();
  }

  /** Whether it has been silent for so long that it may never bring what was asked for. */
  boolean isLate() {
    return request != null && node.loop.nowMillis() - heardAtMillis >= LATE_MILLIS;
  }

  /** When the asset's bytes up to the block's last will be here, in milliseconds from now. */
  double expectedMillis(Block block) {
    long end = layout.offset(block.number) + layout.length(block.number);
    long rest = Math.max(0, end - position);
    return answered ? node.originPath.flowMillis(rest) : node.originPath.expectedMillis(rest);
  }

  private long end() {
    return Math.min(asset.size, (long) endLeaf * layout.chunkBytes());
  }

  /** Whether only the whole asset will do. */
  boolean isWholeNeeded() {
    return nodeWanted || !asset.mayBeRanged();
  }

  /** The block is to come from it. */
  void want(Block block) {
    block.viaOrigin = true;
    nodeWanted |= !block.isLeaf;
  }

  /** Asks for the first run of leaves that are to come from it, or for the whole asset. */
  void ask() {
    int first = -1;
    int next = 0;
    for (; next < layout.leafCount(); next++) {
      Block block = fetch.blocks.leaf(next);
      boolean wanted = block.viaOrigin && block.state != Block.VERIFIED;
      if (wanted && fetch.blocks.cid(block) == null) {
        // Its name comes with a node that somebody is bringing: what can wait for that may be a
        // range, else it is the whole asset at once.
        wanted = !fetch.canWait || !asset.mayBeRanged();
        nodeWanted |= wanted;
      }
      if (wanted && first < 0) {
        first = next;
      } else if (!wanted && first >= 0) {
        break;
      }
    }
    if (nodeWanted || (first >= 0 && isWholeNeeded())) {
      if (fetch.metered && (fetch.isPart() || asset.size > AssetBlocks.MAX_UNNAMED_BYTES)) {
        fetch.fail(MeshException.local(ORIGIN_ONLY));
      } else {
        ask(0, layout.leafCount(), true);
      }
    } else if (first >= 0) {
      ask(first, next, false);
    }
  }

  private void ask(int firstLeaf, int upToLeaf, boolean all) {
    whole = all;
    endLeaf = upToLeaf;
    position = (long) firstLeaf * layout.chunkBytes();
    answered = false;
    complete = false;
    bytes = 0;
    askedAtMillis = node.loop.nowMillis();
    heardAtMillis = askedAtMillis;
    long last = upToLeaf == layout.leafCount() ? -1 : end() - 1;
    request = node.origin.get(asset.location, position, last, all ? null : asset.etag, this);
  }

  void cancel() {
    if (request != null) {
      request.cancel();
      request = null;
    }
  }

  /**
   * Ends the GET when all that it would still bring is there; not while the page follows it, nor
   * when the rest is read already, ahead of the page: it is paid for, and the ledger says so. Of
   * one that is late nothing is.
   */
  void endIfSuperfluous() {
    if (request == null || isFollowed() || (end() - position <= READ_AHEAD_BYTES && !isLate())) {
      return;
    }
    for (int next = layout.leafAt(position); next < endLeaf; next++) {
      if (fetch.blocks.leaf(next).state != Block.VERIFIED) {
        return;
      }
    }
    cancel();
  }

  @Override
  public void head(
      int status,
      long firstByte,
      long totalBytes,
      @Nullable String mediaType,
      @Nullable String etag) {
    answered = true;
    answeredAtMillis = node.loop.nowMillis();
    heardAtMillis = answeredAtMillis;
    boolean expected = status == 206 && !whole && firstByte == position;
    if (status == 200) {
      expected = true;
      whole = true;
      endLeaf = layout.leafCount();
      position = 0;
    }
    if (!expected) {
      if (raw || (isFollowed() && fetch.delivery.sent == 0 && !fetch.blocks.allHaveSource())) {
        goRaw();
      } else {
        failed(MeshException.local("origin-status"));
        return;
      }
    } else {
      asset.etag = etag == null || etag.startsWith("W/") ? null : etag;
      if (totalBytes >= 0 && totalBytes != asset.size) {
        changed();
      }
    }
    if (raw && answered) {
      fetch.delivery.begin(status, totalBytes, mediaType);
    }
  }

  @Override
  public void data(byte[] piece) {
    heardAtMillis = node.loop.nowMillis();
    long at = position;
    position += piece.length;
    bytes += piece.length;
    fetch.record.originBytes += piece.length;
    if (position > asset.size) {
      changed();
    }
    if (request == null || !answered) {
      return;
    }
    if (!raw) {
      fetch.originBlocks.add(at, piece);
    }
    if (isFollowed() && at == fetch.delivery.sent) {
      fetch.delivery.begin(200, raw ? -1 : asset.size, asset.mediaType);
      fetch.delivery.data(piece);
    }
  }

  /** A block of the answer has got its name. */
  void hashed(Block block, byte[] content) {
    if (isOfUse() && !fetch.blocks.fromOrigin(block, content)) {
      changed();
    }
  }

  @Override
  public void end(long wireBytes, boolean fromHttpCache) {
    if (fromHttpCache) {
      fetch.record.originBytes -= bytes;
      fetch.record.httpCacheBytes += bytes;
    } else {
      node.originPath.answered(answeredAtMillis - askedAtMillis);
      node.originPath.received(bytes, node.loop.nowMillis() - answeredAtMillis);
      fetch.record.originWireBytes += Math.max(0, wireBytes);
    }
    if (whole && position != asset.size) {
      changed();
    }
    if (request == null || !answered) {
      return;
    }
    request = null;
    if (!raw && position != end()) {
      failed(MeshException.local("origin-unreachable"));
      return;
    }
    complete = true;
    if (isFollowed()) {
      fetch.delivery.begin(200, raw ? -1 : asset.size, asset.mediaType);
      fetch.delivery.end(null);
    }
    endIfHashed();
  }

  /** Goes on when all leaves of the GET have their CIDs; of the whole asset, its nodes too. */
  void endIfHashed() {
    if (isBusy() || fetch.isOver()) {
      return;
    }
    if (complete && whole && isOfUse()) {
      if (fetch.originBlocks.makeNode()) {
        return;
      }
      nodeWanted = false;
    }
    fetch.endIfComplete();
    if (!fetch.isOver()) {
      fetch.pump();
    }
  }

  @Override
  public void failed(MeshException reason) {
    cancel();
    if (fetch.delivery.isOver()) {
      fetch.endIfComplete();
    } else if (raw) {
      fetch.fail(reason);
    } else {
      giveUp("unavailable");
    }
  }

  /** What the origin sends is not what the manifest says. */
  void changed() {
    if (raw || fetch.isOver()) {
      return;
    }
    if (failure == null) {
      node.manifestIsStale();
    }
    if (request != null && isFollowed() && !fetch.delivery.isOver()) {
      goRaw();
      return;
    }
    cancel();
    if (fetch.delivery.isOver()) {
      fetch.finish();
    } else if (fetch.delivery.sent == 0 && fetch.delivery.isPure()) {
      goRaw();
      ask(0, layout.leafCount(), true);
    } else {
      giveUp("changed-at-origin");
    }
  }

  private void giveUp(String code) {
    failure = MeshException.local(code);
    asset.unavailable = true;
    fetch.blocks.forgetOrigin();
    fetch.pump();
  }

  private void goRaw() {
    raw = true;
    fetch.blocks.cancelWants();
  }
}
