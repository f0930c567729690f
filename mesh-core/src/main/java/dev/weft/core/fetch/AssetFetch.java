package dev.weft.core.fetch;

import dev.weft.core.exchange.ExchangeSession;
import dev.weft.core.exchange.Want;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.peers.PeerScores;
import dev.weft.core.unixfs.BlockLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The race for one asset between the local cache, peers and the origin (design.md, "The fetch, step
 * by step").
 *
 * <p>Whatever happens ends in {@link #pump}, which gives each block that is missing to whoever may
 * bring it: the cache, the peer from which it is expected first, or else the origin. While peers
 * are waited for, {@link #tick} holds them to their time.
 */
final class AssetFetch {
  /** The first byte of a block that the page needs next comes within this time, or the origin's. */
  static final int BUDGET_MILLIS = 200;

  /** How often the peers' rate is looked at. */
  static final int TICK_MILLIS = 50;

  /** How many times as long as the origin peers may take for what can wait. */
  static final int PATIENCE = 6;

  /**
   * A want is dropped with its peer this long after the asking, and later by its size at 16 B/ms.
   */
  private static final int WANT_MILLIS = 5_000;

  private static final int WANT_BYTES_PER_MILLI = 16;

  /** Verified bytes that wait for those before them; beyond it no peer is asked for more. */
  private static final int MAX_HELD_BYTES = 8 * 1024 * 1024;

  /** Blocks without room at their best peer, after which no further ones are looked at. */
  private static final int MAX_CROWDED = 4;

  final Fetcher node;
  final Asset asset;
  final Urgency urgency;
  final AssetRecord record;
  final Delivery delivery;
  final AssetBlocks blocks;
  private final BlockLayout layout;
  private final long startMillis;
  private @Nullable OriginRun run;
  private @Nullable MeshException originFailure;

  /** Whether the page gets the origin's bytes as they are, and nothing else. */
  private boolean raw;

  /** Whether all that the page has got are the origin's bytes as they came. */
  private boolean pure = true;

  /** Whether an inner node has to come from the origin, which only the whole asset gives. */
  private boolean wholeNeeded;

  /** Whether the origin's bytes have all come, and their digests not. */
  private boolean hashing;

  private boolean over;
  private boolean pumping;
  private boolean pumpAgain;
  private EventLoop.@Nullable Timer timer;

  private final FlowMeter fromPeers = new FlowMeter();

  AssetFetch(Fetcher node, Asset asset, Urgency urgency) {
    this.node = node;
    this.asset = asset;
    this.urgency = urgency;
    record = new AssetRecord(asset);
    delivery = new Delivery(asset.size);
    startMillis = node.loop.nowMillis();
    blocks = new AssetBlocks(this);
    layout = asset.layout;
  }

  boolean isRaw() {
    return raw;
  }

  boolean isOver() {
    return over;
  }

  // ---- what is asked of whom

  void pump() {
    if (pumping) {
      pumpAgain = true;
      return;
    }
    pumping = true;
    do {
      pumpAgain = false;
      if (!over && !raw) {
        askForBlocks();
      }
      if (!over && !raw && run == null && !hashing) {
        askOrigin();
      }
    } while (pumpAgain);
    pumping = false;
    if (!over && !raw) {
      failIfHopeless();
      arm();
    }
  }

  /** In order; from the end backwards while the origin is on its way there from the other side. */
  private void askForBlocks() {
    boolean backwards = run != null && run.toEnd();
    int head = blocks.head();
    int count = blocks.count;
    int crowded = 0;
    for (int step = head; step < count && crowded < MAX_CROWDED; step++) {
      int block = backwards ? count - 1 - (step - head) : step;
      if (blocks.state[block] == AssetBlocks.MISSING && !ask(block, backwards)) {
        crowded++;
      }
    }
  }

  /** Gives a missing block to who may bring it; false when the peer that should has no room. */
  private boolean ask(int block, boolean backwards) {
    if (blocks.since[block] < 0) {
      blocks.since[block] = node.loop.nowMillis();
    }
    if (blocks.readFromCache(block)) {
      return true;
    }
    ExchangeSession best = node.swarm.best(asset, block, originFailure != null);
    if (best == null) {
      if (!mayWaitForMesh()) {
        boolean silent = node.swarm.anybodyHas(asset, block);
        toOrigin(
            block,
            silent ? Fallback.STALLED : node.isJoining() ? Fallback.JOINING : Fallback.NO_PEER);
      }
      return true;
    }
    int size = asset.blockSize(block);
    if (blocks.viaOrigin[block]) {
      if (run == null || !backwards) {
        return true;
      }
      double originMillis = run.expectedMillis(layout.offset(block) + layout.length(block));
      if (node.scores.expectedMillis(best, size) >= originMillis) {
        return true;
      }
    }
    if (!best.hasRoom(size)
        || !node.swarm.hasRoom(size)
        || (blocks.heldBytes + size > MAX_HELD_BYTES && block != blocks.head())) {
      return false;
    }
    blocks.asked(block, best.want(asset.shard, asset.firstBlock + block, this));
    return true;
  }

  /** By when what can wait should have begun to come, but for the budget. */
  long patienceEndsMillis() {
    return startMillis + (long) (PATIENCE * node.originPath.expectedMillis(asset.size));
  }

  private boolean mayWaitForMesh() {
    return urgency == Urgency.CAN_WAIT
        && node.isJoining()
        && node.loop.nowMillis() - startMillis < BUDGET_MILLIS;
  }

  private void toOrigin(int block, Fallback reason) {
    if (originFailure != null || blocks.viaOrigin[block]) {
      return;
    }
    blocks.viaOrigin[block] = true;
    wholeNeeded |= !layout.isLeaf(block);
    if (record.fallback == null) {
      record.fallback = reason;
    }
    pumpAgain = true;
  }

  /** Starts the origin for the first run of leaves that are to come from it. */
  private void askOrigin() {
    int first = -1;
    int leaf = 0;
    for (; leaf < layout.leafCount(); leaf++) {
      int block = layout.blockOfLeaf(leaf);
      boolean wanted = blocks.viaOrigin[block] && blocks.state[block] != AssetBlocks.VERIFIED;
      if (wanted && blocks.verifier.cid(block) == null) {
        // Its name comes with a node that somebody is bringing: what can wait for that may be a
        // range, else it is the whole asset at once.
        wanted = urgency == Urgency.NOW || !asset.mayBeRanged();
        wholeNeeded |= wanted;
      }
      if (wanted && first < 0) {
        first = leaf;
      } else if (!wanted && first >= 0) {
        break;
      }
    }
    if (originFailure != null || (first < 0 && !wholeNeeded)) {
      return;
    }
    if (wholeNeeded || !asset.mayBeRanged()) {
      startRun(0, layout.leafCount(), true);
    } else {
      startRun(first, leaf, false);
    }
  }

  private void startRun(int firstLeaf, int endLeaf, boolean whole) {
    run = new OriginRun(this, node.originPath, firstLeaf, endLeaf, whole);
    run.start(whole ? null : node.etag(asset));
  }

  private void failIfHopeless() {
    int head = blocks.head();
    if (originFailure != null
        && head < blocks.count
        && blocks.state[head] == AssetBlocks.MISSING
        && !node.swarm.anybodyHas(asset, head)) {
      String code = originFailure.code();
      fail(
          code.equals("changed-at-origin")
              ? originFailure
              : MeshException.local("unavailable", "no peer has it; " + code));
    }
  }

  // ---- peers, held to their time

  private void arm() {
    if (timer == null
        && !over
        && blocks.head() < blocks.count
        && (run == null || blocks.isAnyAsked())) {
      long untilDue = blocks.headDueMillis() - node.loop.nowMillis();
      long delay = untilDue > 0 && untilDue < TICK_MILLIS ? untilDue : TICK_MILLIS;
      timer = node.loop.schedule(delay, this::tick);
    }
  }

  private void tick() {
    timer = null;
    long now = node.loop.nowMillis();
    fromPeers.look(now, blocks.bytesFromPeers());
    node.fromPeers.look(now, node.swarm.receivedBytes());
    node.swarm.dropDead();
    dropOverdue(now);
    int head = blocks.head();
    if (!over && head < blocks.count && !blocks.viaOrigin[head]) {
      Want want = blocks.wants[head];
      if (blocks.isHeadAwaited() && now >= blocks.headDueMillis()) {
        fallBack(
            head,
            want == null && node.isJoining()
                ? Fallback.JOINING
                : want != null && want.received > 0 ? Fallback.STALLED : Fallback.BUDGET);
      } else if (run == null && isLate()) {
        for (int block = head; block < blocks.count; block++) {
          toOrigin(block, Fallback.STALLED);
        }
      }
    }
    pump();
  }

  /** The block the page needs next goes to the origin, and what the same peer has not begun. */
  private void fallBack(int head, Fallback reason) {
    Want late = blocks.wants[head];
    for (int block = head; block < blocks.count; block++) {
      Want want = blocks.wants[block];
      if (block == head
          || (late != null && want != null && want.session == late.session && want.received == 0)) {
        toOrigin(block, reason);
      }
    }
  }

  /**
   * Whether the origin, if it began now, would be done before the peers are. What can wait is held
   * against all that waits, for it shares the peers, and would share the origin.
   */
  private boolean isLate() {
    long missing = blocks.missingBytes();
    if (urgency == Urgency.CAN_WAIT) {
      long all = node.waitingBytes();
      return node.fromPeers.expectedMillis(all) > PATIENCE * node.originPath.expectedMillis(all);
    }
    long needed = asset.mayBeRanged() && !wholeNeeded ? missing : asset.size;
    return fromPeers.expectedMillis(missing) > node.originPath.expectedMillis(needed);
  }

  /** Bytes that are still to come from peers. */
  long waitingBytes() {
    return urgency == Urgency.CAN_WAIT && run == null ? blocks.missingBytes() : 0;
  }

  private void dropOverdue(long now) {
    for (int block = blocks.head(); block < blocks.count; block++) {
      Want want = blocks.wants[block];
      if (want != null
          && now - want.askedAtMillis > WANT_MILLIS + want.size / WANT_BYTES_PER_MILLI) {
        node.swarm.drop(want.session, PeerScores.TIMEOUT, MeshException.timeout("block overdue"));
      }
    }
  }

  void progress(Want want) {
    node.pumpAll();
  }

  void lost(Want want) {
    blocks.lost(want);
    node.pumpAll();
  }

  void arrived(Want want) {
    blocks.arrived(want);
    node.pumpAll();
  }

  /** A peer's block is not what its name says: the peer is banned, others take over at once. */
  void badBlock(int block, ExchangeSession session) {
    record.verifyFailures++;
    boolean outer = pumping;
    pumping = true; // until it is clear who takes over
    node.swarm.drop(
        session, PeerScores.BAD_BLOCK, MeshException.peer("bad-block", "block does not verify"));
    if (urgency == Urgency.NOW || node.swarm.best(asset, block, false) == null) {
      toOrigin(block, Fallback.BAD_BLOCK);
    }
    pumping = outer;
    pump();
  }

  // ---- what comes

  /** A block is verified: on with the page, with whatever became superfluous ended. */
  void verified() {
    deliver();
    OriginRun running = run;
    if (!over && running != null && !pure && !raw && !hashing && isSuperfluous(running)) {
      running.cancel();
      run = null;
    }
    endIfComplete();
    if (!over) {
      pump();
    }
  }

  private boolean isSuperfluous(OriginRun running) {
    int leaf = (int) (running.position / layout.chunkBytes());
    for (; leaf < running.endLeaf; leaf++) {
      if (blocks.state[layout.blockOfLeaf(leaf)] != AssetBlocks.VERIFIED) {
        return false;
      }
    }
    return true;
  }

  private void deliver() {
    while (!raw && !over && delivery.sent < asset.size) {
      int block = layout.blockOfLeaf(layout.leafAt(delivery.sent));
      byte[] bytes = blocks.held[block];
      if (blocks.state[block] != AssetBlocks.VERIFIED || bytes == null) {
        return;
      }
      int from = (int) (delivery.sent - layout.offset(block));
      if (pure && delivery.sent > 0) {
        // The page has the origin's bytes unseen: only if these are the manifest's may others go
        // on.
        if (blocks.head() < block) {
          return;
        }
        if (!blocks.pieceMatches(bytes, from)) {
          changedAtOrigin();
          return;
        }
      }
      pure = false;
      delivery.begin(200, asset.size, asset.mediaType);
      delivery.data(from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length));
      blocks.release(block);
    }
    if (!raw && !over && !pure && delivery.sent == asset.size) {
      endDelivery(null);
    }
  }

  private void endDelivery(@Nullable MeshException reason) {
    if (!delivery.isOver()) {
      record.millis = (int) (node.loop.nowMillis() - startMillis);
      record.failure = reason == null ? null : reason.code();
      delivery.end(reason);
    }
  }

  private void endIfComplete() {
    if (delivery.isOver() && (blocks.head() == blocks.count || (run == null && !hashing))) {
      finish();
    }
  }

  /** The whole asset is empty: there is nothing to fetch. */
  void endEmpty() {
    delivery.begin(200, 0, asset.mediaType);
    endDelivery(null);
    finish();
  }

  void fail(MeshException reason) {
    endDelivery(reason);
    finish();
  }

  private void finish() {
    if (over) {
      return;
    }
    over = true;
    if (timer != null) {
      timer.cancel();
    }
    if (run != null) {
      run.cancel();
    }
    blocks.cancelWants();
    node.finished(this);
  }

  // ---- the origin

  void originAnswered(
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
        originFailed(MeshException.local("origin-status", "status " + status));
      }
      return;
    }
    node.etag(asset, etag);
    if (raw) {
      delivery.begin(status, totalBytes, mediaType);
    } else if (totalBytes >= 0 && totalBytes != asset.size) {
      changedAtOrigin();
      if (raw && run == from) {
        delivery.begin(status, totalBytes, mediaType);
      }
    }
  }

  void originData(OriginRun from, long at, byte[] bytes) {
    if (over || from != run) {
      return;
    }
    if (!raw && at + bytes.length > asset.size) {
      changedAtOrigin();
    }
    if (from == run && (raw || (pure && from.whole)) && at == delivery.sent) {
      delivery.begin(200, raw ? -1 : asset.size, asset.mediaType);
      blocks.passedBy(at, bytes);
      delivery.data(bytes);
    }
  }

  void originLeaf(OriginRun from, int block, Cid cid, byte[] bytes) {
    if (!over && !raw && !blocks.fromOrigin(block, cid, bytes)) {
      changedAtOrigin();
    }
  }

  void originNode(Cid cid, byte[] bytes) {
    blocks.originNode(cid, bytes);
  }

  void originEnded(OriginRun from) {
    if (over) {
      return;
    }
    if (!raw && from.whole && from.position != asset.size) {
      changedAtOrigin();
    }
    if (from != run) {
      return;
    }
    if (!raw && !from.isComplete()) {
      originFailed(MeshException.local("origin-unreachable", "range cut off"));
      return;
    }
    hashing = !raw;
    if (raw || (pure && from.whole)) {
      delivery.begin(200, raw ? -1 : asset.size, asset.mediaType);
      endDelivery(null);
    }
    if (raw) {
      run = null;
      endIfComplete();
    }
  }

  /** All leaves of the run have their CIDs; of the whole asset, its root has. */
  void originHashed(OriginRun from, Cid root) {
    if (over || from != run) {
      return;
    }
    run = null;
    hashing = false;
    if (from.whole && !root.equals(asset.root)) {
      changedAtOrigin();
      return;
    }
    hashing = from.whole && blocks.verifyFromOrigin();
    endIfComplete();
    if (!over) {
      pump();
    }
  }

  void originFailed(MeshException reason) {
    if (over) {
      return;
    }
    run = null;
    hashing = false;
    if (delivery.isOver()) {
      endIfComplete();
    } else if (raw) {
      fail(reason);
    } else {
      originFailure = reason;
      blocks.forgetOrigin();
      pump();
    }
  }

  /** What the origin sends is not what the manifest says. */
  void changedAtOrigin() {
    if (raw || over) {
      return;
    }
    node.manifestIsStale();
    OriginRun running = run;
    if (pure && running != null && running.whole && !delivery.isOver()) {
      goRaw();
      return;
    }
    if (running != null) {
      running.cancel();
      run = null;
    }
    if (delivery.isOver()) {
      finish();
    } else if (delivery.sent == 0) {
      goRaw();
      startRun(0, layout.leafCount(), true);
    } else {
      originFailed(MeshException.local("changed-at-origin", "it no longer has this version"));
    }
  }

  private void goRaw() {
    raw = true;
    hashing = false;
    blocks.cancelWants();
  }
}
