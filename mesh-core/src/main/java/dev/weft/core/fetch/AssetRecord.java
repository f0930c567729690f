package dev.weft.core.fetch;

import org.jspecify.annotations.Nullable;

/**
 * How one asset came: a line of the ledger. Byte counts are of decoded bytes; those of blocks'
 * inner nodes are left out.
 */
public final class AssetRecord {
  /** What was fetched. */
  public final Asset asset;

  /** Bytes that peers delivered, verified, and first. */
  public long peerBytes;

  /** Bytes that the origin sent, races that it lost included. */
  public long originBytes;

  /** What of these crossed the network, where the platform told; else 0. */
  public long originWireBytes;

  /** Bytes from the visitor's own block cache. */
  public long cacheBytes;

  /** Bytes that the browser's HTTP cache answered in the origin's place. */
  public long httpCacheBytes;

  /** Blocks that were not what their names say. */
  public int verifyFailures;

  /** From the call to the last byte. */
  public int millis;

  /** Why the origin was asked first, of {@link Fallback}, or null when it was not asked. */
  public @Nullable String fallback;

  /** The error's code when the asset did not come, else null. */
  public @Nullable String failure;

  AssetRecord(Asset asset) {
    this.asset = asset;
  }

  /**
   * Where most of it came from: {@code peers}, {@code origin}, {@code cache}, {@code http-cache}.
   */
  public String source() {
    long most = Math.max(Math.max(peerBytes, originBytes), Math.max(cacheBytes, httpCacheBytes));
    return most == peerBytes && most > 0
        ? "peers"
        : most == cacheBytes && most > 0
            ? "cache"
            : most == httpCacheBytes && most > 0 ? "http-cache" : "origin";
  }

  /** What the origin would have sent, encoded, for the bytes that came from peers. */
  public long peerBytesAsEncoded() {
    return asset.size == 0 ? 0 : Math.round((double) peerBytes * asset.encodedSize / asset.size);
  }
}
