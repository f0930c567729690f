package dev.weft.core.fetch;

import dev.weft.core.exchange.PeerSession;
import dev.weft.core.exchange.Want;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.peers.PeerScores;
import org.jspecify.annotations.Nullable;

/**
 * The race for one asset between the local cache, peers and the origin (design.md, "The fetch, step
 * by step").
 *
 * <p>Whatever happens ends in {@link #pump}, which gives each block that is missing to whoever may
 * bring it: the cache, the peer from which it is expected first, or else the origin. While peers
 * are waited for, {@link #tick} holds them to their time.
 */
final class AssetFetch implements Want.Owner {
  /** The first byte of a block that the page needs next comes within this time, or the origin's. */
  static final int BUDGET_MILLIS = 200;

  /** How often the peers' rate is looked at. */
  static final int TICK_MILLIS = 50;

  /** The most that goes to the origin at once of what can wait. */
  private static final int MAX_TAKEN_BYTES = 64 * 1024 * 1024;

  /** How many times as long as the origin peers may take for what can wait. */
  static final int PATIENCE = 6;

  /** Verified bytes that wait for those before them; beyond it no peer is asked for more. */
  private static final int MAX_HELD_BYTES = 8 * 1024 * 1024;

  /** How far beyond what its reader has got a read goes. */
  static final int WINDOW_BYTES = 4 * 1024 * 1024;

  /** What a reader may have to pass on before its read is held up. */
  static final int MAX_BACKLOG_BYTES = 1024 * 1024;

  /** What finds no room at its best peer; behind so much no further blocks are looked at. */
  private static final int MAX_WAITING_BYTES = 512 * 1024;

  final Fetcher node;
  final Asset asset;
  final boolean canWait;

  /** The bytes to read: from the first up to the one before the end. */
  final long start;

  final long end;

  /** Whether it goes no faster than its reader. */
  final boolean metered;

  /** Whether it was asked for by its CID: what the origin has instead is of no use. */
  final boolean byName;

  final AssetRecord record;
  final Delivery delivery;
  final AssetBlocks blocks;
  final AssetOrigin origin;
  final OriginBlocks originBlocks;
  final long startMillis;
  private boolean over;
  private boolean pumping;
  private boolean pumpAgain;
  private EventLoop.@Nullable Timer timer;
  private long tickDueMillis;
  private int reach = PeerTrials.UNDECIDED;
  private int takenBytes = AssetOrigin.READ_AHEAD_BYTES;
  private final FlowMeter fromPeers = new FlowMeter();

  /** The whole asset. */
  AssetFetch(Fetcher node, Asset asset, boolean canWait, boolean byName) {
    this(node, asset, canWait, 0, asset.size, false, byName);
  }

  /** A part of it, or the whole, as it is read. */
  AssetFetch(Fetcher node, Asset asset, boolean canWait, long start, long end) {
    this(node, asset, canWait, start, end, true, false);
  }

  private AssetFetch(
      Fetcher node,
      Asset asset,
      boolean canWait,
      long start,
      long end,
      boolean metered,
      boolean byName) {
    this.node = node;
    this.asset = asset;
    this.canWait = canWait;
    this.start = start;
    this.end = end;
    this.metered = metered;
    this.byName = byName;
    record = new AssetRecord(asset);
    delivery = new Delivery(this);
    startMillis = node.loop.nowMillis();
    blocks = new AssetBlocks(this);
    origin = new AssetOrigin(this);
    originBlocks = new OriginBlocks(this);
  }

  boolean isOver() {
    return over;
  }

  /** Whether the asset has more bytes than are read. */
  boolean isPart() {
    return end - start < asset.size;
  }

