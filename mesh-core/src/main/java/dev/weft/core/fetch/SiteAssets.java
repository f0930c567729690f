package dev.weft.core.fetch;

import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.io.Same;
import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.BlockLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The assets of the manifest's shards that are in use: some 20 shards of up to 600 assets. */
public final class SiteAssets {
  /** Where a site has the bytes of its gzip variants, each by the text of its root's CID. */
  public static final String GZIP_PATH = "/.well-known/weft/gzip/";

  private final List<Shard> shards = new ArrayList<>();

  /** A shard in use. */
  static final class Shard {
    final Cid cid;

    /** How many blocks its assets have together. */
    int blocks;

    /** In the order of their blocks. */
    final List<Asset> assets = new ArrayList<>();

    /** What has changed since peers were told, as {@link ExchangeWire#CHANGES} says it. */
    int[] changes = {};

    Shard(Cid cid) {
      this.cid = cid;
    }

    private Asset add(ManifestEntry entry, String location, Cid root, BlockLayout layout) {
      Asset asset =
          new Asset(
              entry.path(),
              location,
              root,
              entry.encodedSize(),
              entry.mediaType(),
              entry.headers(),
              layout,
              cid,
              blocks);
      assets.add(asset);
      blocks += layout.blockCount();
      return asset;
    }

    /** The asset of which the block is a part. */
    Asset holding(int block) {
      int at = assets.size() - 1;
      while (at > 0 && assets.get(at).firstBlock > block) {
        at--;
      }
      return assets.get(at);
    }
  }

  /** Takes a shard into use; see {@link Swarm#use}, which tells the peers too. */
  Shard add(Cid cid, ManifestShard content) {
    Shard shard = new Shard(cid);
    shards.add(shard);
    for (int i = 0; i < content.entries().size(); i++) {
      ManifestEntry entry = content.entries().get(i);
      Asset asset = shard.add(entry, entry.path(), entry.root(), content.layout(i));
      GzipVariant gzip = entry.gzip();
      BlockLayout gzipLayout = content.gzipLayout(i);
      if (gzip != null && gzipLayout != null) {
        asset.gzip = shard.add(entry, GZIP_PATH + gzip.root(), gzip.root(), gzipLayout);
      }
    }
    return shard;
  }

  /** Takes a shard out of use: its assets are no longer known. */
  public void remove(Cid shard) {
    Same.remove(shards, find(shard));
  }

  /** The asset at the path, or null when no shard in use lists it. */
  public @Nullable Asset at(String path) {
    for (Shard shard : shards) {
      for (Asset asset : shard.assets) {
        if (asset.path.equals(path)) {
          return asset;
        }
      }
    }
    return null;
  }

  /** An asset with that root, of whichever path, or null when no shard in use lists one. */
  public @Nullable Asset withRoot(Cid root) {
    for (Shard shard : shards) {
      for (Asset asset : shard.assets) {
        if (asset.root.equals(root)) {
          return asset;
        }
      }
    }
    return null;
  }

  /** Gives the paths of all assets of the shards in use that are so large, some of them twice. */
  public void paths(long minBytes, Consumer<String> taker) {
    for (Shard shard : shards) {
      for (Asset asset : shard.assets) {
        if (asset.size >= minBytes) {
          taker.accept(asset.path);
        }
      }
    }
  }

  List<Shard> shards() {
    return shards;
  }

  /** The shard, or null when it is not in use. */
  @Nullable Shard find(Cid cid) {
    for (Shard shard : shards) {
      if (shard.cid.equals(cid)) {
        return shard;
      }
    }
    return null;
  }
}
