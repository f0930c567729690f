package dev.weft.testkit;

import dev.weft.core.cache.BlockCache;
import dev.weft.core.connection.Connection;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.fetch.AssetRecord;
import dev.weft.core.fetch.Fetcher;
import dev.weft.core.fetch.Origin;
import dev.weft.core.fetch.SiteAssets;
import dev.weft.core.fetch.Swarm;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.mesh.MeshConfig;
import dev.weft.core.mesh.MeshNode;
import dev.weft.core.mesh.SiteKey;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.peers.PeerLimits;
import dev.weft.core.peers.PeerScores;
import java.util.List;
import java.util.Objects;

/**
 * A whole page in virtual time: it joins by itself, over the whole stack, and fetches, keeps and
 * serves as a browser's does.
 */
public final class SimPage implements MeshNode.Listener, Fetcher.Listener {
  /** Its network access. */
  public final SimRtc.Host host;

  /** Its place in the mesh. */
  public final MeshNode node;

  /** Its peers. */
  public final Swarm swarm;

  /** Its cache. */
  public final BlockCache cache;

  private final PeerScores scores = new PeerScores();
  private final SiteAssets assets = new SiteAssets();
  private final VirtualLoop loop;
  private final Fetcher fetcher;
  private boolean joined;

  /**
   * Opens a page, which joins at once.
   *
   * @param seed its keys and randomness follow from it
   * @param quotaBytes of its cache
   */
  public SimPage(
      VirtualLoop loop,
      SimNode bootstrap,
      SimRtc.Host host,
      Origin origin,
      SimSite site,
      int seed,
      long quotaBytes) {
    this.loop = loop;
    this.host = host;
    TestNode self = TestNode.on(loop, seed);
    MemoryBlocks storage = new MemoryBlocks(loop);
    cache = new BlockCache(loop, self.platform().digests(), storage, storage, quotaBytes);
    cache.open();
    swarm = new Swarm(loop, assets, cache, scores, PeerLimits.DEFAULT);
    fetcher = new Fetcher(loop, self.platform().digests(), swarm, scores, cache, origin, this);
    swarm.onChange(this::changed);
    ManifestShard shard = site.shard();
    swarm.use(shard.ref().cid(), shard);
    node =
        new MeshNode(
            self.platform(),
            self.identity(),
            self.protocols().handle(ExchangeWire.PROTOCOL, swarm),
            bootstrap,
            host,
            new MeshConfig(
                List.of(bootstrap.address()),
                Promise.of(SiteKey.of(new byte[32])),
                Kademlia.WEFT_PROTOCOL,
                PeerLimits.DEFAULT,
                true),
            this);
    node.start();
  }

  /** Fetches an asset as a page does. */
  public SimDownload fetch(String path, Urgency urgency) {
    SimDownload download = new SimDownload(loop);
    fetcher.fetch(
        Objects.requireNonNull(assets.at(path), path),
        urgency == Urgency.CAN_WAIT,
        false,
        download);
    return download;
  }

  private void changed() {
    fetcher.joining(!joined || swarm.knownPeers() < swarm.peers());
  }

  @Override
  public void connected(Connection connection) {
    swarm.connected(connection);
    changed();
  }

  @Override
  public boolean welcomes(PeerId peer) {
    return !scores.isBanned(peer);
  }

  @Override
  public void reserved() {}

  @Override
  public void dials(PeerId peer) {}

  @Override
  public void dialFailed(MeshException reason) {}

  @Override
  public void joined() {
    joined = true;
    changed();
  }

  @Override
  public void unreachable(MeshException reason) {
    joined();
  }

  @Override
  public void asset(AssetRecord record) {}

  @Override
  public void manifestStale() {}

  @Override
  public void restChanged() {}
}
