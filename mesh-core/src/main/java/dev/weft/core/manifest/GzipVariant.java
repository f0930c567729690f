package dev.weft.core.manifest;

import dev.weft.core.multiformats.Cid;

/**
 * An asset's bytes after gzip, content of its own with its own CID.
 *
 * @param root the root of the compressed bytes
 * @param size their number
 */
public record GzipVariant(Cid root, long size) {
  /** Throws code {@code bad-manifest} for a CID other than SHA-256 or a size out of bounds. */
  public GzipVariant {
    ManifestText.requireSha256(root);
    ManifestText.requireFileBytes(size);
  }
}
