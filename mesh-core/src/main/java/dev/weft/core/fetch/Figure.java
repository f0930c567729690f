package dev.weft.core.fetch;

/**
 * What is counted of an asset, and summed up over a page's: the numbers that these figures have in
 * {@link AssetRecord#figures}. Bytes are decoded ones unless their name says otherwise; of a gzip
 * variant they are its own. Those from {@link #FALLBACKS} on count the reasons of {@link Fallback}.
 */
public final class Figure {
  /** From peers, verified and used. */
  public static final int PEER_BYTES = 0;

  /** From the origin, races that it lost included. */
  public static final int ORIGIN_BYTES = 1;

  /** From the visitor's own block cache. */
  public static final int CACHE_BYTES = 2;

  /** From the browser's HTTP cache. */
  public static final int HTTP_CACHE_BYTES = 3;

  /** Sent to peers; not of one asset. */
  public static final int UPLOADED_BYTES = 4;

  /** Blocks that were not what their names say. */
  public static final int VERIFY_FAILURES = 5;

  /** What the origin would have sent, encoded, for {@link #PEER_BYTES}. */
  public static final int PEER_BYTES_AS_ENCODED = 6;

  /** What of {@link #ORIGIN_BYTES} crossed the network, where the platform told. */
  public static final int ORIGIN_WIRE_BYTES = 7;

  /** Assets that came. */
  public static final int ASSETS = 8;

  /** Assets that did not come. */
  public static final int FAILURES = 9;

  /** Assets that asked the origin, by the reason: this and the reason's number. */
  public static final int FALLBACKS = 10;

  /** How many figures there are. */
  public static final int COUNT = 16;

  private Figure() {}
}
