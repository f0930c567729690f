package dev.weft.core.fetch;

import dev.weft.core.exchange.ExchangeSession;
import dev.weft.core.exchange.Want;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.peers.PeerScores;
import dev.weft.core.unixfs.BlockLayout;
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
  final AssetOrigin origin;
  private final BlockLayout layout;
  private final long startMillis;

  /** Whether an inner node has to come from the origin, which only the whole asset gives. */
  private boolean wholeNeeded;

  private boolean over;
  private boolean pumping;
  private boolean pumpAgain;
  private EventLoop.@Nullable Timer timer;
  private long tickDueMillis;
  private boolean lookAgain;

  private final FlowMeter fromPeers = new FlowMeter();

  AssetFetch(Fetcher node, Asset asset, Urgency urgency) {
    this.node = node;
    this.asset = asset;
    this.urgency = urgency;
    record = new AssetRecord(asset);
    delivery = new Delivery(asset.size);
    startMillis = node.loop.nowMillis();
    blocks = new AssetBlocks(this);
    origin = new AssetOrigin(this);
    layout = asset.layout;
  }

  boolean isOver() {
    return over;
  }

  boolean isBefore(AssetFetch other) {
    return urgency == other.urgency ? asset.size < other.asset.size : urgency == Urgency.NOW;
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
      if (!over && !origin.isRaw()) {
        askForBlocks();
      }
      if (!over && origin.isIdle()) {
        askOrigin();
      }
    } while (pumpAgain);
    pumping = false;
    if (!over && !origin.isRaw()) {
      failIfHopeless();
      arm();
    }
  }

  /** In order; from the end backwards while the origin is on its way there from the other side. */
  private void askForBlocks() {
    OriginRun run = origin.run();
    OriginRun towards = run != null && run.toEnd() ? run : null;
    int head = blocks.head();
    int count = blocks.count;
    int crowded = 0;
    for (int step = head; step < count && crowded < MAX_CROWDED; step++) {
      int block = towards == null ? step : count - 1 - (step - head);
      if (blocks.state[block] == AssetBlocks.MISSING && !ask(block, towards)) {
        crowded++;
      }
    }
  }

  /** Gives a missing block to who may bring it; false when the peer that should has no room. */
  private boolean ask(int block, @Nullable OriginRun towards) {
    if (blocks.since[block] < 0) {
      blocks.since[block] = node.loop.nowMillis();
    }
    if (blocks.readFromCache(block)) {
      return true;
    }
    ExchangeSession best = node.swarm.best(asset, block, origin.failure() != null);
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
    if (towards == null
        ? blocks.viaOrigin[block]
        : node.scores.expectedMillis(best, size)
            >= towards.expectedMillis(layout.offset(block) + layout.length(block))) {
      return true;
    }
    if (!best.hasRoom(size)
        || !node.swarm.hasRoom(size)
        || (blocks.heldBytes + size > MAX_HELD_BYTES && block != blocks.head())) {
      return false;
    }
    blocks.asked(block, best.want(asset.shard, asset.firstBlock + block, this));
    return true;
  }

  /** By when what can wait should go on after it began or last did, but for the budget. */
  long patienceEndsMillis(long sinceMillis) {
    return Math.max(startMillis, sinceMillis)
        + (long) (PATIENCE * node.originPath.expectedMillis(asset.size));
  }

  private boolean mayWaitForMesh() {
    return urgency == Urgency.CAN_WAIT
        && node.isJoining()
        && node.loop.nowMillis() - startMillis < BUDGET_MILLIS;
  }

  private void toOrigin(int block, Fallback reason) {
    if (origin.failure() != null || blocks.viaOrigin[block]) {
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
    if (first < 0 && !wholeNeeded) {
      return;
    }
    if (wholeNeeded || !asset.mayBeRanged()) {
      origin.ask(0, layout.leafCount(), true);
    } else {
      origin.ask(first, leaf, false);
    }
  }

  private void failIfHopeless() {
    int head = blocks.head();
    MeshException failure = origin.failure();
    if (failure != null
        && head < blocks.count
        && blocks.state[head] == AssetBlocks.MISSING
        && !node.swarm.anybodyHas(asset, head)) {
      String code = failure.code();
      fail(
          code.equals(AssetOrigin.CHANGED)
              ? failure
              : MeshException.local("unavailable", "no peer has it; " + code));
    }
  }

  // ---- peers, held to their time

  private void arm() {
    if (timer == null
        && !over
        && blocks.head() < blocks.count
        && (origin.run() == null || blocks.isAnyAsked())) {
      long untilDue = blocks.headDueMillis() - node.loop.nowMillis();
      schedule(untilDue > 0 && untilDue < TICK_MILLIS ? untilDue : TICK_MILLIS);
    }
  }

  private void schedule(long delay) {
    tickDueMillis = node.loop.nowMillis() + delay;
    timer = node.loop.schedule(delay, this::tick);
  }

  private void tick() {
    timer = null;
    long now = node.loop.nowMillis();
    if (now - tickDueMillis > TICK_MILLIS && !lookAgain) {
      // The loop was held up, by the page or the machine: what came meanwhile has its turn first.
      lookAgain = true;
      schedule(1);
      return;
    }
    lookAgain = false;
    fromPeers.look(now, blocks.bytesFromPeers());
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
      } else if (origin.run() == null && isLate()) {
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
      return node.swarm.expectedMillis(all) > PATIENCE * node.originPath.expectedMillis(all);
    }
    long needed = asset.mayBeRanged() && !wholeNeeded ? missing : asset.size;
    return fromPeers.expectedMillis(missing) > node.originPath.expectedMillis(needed);
  }

  /** Bytes that are still to come from peers. */
  long waitingBytes() {
    return urgency == Urgency.CAN_WAIT && origin.run() == null ? blocks.missingBytes() : 0;
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

  /** A block is verified: on with the page, and what became superfluous ends. */
  void verified() {
    origin.deliver();
    origin.endIfSuperfluous();
    endIfComplete();
    if (!over) {
      pump();
    }
  }

  /** The origin brought all nodes: what is still missing can be named. */
  void wholeArrived() {
    wholeNeeded = false;
  }

  /** The page has got all, or gets no more. */
  void endDelivery(@Nullable MeshException reason) {
    if (!delivery.isOver()) {
      record.millis = (int) (node.loop.nowMillis() - startMillis);
      record.failure = reason == null ? null : reason.code();
      delivery.end(reason);
    }
  }

  void endIfComplete() {
    if (delivery.isOver() && origin.isDone()) {
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

  void finish() {
    if (over) {
      return;
    }
    over = true;
    if (timer != null) {
      timer.cancel();
    }
    origin.cancel();
    blocks.cancelWants();
    node.finished(this);
  }
}