  boolean isBefore(AssetFetch other) {
    return canWait == other.canWait ? asset.size < other.asset.size : !canWait;
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
      if (!over && !origin.isRaw() && !isFull()) {
        askForBlocks();
      }
      if (origin.isOfUse() && !origin.isBusy()) {
        origin.ask();
      }
    } while (pumpAgain);
    pumping = false;
    Block head = blocks.head();
    if (over || origin.isRaw()) {
      return;
    }
    if (head == null) {
      if (timer == null && origin.isBusy()) {
        schedule(AssetOrigin.LATE_MILLIS); // then what it still owes is given up
      }
      return;
    }
    MeshException failure = origin.failure();
    if (failure != null
        && head.state == Block.MISSING
        && !node.peers.anybodyHas(asset, head.number, true)) {
      fail(failure);
    } else if (timer == null
        && !isFull()
        && (!origin.isBusy()
            || blocks.isAnyAsked()
            || node.peers.anybodyHas(asset, head.number, true))) {
      long untilDue = blocks.dueMillis(head) - node.loop.nowMillis();
      schedule(untilDue > 0 && untilDue < TICK_MILLIS ? untilDue : TICK_MILLIS);
    }
  }

  /** Whether the reader has so much to pass on that nothing more is asked for. */
  private boolean isFull() {
    return metered && delivery.backlog() > MAX_BACKLOG_BYTES;
  }

  /** The reader has passed bytes on, or waits for some. */
  void taken() {
    if (timer == null) {
      blocks.moveHead(); // it has had to wait
    } else if (node.loop.nowMillis() >= tickDueMillis) {
      due(); // browsers hold back the timers of pages that are not seen
      return;
    }
    pump();
  }

  /** Whether the block is near enough to be asked for. */
  private boolean isNear(Block block) {
    return !metered || asset.layout.offset(block.number) < delivery.sent + WINDOW_BYTES;
  }

  /** In order; from the end backwards while the origin is on its way there from the other side. */
  private void askForBlocks() {
    boolean backwards = origin.isComingToEnd();
    int first = blocks.headNumber();
    int last = blocks.all.length - 1;
    int waiting = 0;
    for (int step = 0; first + step <= last && waiting < MAX_WAITING_BYTES; step++) {
      Block block = blocks.all[backwards ? last - step : first + step];
      if (!backwards && !isNear(block)) {
        return;
      }
      if (block.state == Block.MISSING && !ask(block, backwards, waiting)) {
        waiting += block.size;
      }
    }
  }

  /** Gives a missing block to who may bring it; false when the peer that should has no room. */
  private boolean ask(Block block, boolean backwards, int waitingBytes) {
    if (blocks.readFromCache(block)) {
      return true;
    }
    boolean late = origin.isLate();
    boolean lastResort = late || origin.failure() != null;
    PeerSession best =
        node.peers.best(asset, block, lastResort ? PeerChoice.SILENT : reach(block), waitingBytes);
    if (best == null) {
      if (!canWait || !node.isJoining() || node.loop.nowMillis() - startMillis >= BUDGET_MILLIS) {
        boolean silent = node.peers.anybodyHas(asset, block.number, canWait);
        toOrigin(
            block,
            silent
                ? reach == PeerTrials.ORIGIN ? Fallback.SLOWER : Fallback.STALLED
                : node.isJoining() ? Fallback.JOINING : Fallback.NO_PEER);
      }
      return true;
    }
    if (backwards
        ? node.scores.expectedMillis(best, block.size) >= origin.expectedMillis(block)
        : block.viaOrigin && !late) {
      return true;
    }
    Cid cid = blocks.cid(block);
    if (best.byName && cid == null) {
      return true; // until its node has come
    }
    if (!best.hasRoom(block.size)
        || !node.peers.hasRoom(block.size)
        || (blocks.heldBytes + block.size > MAX_HELD_BYTES && block != blocks.head())) {
      return false;
    }
    block.state = Block.ASKED;
    block.want = best.want(asset.shard, asset.firstBlock + block.number, cid, this);
    return true;
  }

  /** Which peers are asked: one of {@link PeerChoice}'s, or less for none. */
  private int reach(Block block) {
    if (canWait) {
      return PeerChoice.OVER_TURN;
    }
    if (reach == PeerTrials.UNDECIDED) {
      reach = node.trials.decide(this, block);
    }
    return reach;
  }

  private void toOrigin(Block block, int reason) {
    if (origin.failure() == null && !block.viaOrigin) {
      origin.want(block);
      if (record.fallback == Fallback.NONE) {
        record.fallback = reason;
      }
      pumpAgain = true;
    }
  }

  // ---- peers, held to their time

  private void schedule(long delay) {
    tickDueMillis = node.loop.nowMillis() + delay;
    timer = node.loop.schedule(delay, this::due);
  }

  /** The page or the machine may have held the loop up: what came meanwhile has its turn first. */
  private void due() {
    node.loop.post(this::tick);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void tick() {
    stopTimer();
    long now = node.loop.nowMillis();
    fromPeers.look(now, blocks.bytesFromPeers());
    node.swarm.dropOverdue();
    Block head = blocks.head();
    if (!over && head != null && !head.viaOrigin && !isFull()) {
      Want want = head.want;
      if (head.state < Block.ARRIVED && now >= blocks.dueMillis(head)) {
        fallBack(
            head,
            want == null && node.isJoining()
                ? Fallback.JOINING
                : want != null && want.received > 0 ? Fallback.STALLED : Fallback.BUDGET);
      } else if (!origin.isBusy() && isLate()) {
        takeOver();
      }
    }
    origin.endIfSuperfluous();
    endIfComplete();
    pump();
  }

  /**
   * What is needed next goes to the origin: all, or of what can wait a part that doubles each time,
   * for the peers may only have been busy.
   */
  private void takeOver() {
    int bytes = 0;
    for (Block block : blocks.all) {
      if (block.state != Block.VERIFIED && isNear(block) && (!canWait || bytes < takenBytes)) {
        bytes += block.size;
        lost(block.want);
        toOrigin(block, Fallback.STALLED);
      }
    }
    takenBytes = Math.min(2 * takenBytes, MAX_TAKEN_BYTES);
  }

  /**
   * The block the page needs next goes to the origin, and what the same peer has not begun; all,
   * where peers are only tried, for the others have proven as little.
   */
  private void fallBack(Block head, int reason) {
    Want late = head.want;
    lost(late);
    for (Block block : blocks.all) {
      Want want = block.want;
      if (block == head
          || (reach == PeerChoice.DIRECT && block.state != Block.VERIFIED)
          || (late != null && want != null && want.session == late.session && want.received == 0)) {
        toOrigin(block, reason);
      }
    }
  }

  private void lost(@Nullable Want late) {
    if (late != null && !canWait) {
      node.trials.lost(this, late.session);
    }
  }

  /** How long peers may take, in milliseconds, when the origin would take so long. */
  double patienceMillis() {
    return PATIENCE * node.originPath.expectedMillis(asset.size);
  }

  /**
   * Whether the origin, if it began now, would be done before the peers are. What can wait is held
   * against all that waits, for it shares the peers, and would share the origin.
   */
  private boolean isLate() {
    if (canWait) {
      long all = node.waitingBytes();
      return node.peers.expectedMillis(all) > PATIENCE * node.originPath.expectedMillis(all);
    }
    long missing = blocks.missingBytes();
    long needed = origin.isWholeNeeded() ? asset.size : missing;
    return fromPeers.expectedMillis(missing) > node.originPath.expectedMillis(needed);
  }

  /** Bytes that are still to come from peers. */
  long waitingBytes() {
    return canWait && !origin.isBusy() ? blocks.missingBytes() : 0;
  }

  @Override
  public void heard(Want want) {
    blocks.heard(want);
    if (want.lost || want.isComplete() || want.session.hasRoom(want.size)) {
      node.pumpAll();
    }
  }

  /** A peer's block is not what its name says: the peer is banned, others take over at once. */
  void badBlock(Block block, PeerSession session) {
    record.verifyFailures++;
    boolean outer = pumping;
    pumping = true; // until it is clear who takes over
    node.swarm.drop(session, PeerScores.BAD_BLOCK, MeshException.peer("bad-block"));
    if (!canWait || node.peers.best(asset, block, PeerChoice.OVER_TURN, 0) == null) {
      toOrigin(block, Fallback.BAD_BLOCK);
    }
    pumping = outer;
    pump();
  }

  // ---- what comes

  /** A block is verified: on with the page, and what became superfluous ends. */
  void verified() {
    delivery.advance();
    origin.endIfSuperfluous();
    endIfComplete();
    if (!over) {
      pump();
    }
  }

  void endIfComplete() {
    if (delivery.isOver() && !origin.isBusy()) {
      finish();
    }
  }

  /** The whole asset is empty: there is nothing to fetch. */
  void endEmpty() {
    delivery.begin(200, 0, asset.mediaType);
    delivery.end(null);
    finish();
  }

  void fail(MeshException reason) {
    delivery.end(reason);
    finish();
  }

  void finish() {
    if (over) {
      return;
    }
    over = true;
    stopTimer();
    origin.cancel();
    blocks.cancelWants();
    node.finished(this);
  }
}
