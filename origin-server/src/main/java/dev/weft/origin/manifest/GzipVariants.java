package dev.weft.origin.manifest;

import dev.weft.origin.folder.GzipCache;
import dev.weft.origin.folder.SiteFile;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The gzip variants that a manifest lists, by the texts of their CIDs. */
public final class GzipVariants {
  private final GzipCache cache;
  private final Map<String, SiteFile> files;

  /** Variants of these files, whose bytes the cache has or makes. */
  GzipVariants(GzipCache cache, Map<String, SiteFile> files) {
    this.cache = cache;
    this.files = Map.copyOf(files);
  }

  /** No variants. */
  public static GzipVariants none() {
    return new GzipVariants(new GzipCache(), Map.of());
  }

  /** What they are called. */
  public Set<String> cids() {
    return files.keySet();
  }

  /**
   * The bytes of the variant; null when there is none of that name, or its file is gone. Of a file
   * that has changed meanwhile they may be others, which pages refuse.
   */
  public byte @Nullable [] bytes(String cid) {
    SiteFile file = files.get(cid);
    return file == null ? null : cache.variant(file);
  }
}
