package dev.weft.core.fetch;

import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.io.MeshException;
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

  /**
   * Lists an asset behind those that the shard lists already, as one of its entries.
   *
   * @throws MeshException code {@code bad-shard} when the shard counts too many blocks, {@code
   *     bad-layout} when the asset's size is out of bounds
   */
  public void list(
      Cid shard, String path, Cid root, long size, long encodedSize, String mediaType, int chunk) {
    Listing listing = shards.computeIfAbsent(shard, name -> new Listing());
    BlockLayout layout = new BlockLayout(size, chunk);
    Asset asset = new Asset(path, root, encodedSize, mediaType, layout, shard, listing.blocks);
    if (layout.blockCount() > ExchangeWire.MAX_SHARD_BLOCKS - listing.blocks) {
      throw MeshException.peer("bad-shard", "too many blocks");
    }
    listing.blocks += layout.blockCount();
    listing.assets.add(asset);
    byPath.put(path, asset);
    byRoot.computeIfAbsent(root, name -> new ArrayList<>(1)).add(asset);
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
