package dev.weft.core.fetch;

import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.BlockLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The assets of the manifest's shards that are in use, by path and by block. */
public final class SiteAssets {
  private final Map<Cid, Listing> shards = new LinkedHashMap<>();
  private final Map<String, Asset> byPath = new HashMap<>();
  private final Map<Cid, List<Asset>> byRoot = new HashMap<>();

  private static final class Listing {
    final List<Asset> assets = new ArrayList<>();
    int blocks;
  }

  /** Takes a shard into use; see {@link Swarm#use}, which tells the peers too. */
  void add(Cid cid, ManifestShard shard) {
    Listing listing = new Listing();
    listing.blocks = shard.blockCount();
    shards.put(cid, listing);
    for (int i = 0; i < shard.entries().size(); i++) {
      ManifestEntry entry = shard.entries().get(i);
      Asset asset =
          new Asset(
              entry.path(),
              entry.root(),
              entry.encodedSize(),
              entry.mediaType(),
              shard.layout(i),
              cid,
              shard.firstBlock(i));
      list(listing, asset);
      byPath.put(asset.path, asset);
      GzipVariant gzip = entry.gzip();
      BlockLayout gzipLayout = shard.gzipLayout(i);
      if (gzip != null && gzipLayout != null) {
        // Content of its own, which peers may have and want; the page asks for the entry.
        list(
            listing,
            new Asset(
                entry.path(),
                gzip.root(),
                gzip.size(),
                entry.mediaType(),
                gzipLayout,
                cid,
                shard.firstGzipBlock(i)));
      }
    }
  }

  private void list(Listing listing, Asset asset) {
    listing.assets.add(asset);
    byRoot.computeIfAbsent(asset.root, name -> new ArrayList<>(1)).add(asset);
  }

  /** Takes a shard out of use: its assets are no longer known. */
  public void remove(Cid shard) {
    Listing listing = shards.remove(shard);
    if (listing != null) {
      for (Asset asset : listing.assets) {
        byPath.remove(asset.path, asset);
        List<Asset> same = byRoot.get(asset.root);
        if (same != null && same.remove(asset) && same.isEmpty()) {
          byRoot.remove(asset.root);
        }
      }
    }
  }

  /** The asset at the path, or null when no shard in use lists it. */
  public @Nullable Asset at(String path) {
    return byPath.get(path);
  }

  /** The assets with that root, of whichever path; mostly one. */
  public List<Asset> withRoot(Cid root) {
    List<Asset> found = byRoot.get(root);
    return found == null ? List.of() : found;
  }

  /** How many blocks the shard counts, or −1 when it is not in use. */
  int blocks(Cid shard) {
    Listing listing = shards.get(shard);
    return listing == null ? -1 : listing.blocks;
  }

  Iterable<Cid> shards() {
    return shards.keySet();
  }

  /** The assets of a shard in use. */
  List<Asset> of(Cid shard) {
    Listing listing = shards.get(shard);
    return listing == null ? List.of() : listing.assets;
  }

  /** The asset of which the shard's block is a part. */
  Asset holding(Cid shard, int block) {
    List<Asset> assets = of(shard);
    int low = 0;
    int high = assets.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (assets.get(middle).firstBlock <= block) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return assets.get(low);
  }
}
