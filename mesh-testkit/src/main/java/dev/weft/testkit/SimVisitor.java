package dev.weft.testkit;

import dev.weft.core.bitswap.BitswapSession;
import dev.weft.core.cache.BlockCache;
import dev.weft.core.fetch.Asset;
import dev.weft.core.fetch.AssetRecord;
import dev.weft.core.fetch.Fetcher;
import dev.weft.core.fetch.Origin;
import dev.weft.core.fetch.SiteAssets;
import dev.weft.core.fetch.Swarm;
import dev.weft.core.io.Digests;
import dev.weft.core.io.EventLoop;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.offload.Ledger;
import dev.weft.core.peers.PeerLimits;
import dev.weft.core.peers.PeerScores;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmDigests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A visitor of a {@link SimMesh}: the core's own fetch, exchange and cache, all but its joining.
 */
public final class SimVisitor implements Fetcher.Listener {
  /** Its cache's quota; far more than any test's site. */
  public static final long QUOTA_BYTES = 1L << 30;

  /** What it is called in the mesh. */
  public final PeerId id;

  /** Its network access. */
  public final SimRtc.Host host;

  /** What its cache keeps. */
  public final MemoryBlocks storage;

  /** Its cache. */
  public final BlockCache cache;

  /** Its view of the manifest. */
  public final SiteAssets assets = new SiteAssets();

  /** What it holds against peers. */
  public final PeerScores scores = new PeerScores();

  /** Its peers. */
  public final Swarm swarm;

  /** Its fetches. */
  public final Fetcher fetcher;

  /** Its sums. */
  public final Ledger ledger = new Ledger();

  /** What it has fetched. */
  public final List<AssetRecord> records = new ArrayList<>();

  /** Whether its peers rest, each time when that changed. */
  public final List<Boolean> rests = new ArrayList<>();

  /** How often it was told that its manifest is stale. */
  public int staleManifests;

  /** Until all that was put is written, and its records. */
  private static final int WRITING_MILLIS = 2_000;

  private final SimMesh mesh;
  private final Digests digests;

  SimVisitor(
      SimMesh mesh, PeerId id, SimRtc.Host host, Origin origin, SimSite site, EventLoop ofFetches) {
    this.mesh = mesh;
    this.id = id;
    this.host = host;
    VirtualLoop loop = mesh.loop();
    storage = new MemoryBlocks(loop);
    digests = new JvmDigests(Effects.on(loop));
    cache = new BlockCache(loop, digests, storage, storage, QUOTA_BYTES);
    cache.open();
    swarm = new Swarm(loop, assets, cache, scores, PeerLimits.DEFAULT);
    swarm.strangers(
        connection -> new BitswapSession(connection, loop, swarm, swarm.uploads(), cache));
    fetcher = new Fetcher(ofFetches, digests, swarm, scores, cache, origin, this);
    ManifestShard shard = site.shard();
    swarm.use(shard.ref().cid(), shard);
    fetcher.joining(false);
  }

  /** Puts all blocks of a file into its cache, as from an earlier visit: none is in memory. */
  public SimVisitor has(SimSite.File file) {
    Asset asset = assets.withRoot(file.root);
    if (asset == null) {
      throw new IllegalArgumentException("not listed: " + file.path);
    }
    BlockCache earlier = new BlockCache(mesh.loop(), digests, storage, storage, QUOTA_BYTES);
    Map<Integer, SimSite.Block> byNumber = SimSite.byNumber(file, asset.layout);
    for (Map.Entry<Integer, SimSite.Block> entry : byNumber.entrySet()) {
      earlier.put(entry.getValue().cid, asset.root, entry.getKey(), entry.getValue().bytes);
      mesh.loop().runReady();
    }
    mesh.loop().runFor(WRITING_MILLIS);
    cache.open();
    mesh.loop().runReady();
    swarm.tellAll();
    return this;
  }

  /** Fetches an asset as a page does. */
  public SimDownload fetch(String path, Urgency urgency) {
    SimDownload download = new SimDownload(mesh.loop());
    fetcher.fetch(asset(path), urgency == Urgency.CAN_WAIT, false, download);
    return download;
  }

  /** Fetches an asset as a page does that knows its CID. */
  public SimDownload fetchByName(String path) {
    SimDownload download = new SimDownload(mesh.loop());
    fetcher.fetch(asset(path), false, true, download);
    return download;
  }

  /** Fetches an asset as a page does for who can inflate: what came says {@link #lastRecord}. */
  public SimDownload fetchVariant(String path) {
    SimDownload download = new SimDownload(mesh.loop());
    Asset asset = asset(path);
    Asset variant = fetcher.variant(asset);
    fetcher.fetch(variant, false, variant != asset, download);
    return download;
  }

  /** Reads a part of an asset, up to the byte before {@code end}. */
  public SimDownload read(String path, long start, long end, Urgency urgency) {
    SimDownload download = new SimDownload(mesh.loop());
    fetcher.read(asset(path), start, end, urgency == Urgency.CAN_WAIT, download);
    return download;
  }

  private Asset asset(String path) {
    Asset asset = assets.at(path);
    if (asset == null) {
      throw new IllegalArgumentException("not listed: " + path);
    }
    return asset;
  }

  /** A download that was held passes on so many bytes more. */
  public void take(SimDownload download, int bytes) {
    download.take(bytes);
    fetcher.taken(download);
  }

  /** The record of the latest asset that is over. */
  public AssetRecord lastRecord() {
    return records.get(records.size() - 1);
  }

  @Override
  public void asset(AssetRecord record) {
    records.add(record);
    ledger.add(record);
    ledger.uploaded(swarm.uploads().uploadedBytes());
  }

  @Override
  public void restChanged() {
    rests.add(fetcher.isResting());
  }

  @Override
  public void manifestStale() {
    staleManifests++;
  }
}
