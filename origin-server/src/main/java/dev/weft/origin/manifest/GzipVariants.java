package dev.weft.origin.manifest;

import dev.weft.core.unixfs.BlockLayout;
import dev.weft.origin.folder.GzipCache;
import dev.weft.origin.folder.SiteFile;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The gzip variants that a manifest lists, by the texts of their CIDs. */
public final class GzipVariants {
  private final GzipCache cache;
  private final FileHasher hasher;
  private final Map<String, SiteFile> files;

  /** Variants of these files, whose bytes the cache has or makes. */
  GzipVariants(GzipCache cache, FileHasher hasher, Map<String, SiteFile> files) {
    this.cache = cache;
    this.hasher = hasher;
    this.files = Map.copyOf(files);
  }

  /** No variants. */
  public static GzipVariants none() {
    return new GzipVariants(new GzipCache(), new FileHasher(BlockLayout.MIN_CHUNK_BYTES), Map.of());
  }

  /** What they are called. */
  public Set<String> cids() {
    return files.keySet();
  }

  /**
   * The bytes of the variant; null when there is none of that name, or its file is gone or has
   * changed. They are hashed each time: the cache may have dropped them and made them anew, and
   * what is sent under a CID is kept for ever by whatever lies between.
   */
  public byte @Nullable [] bytes(String cid) {
    SiteFile file = files.get(cid);
    byte[] bytes = file == null ? null : cache.variant(file);
    return bytes == null || !hasher.hash(bytes).toString().equals(cid) ? null : bytes;
  }
}
