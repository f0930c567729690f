package dev.weft.core.fetch;

import dev.weft.core.cache.BlockCache;
import dev.weft.core.io.Digests;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Same;
import dev.weft.core.peers.PeerScores;
import java.util.ArrayList;
import java.util.List;

/** Fetches assets of the manifest for the page, from wherever they come first. */
public final class Fetcher {
  /** The most assets under way; a page of that many has gone wrong. */
  static final int MAX_ACTIVE = 1_024;

  final EventLoop loop;
  final Digests digests;
  final Swarm swarm;
  final PeerScores scores;
  final BlockCache cache;
  final Origin origin;
  final OriginPath originPath = new OriginPath();
  final PeerChoice peers;
  final PeerTrials trials;
  private final Listener listener;
  private final List<AssetFetch> active = new ArrayList<>();
  private boolean joining = true;
  private boolean resting;
  private boolean pumping;
  private boolean pumpAgain;

  /** Hears of what was fetched. */
  public interface Listener {
    /** An asset's fetch is over, whether it came or not. */
    void asset(AssetRecord record);

    /** The origin has other bytes than the manifest says: a newer one is to be fetched. */
    void manifestStale();

    /** {@link #isResting} has changed. */
    void restChanged();
  }

  /** A fetcher that takes the node to be joining; its cache has been opened. */
  public Fetcher(
      EventLoop loop,
      Digests digests,
      Swarm swarm,
      PeerScores scores,
      BlockCache cache,
      Origin origin,
      Listener listener) {
    this.loop = loop;
    this.digests = digests;
    this.swarm = swarm;
    this.scores = scores;
    this.cache = cache;
    this.origin = origin;
    this.listener = listener;
    peers = swarm.choice;
    trials = new PeerTrials(this);
    swarm.onChange(this::pumpAll);
  }

  /** Says whether peers may be about to come; what can wait then waits for them. */
  public void joining(boolean isJoining) {
    joining = isJoining;
    pumpAll();
  }

  /**
   * Whether peers have lost to the origin and are left alone for a while: what the visitor waits
   * for would come from the origin now, whoever has it.
   */
  public boolean isResting() {
    return resting;
  }

  void rest(boolean rests) {
    if (resting != rests) {
      resting = rests;
      listener.restChanged();
    }
  }

  boolean isJoining() {
    return joining;
  }

  /**
   * Fetches an asset. What no connected peer has is asked of the origin within this call. Those who
   * ask for the same asset share the work, where the first has not got too far.
   *
   * @param canWait whether nobody waits for it yet (design.md, "Patience"): lazy, large, media
   *     ahead of the play position; then the site's bill counts. Else the visitor does, and nothing
   *     may make it slower
   * @param byName whether it is asked for by its CID: only verified bytes go out, and the sink
   *     fails where the origin has others and no peer has these. Else it gets the origin's as they
   *     are
   */
  public void fetch(Asset asset, boolean canWait, boolean byName, Sink sink) {
    for (AssetFetch running : active) {
      if (running.asset == asset
          && running.canWait == canWait
          && running.byName == byName
          && !running.metered
          && running.delivery.add(sink)) {
        return;
      }
    }
    begin(new AssetFetch(this, asset, canWait, byName), sink);
  }

  /**
   * Reads an asset, or a part of it, as its sink takes it: what is verified goes out in order, no
   * more than {@link AssetFetch#WINDOW_BYTES} ahead is asked for, and nothing while the sink has a
   * backlog of {@link AssetFetch#MAX_BACKLOG_BYTES}; see {@link #taken}.
   *
   * <p>Where only the whole of the origin's answer would do, for a part or for more than may be
   * kept unverified, the sink fails with code {@code origin-only}: who asks does better to ask the
   * origin itself.
   *
   * @param start the first byte; when the asset has none there the sink fails with code {@code
   *     bad-range}
   * @param end the byte behind the last; what is beyond the asset's end is left out
   */
  public void read(Asset asset, long start, long end, boolean canWait, Sink sink) {
    if (start < 0 || start >= Math.min(end, asset.size)) {
      sink.failed(MeshException.local("bad-range", asset.path));
    } else {
      begin(new AssetFetch(this, asset, canWait, start, Math.min(end, asset.size)), sink);
    }
  }

  /**
   * The asset or its gzip variant, for who can inflate: the variant, unless just the asset itself
   * is at hand, in the cache or with peers, or the origin has failed to give the variant before. To
   * be fetched by name, as only the very bytes inflate.
   */
  public Asset variant(Asset asset) {
    Asset gzip = asset.gzip;
    return gzip == null
            || (!isCached(gzip)
                && (gzip.unavailable
                    || isCached(asset)
                    || (peers.anybodyHas(asset, 0, false) && !peers.anybodyHas(gzip, 0, false))))
        ? asset
        : gzip;
  }

  private boolean isCached(Asset asset) {
    return cache.ofAsset(asset.root, 0) != null;
  }

  private void begin(AssetFetch fetch, Sink sink) {
    if (active.size() >= MAX_ACTIVE) {
      sink.failed(MeshException.local("busy", fetch.asset.path));
      return;
    }
    fetch.delivery.add(sink);
    add(fetch);
    if (fetch.asset.size == 0) {
      fetch.endEmpty();
    } else {
      fetch.pump();
    }
  }

  /**
   * The sink has passed bytes on and has a smaller backlog, or waits and says so: its asset goes
   * on. Where the loop's timers are held back, peers are held to their time by who says so often.
   */
  public void taken(Sink sink) {
    for (AssetFetch fetch : new ArrayList<>(active)) {
      if (fetch.delivery.has(sink)) {
        fetch.taken();
      }
    }
  }

  /** The sink hears nothing more, as its asset is no longer wanted. Without effect at the end. */
  public void cancel(Sink sink) {
    for (AssetFetch fetch : new ArrayList<>(active)) {
      if (fetch.delivery.remove(sink)) {
        fetch.fail(MeshException.closed("cancelled"));
      }
    }
  }

  /** In the order in which they are served: what the visitor waits for, then small before large. */
  private void add(AssetFetch fetch) {
    active.add(fetch);
    for (int at = active.size() - 1; at > 0 && fetch.isBefore(active.get(at - 1)); at--) {
      active.set(at, active.get(at - 1));
      active.set(at - 1, fetch);
    }
  }

  /** How many assets are under way. */
  public int active() {
    return active.size();
  }

  /** Bytes of all that can wait that are still to come from peers. */
  long waitingBytes() {
    long waiting = 0;
    for (AssetFetch fetch : active) {
      waiting += fetch.waitingBytes();
    }
    return waiting;
  }

  /** Lets all go on that can. */
  void pumpAll() {
    if (pumping) {
      pumpAgain = true;
      return;
    }
    pumping = true;
    do {
      pumpAgain = false;
      for (AssetFetch fetch : new ArrayList<>(active)) {
        fetch.pump();
      }
    } while (pumpAgain);
    pumping = false;
  }

  void finished(AssetFetch fetch) {
    trials.over(fetch);
    Same.remove(active, fetch);
    listener.asset(fetch.record);
  }

  void manifestIsStale() {
    listener.manifestStale();
  }
}
