package dev.weft.core.fetch;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.BlockLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The origin's part in the race for one asset, and what of it reaches the page.
 *
 * <p>The page gets verified blocks in order, or the origin's bytes as they come, never a mixture of
 * two versions:
 *
 * <ul>
 *   <li>While the page has only got bytes of one whole answer ({@link #pure}), these go on at once.
 *       Others' blocks may follow only when what the page has got proves to be the manifest's.
 *   <li>Once a verified block has gone out, the origin's bytes follow in verified blocks only.
 *   <li>When the answer is not the manifest's, a pure page gets it unchanged to its end ({@link
 *       #isRaw}); for any other the origin is of no more use.
 * </ul>
 */
final class AssetOrigin {
  /** Code of the failure when the origin has another version than the page has begun to get. */
  static final String CHANGED = "changed-at-origin";

  private final AssetFetch fetch;
  private final Fetcher node;
  private final Asset asset;
  private final AssetBlocks blocks;
  private final Delivery delivery;
  private final BlockLayout layout;
  private @Nullable OriginRun run;
  private @Nullable MeshException failure;
  private boolean raw;
  private boolean pure = true;

  /** Whether the origin's bytes have all come, and their digests or nodes have not. */
  private boolean hashing;

  AssetOrigin(AssetFetch fetch) {
    this.fetch = fetch;
    node = fetch.node;
    asset = fetch.asset;
    blocks = fetch.blocks;
    delivery = fetch.delivery;
    layout = asset.layout;
  }

  /** The GET that is under way, or null. */
  @Nullable OriginRun run() {
    return run;
  }

  /** Why the origin is of no use for this asset, or null. */
  @Nullable MeshException failure() {
    return failure;
  }

  /** Whether the page gets the origin's bytes as they are, and nothing else. */
  boolean isRaw() {
    return raw;
  }

  /** Whether it may be asked. */
  boolean isIdle() {
    return !raw && failure == null && isDone();
  }

  /** Whether nothing of it is under way or being verified. */
  boolean isDone() {
    return run == null && !hashing;
  }

  /** Asks for the asset, or a run of its leaves. */
  void ask(int firstLeaf, int endLeaf, boolean whole) {
    run = new OriginRun(fetch, node.originPath, firstLeaf, endLeaf, whole);
    run.start(whole ? null : node.etag(asset));
  }

  void cancel() {
    if (run != null) {
      run.cancel();
      run = null;
    }
  }

  /**
   * Ends the GET when all that it would still bring is there; not while the page follows it, nor
   * when the rest is on its way already: it is paid for, and the ledger says so.
   */
  void endIfSuperfluous() {
    OriginRun running = run;
    if (running == null || pure || raw || hashing || running.isUnderWay()) {
      return;
    }
    int leaf = (int) (running.position / layout.chunkBytes());
    for (; leaf < running.endLeaf; leaf++) {
      if (blocks.state[layout.blockOfLeaf(leaf)] != AssetBlocks.VERIFIED) {
        return;
      }
    }
    cancel();
  }

  /** Gives the page all verified leaves that are next. */
  void deliver() {
    while (!raw && !fetch.isOver() && delivery.sent < asset.size) {
      int block = layout.blockOfLeaf(layout.leafAt(delivery.sent));
      byte[] bytes = blocks.held[block];
      if (blocks.state[block] != AssetBlocks.VERIFIED || bytes == null) {
        return;
      }
      int from = (int) (delivery.sent - layout.offset(block));
      if (pure && delivery.sent > 0) {
        if (blocks.head() < block) {
          return;
        }
        if (!blocks.pieceMatches(bytes, from)) {
          changed();
          return;
        }
      }
      pure = false;
      delivery.begin(200, asset.size, asset.mediaType);
      delivery.data(from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length));
      blocks.release(block);
    }
    if (!raw && !fetch.isOver() && !pure && delivery.sent == asset.size) {
      fetch.endDelivery(null);
    }
  }

  /** The answer began; {@code expected} when it is a success of the kind that was asked for. */
  void answered(
      OriginRun from,
      int status,
      boolean expected,
      long totalBytes,
      @Nullable String mediaType,
      @Nullable String etag) {
    if (!expected) {
      if (raw || (delivery.sent == 0 && !blocks.allHaveSource() && from.whole)) {
        goRaw();
        delivery.begin(status, totalBytes, mediaType);
      } else {
        from.cancel();
        failed(MeshException.local("origin-status", "status " + status));
      }
      return;
    }
    node.etag(asset, etag);
    if (raw) {
      delivery.begin(status, totalBytes, mediaType);
    } else if (totalBytes >= 0 && totalBytes != asset.size) {
      changed();
      if (raw && run == from) {
        delivery.begin(status, totalBytes, mediaType);
      }
    }
  }

  void data(OriginRun from, long at, byte[] bytes) {
    if (fetch.isOver() || from != run) {
      return;
    }
    if (!raw && at + bytes.length > asset.size) {
      changed();
    }
    if (from == run && (raw || (pure && from.whole)) && at == delivery.sent) {
      delivery.begin(200, raw ? -1 : asset.size, asset.mediaType);
      blocks.passedBy(at, bytes);
      delivery.data(bytes);
    }
  }

  void leaf(OriginRun from, int block, Cid cid, byte[] bytes) {
    if (!fetch.isOver() && !raw && !blocks.fromOrigin(block, cid, bytes)) {
      changed();
    }
  }

  void ended(OriginRun from) {
    if (fetch.isOver()) {
      return;
    }
    if (!raw && from.whole && from.position != asset.size) {
      changed();
    }
    if (from != run) {
      return;
    }
    if (!raw && !from.isComplete()) {
      failed(MeshException.local("origin-unreachable", "range cut off"));
      return;
    }
    hashing = !raw;
    if (raw || (pure && from.whole)) {
      delivery.begin(200, raw ? -1 : asset.size, asset.mediaType);
      fetch.endDelivery(null);
    }
    if (raw) {
      run = null;
      fetch.endIfComplete();
    }
  }

  /** All leaves of the run have their CIDs; of the whole asset, its root has. */
  void hashed(OriginRun from, Cid root) {
    if (fetch.isOver() || from != run) {
      return;
    }
    run = null;
    hashing = false;
    if (from.whole && !root.equals(asset.root)) {
      changed();
      return;
    }
    if (from.whole) {
      fetch.wholeArrived();
      hashing = blocks.verifyFromOrigin();
    }
    fetch.endIfComplete();
    if (!fetch.isOver()) {
      fetch.pump();
    }
  }

  void failed(MeshException reason) {
    if (fetch.isOver()) {
      return;
    }
    run = null;
    hashing = false;
    if (delivery.isOver()) {
      fetch.endIfComplete();
    } else if (raw) {
      fetch.fail(reason);
    } else {
      failure = reason;
      blocks.forgetOrigin();
      fetch.pump();
    }
  }

  /** What the origin sends is not what the manifest says. */
  void changed() {
    if (raw || fetch.isOver()) {
      return;
    }
    node.manifestIsStale();
    OriginRun running = run;
    if (pure && running != null && running.whole && !delivery.isOver()) {
      goRaw();
      return;
    }
    cancel();
    if (delivery.isOver()) {
      fetch.finish();
    } else if (delivery.sent == 0) {
      goRaw();
      ask(0, layout.leafCount(), true);
    } else {
      failed(MeshException.local(CHANGED, "it no longer has this version"));
    }
  }

  /** All inner nodes are verified. */
  void named() {
    if (run == null) {
      hashing = false;
    }
  }

  private void goRaw() {
    raw = true;
    hashing = false;
    blocks.cancelWants();
  }
}
