package dev.weft.core.offload;

import dev.weft.core.fetch.AssetRecord;
import dev.weft.core.fetch.Fallback;
import java.util.HashMap;
import java.util.Map;

/**
 * One set of sums over a page's assets. Bytes are decoded ones unless their name says otherwise.
 */
public final class Totals {
  /** Assets that came. */
  public int assets;

  /** Assets that did not come. */
  public int failures;

  /** From peers, verified and used. */
  public long peerBytes;

  /** What the origin would have sent, encoded, for {@link #peerBytes}. */
  public long peerBytesAsEncoded;

  /** From the origin, races that it lost included. */
  public long originBytes;

  /** What of these crossed the network, where the platform told. */
  public long originWireBytes;

  /** From the visitor's own block cache. */
  public long cacheBytes;

  /** From the browser's HTTP cache. */
  public long httpCacheBytes;

  /** Sent to peers. */
  public long uploadedBytes;

  /** Blocks that were not what their names say. */
  public int verifyFailures;

  private final Map<String, Integer> fallbacks = new HashMap<>();

  /** How many assets asked the origin for that reason, one of {@link Fallback}. */
  public int fallbacks(String reason) {
    Integer count = fallbacks.get(reason);
    return count == null ? 0 : count;
  }

  void add(AssetRecord record) {
    if (record.failure == null) {
      assets++;
    } else {
      failures++;
    }
    peerBytes += record.peerBytes;
    peerBytesAsEncoded += record.peerBytesAsEncoded();
    originBytes += record.originBytes;
    originWireBytes += record.originWireBytes;
    cacheBytes += record.cacheBytes;
    httpCacheBytes += record.httpCacheBytes;
    verifyFailures += record.verifyFailures;
    if (record.fallback != null) {
      fallbacks.put(record.fallback, fallbacks(record.fallback) + 1);
    }
  }
}
