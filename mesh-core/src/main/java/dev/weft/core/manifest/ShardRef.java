package dev.weft.core.manifest;

import static dev.weft.core.manifest.ManifestText.require;

import dev.weft.core.multiformats.Cid;

/**
 * What a root says of one shard. On the wire: 1 prefix, 2 cid, 3 size.
 *
 * @param prefix of the paths that it lists; an asset stands in the shard of the longest prefix that
 *     its path has
 * @param cid of the shard, a raw block
 * @param size of the shard in bytes
 */
public record ShardRef(String prefix, Cid cid, int size) {
  /** Throws code {@code bad-manifest} for a value out of its bounds. */
  public ShardRef {
    ManifestText.requirePathPrefix(prefix);
    ManifestText.requireSha256(cid);
    require(cid.codec() == Cid.RAW, "shard codec");
    require(size >= 0 && size <= ManifestShard.MAX_BYTES, "shard size");
  }
}
