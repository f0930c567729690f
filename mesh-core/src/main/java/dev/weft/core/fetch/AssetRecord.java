package dev.weft.core.fetch;

import org.jspecify.annotations.Nullable;

/**
 * How one asset came: a line of the ledger. Byte counts are of decoded bytes, or a gzip variant's
 * own; those of blocks' inner nodes are left out.
 */
public final class AssetRecord {
  /** What was fetched. */
  public final Asset asset;

  /** Bytes that peers delivered, verified, and first. */
  public double peerBytes;

  /** Bytes that the origin sent, races that it lost included. */
  public double originBytes;

  /** What of these crossed the network, where the platform told; else 0. */
  public double originWireBytes;

  /** Bytes from the visitor's own block cache. */
  public double cacheBytes;

  /** Bytes that the browser's HTTP cache answered in the origin's place. */
  public double httpCacheBytes;

  /** Blocks that were not what their names say. */
  public int verifyFailures;

  /** From the call to the last byte. */
  public int millis;

  /** Why the origin was asked first, of {@link Fallback}. */
  public int fallback = Fallback.NONE;

  /**
   * The error's code when the asset did not come, else null: also when a {@link Fetcher#read} was
   * ended by its reader, or left to it.
   */
  public @Nullable String failure;

  AssetRecord(Asset asset) {
    this.asset = asset;
  }

  /**
   * Where most of it came from: {@code peers}, {@code origin}, {@code cache}, {@code http-cache}.
   */
  public String source() {
    double most = Math.max(Math.max(peerBytes, originBytes), Math.max(cacheBytes, httpCacheBytes));
    return most == 0
        ? "origin"
        : most == peerBytes
            ? "peers"
            : most == cacheBytes ? "cache" : most == httpCacheBytes ? "http-cache" : "origin";
  }

  /** All that is summed up over assets, by the numbers of {@link Figure}. */
  public double[] figures() {
    double[] figures = new double[Figure.COUNT];
    figures[Figure.PEER_BYTES] = peerBytes;
    figures[Figure.ORIGIN_BYTES] = originBytes;
    figures[Figure.CACHE_BYTES] = cacheBytes;
    figures[Figure.HTTP_CACHE_BYTES] = httpCacheBytes;
    figures[Figure.VERIFY_FAILURES] = verifyFailures;
    figures[Figure.ORIGIN_WIRE_BYTES] = originWireBytes;
    if (asset.size > 0) {
      figures[Figure.PEER_BYTES_AS_ENCODED] =
          Math.floor(peerBytes * asset.encodedSize / asset.size + 0.5);
    }
    figures[failure == null ? Figure.ASSETS : Figure.FAILURES] = 1;
    if (fallback != Fallback.NONE) {
      figures[Figure.FALLBACKS + fallback] = 1;
    }
    return figures;
  }
}
