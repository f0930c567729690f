package dev.weft.browser;

import dev.weft.browser.driver.HttpGet;
import dev.weft.core.fetch.Asset;
import dev.weft.core.fetch.SiteAssets;
import dev.weft.core.fetch.Swarm;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Same;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.manifest.ManifestTrust;
import dev.weft.core.manifest.ShardRef;
import dev.weft.core.multiformats.Cid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The site's manifest as the page uses it: its root, and the shards that were needed so far. */
final class SiteManifest {
  static final String PATH = "/.well-known/weft/";

  /** A manifest that was found to be stale is not asked for more often than this. */
  private static final int RENEW_MILLIS = 10_000;

  /** So few shards, 256 KiB at most, are loaded before they are asked for. */
  private static final int SHARDS_AT_ONCE = 4;

  private final Platform platform;
  private final SiteAssets assets;
  private final Swarm swarm;
  private final Runnable changed;
  private final List<Shard> shards = new ArrayList<>();
  private final Promise<Done> listed = new Promise<>();
  private @Nullable ManifestTrust trust;
  private @Nullable ManifestRoot root;
  private boolean renewing;

  /** Shards that are on their way without having been asked for. */
  private int ahead;

  /** A shard that was asked for; it is in use when its promise is kept. */
  private static final class Shard {
    final Cid cid;
    final Promise<Done> used = new Promise<>();

    Shard(Cid cid) {
      this.cid = cid;
    }
  }

  /** A manifest that is to be loaded; the task runs when there are other assets than before. */
  SiteManifest(Platform platform, SiteAssets assets, Swarm swarm, Runnable changed) {
    this.platform = platform;
    this.assets = assets;
    this.swarm = swarm;
    this.changed = changed;
  }

  /** Gets the root from the origin, and uses it; fails as {@link ManifestTrust#fromOrigin}. */
  Promise<Done> load() {
    return HttpGet.bytes(PATH + "manifest")
        .flatMap(
            bytes -> {
              ManifestTrust judge = trust == null ? SiteTrust.load(platform.signatures()) : trust;
              trust = judge;
              return judge
                  .fromOrigin(bytes)
                  .map(
                      fresh -> {
                        SiteTrust.save(judge);
                        use(fresh);
                        return Done.DONE;
                      });
            });
  }

  /** Gets it unless it is there; fails as {@link #load}. */
  Promise<Done> known() {
    return root == null ? load() : Promise.of(Done.DONE);
  }

  /** The site's key as a PublicKey message; empty before {@link #load}. */
  byte[] siteKey() {
    return root == null ? new byte[0] : root.siteKey().encode();
  }

  /** Gets the root anew, soon, as the origin has other bytes than it says. */
  void renew() {
    if (!renewing) {
      renewing = true;
      platform.loop().schedule(RENEW_MILLIS, () -> renewing = false);
      load();
    }
  }

  private void use(ManifestRoot fresh) {
    root = fresh;
    for (Shard shard : new ArrayList<>(shards)) {
      if (!lists(fresh, shard.cid)) {
        Same.remove(shards, shard);
        assets.remove(shard.cid);
        changed.run();
      }
    }
    if (fresh.shards().size() <= SHARDS_AT_ONCE) {
      ahead += fresh.shards().size();
      for (ShardRef ref : fresh.shards()) {
        shard(ref).then(done -> arrived(1), reason -> arrived(1));
      }
    }
    arrived(0);
    forgetUnlisted();
  }

  private void arrived(int shards) {
    ahead -= shards;
    if (ahead == 0) {
      listed.resolve(Done.DONE);
    }
  }

  /** Kept once the assets are known of all shards that are loaded before they are asked for. */
  Promise<Done> listed() {
    return listed;
  }

  /**
   * What was withdrawn leaves the cache, as soon as all shards are known: each of them may list
   * what is there.
   */
  void forgetUnlisted() {
    int used = 0;
    for (Shard shard : shards) {
      if (shard.used.isSettled()) {
        used++;
      }
    }
    if (root != null && used == root.shards().size()) {
      swarm.forgetUnlisted();
    }
  }

  private static boolean lists(ManifestRoot root, Cid shard) {
    for (ShardRef ref : root.shards()) {
      if (ref.cid().equals(shard)) {
        return true;
      }
    }
    return false;
  }

  /** The asset at the path; fails with code {@code not-in-manifest}. */
  Promise<Asset> find(String path) {
    ShardRef ref = root == null ? null : root.shardOf(path);
    return ref == null
        ? Promise.failed(unknown(path))
        : shard(ref)
            .map(
                done -> {
                  Asset asset = assets.at(path);
                  if (asset == null) {
                    throw unknown(path);
                  }
                  return asset;
                });
  }

  /** The asset with that root, for which all shards may be needed; fails as {@link #find}. */
  Promise<Asset> find(Cid cid) {
    List<ShardRef> left = new ArrayList<>();
    if (root != null) {
      left.addAll(root.shards());
    }
    return find(cid, left);
  }

  private Promise<Asset> find(Cid cid, List<ShardRef> left) {
    Asset found = assets.withRoot(cid);
    if (found != null) {
      return Promise.of(found);
    }
    if (left.isEmpty()) {
      return Promise.failed(unknown(cid.toString()));
    }
    return shard(left.remove(left.size() - 1)).flatMap(done -> find(cid, left));
  }

  private Promise<Done> shard(ShardRef ref) {
    for (Shard known : shards) {
      if (known.cid.equals(ref.cid())) {
        return known.used;
      }
    }
    Shard shard = new Shard(ref.cid());
    shards.add(shard);
    HttpGet.bytes(PATH + "shards/" + shard.cid)
        .flatMap(bytes -> ManifestShard.open(platform.digests(), ref, chunkBytes(), bytes))
        .then(
            content -> {
              if (Same.isIn(shards, shard)) {
                swarm.use(shard.cid, content);
                changed.run();
              }
              shard.used.resolve(Done.DONE);
              forgetUnlisted();
            },
            reason -> {
              Same.remove(shards, shard);
              shard.used.fail(reason);
            });
    return shard.used;
  }

  private int chunkBytes() {
    return root == null ? 0 : root.chunkBytes();
  }

  private static MeshException unknown(String what) {
    return MeshException.local("not-in-manifest", what);
  }
}
