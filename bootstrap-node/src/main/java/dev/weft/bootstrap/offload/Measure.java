package dev.weft.bootstrap.offload;

/** What is summed over reports. The name is the field's name in a report and in the JSON API. */
public enum Measure {
  /** Bytes that came verified from other visitors. */
  PEER_BYTES("peerBytes", Limit.NETWORK),
  /** Bytes that came from the site's origin, lost races included. */
  ORIGIN_BYTES("originBytes", Limit.NETWORK),
  /** Bytes from Weft's own cache in the browser. */
  CACHE_BYTES("cacheBytes", Limit.LOCAL),
  /** Bytes from the browser's HTTP cache. */
  HTTP_CACHE_BYTES("httpCacheBytes", Limit.LOCAL),
  /** Bytes sent to other visitors. */
  UPLOADED_BYTES("uploadedBytes", Limit.NETWORK),
  /** Blocks from peers that did not match their hash. */
  VERIFY_FAILURES("verifyFailures", Limit.COUNT),
  /** Open peer connections when the report was made; summed, so divide by the reports. */
  PEERS("peers", Limit.PEERS),
  /** The origin was asked: no connected peer had it. */
  FALLBACK_NO_PEER("no-peer", Limit.FALLBACK),
  /** The origin was asked: the page was still joining the mesh. */
  FALLBACK_JOINING("joining", Limit.FALLBACK),
  /** The origin was asked: no first byte within the budget. */
  FALLBACK_BUDGET("budget", Limit.FALLBACK),
  /** The origin was asked: the peer stopped in the middle. */
  FALLBACK_STALLED("stalled", Limit.FALLBACK),
  /** The origin was asked: a block did not verify. */
  FALLBACK_BAD_BLOCK("bad-block", Limit.FALLBACK),
  /** The origin was asked: peers were expected to be slower, or have proven nothing. */
  FALLBACK_SLOWER("slower", Limit.FALLBACK),
  /** How many reports were summed. */
  REPORTS("reports", Limit.COUNT);

  /** How large one report's value may be. */
  enum Limit {
    /** Bytes over a network: {@link ReportParser#MAX_NETWORK_BYTES_PER_MILLI}. */
    NETWORK,
    /** Bytes from a disk: {@link ReportParser#MAX_LOCAL_BYTES_PER_MILLI}. */
    LOCAL,
    /** Events: {@link ReportParser#MAX_COUNT}. */
    COUNT,
    /** Events that went to the origin, by reason: {@link ReportParser#MAX_COUNT}. */
    FALLBACK,
    /** Connections of one page: {@link ReportParser#MAX_PEERS}. */
    PEERS
  }

  private final String field;
  private final Limit limit;

  Measure(String field, Limit limit) {
    this.field = field;
    this.limit = limit;
  }

  /** The name in reports and in the API. */
  public String field() {
    return field;
  }

  Limit limit() {
    return limit;
  }

  /** Whether it stands in a report's {@code fallbacks}. */
  public boolean isFallback() {
    return limit == Limit.FALLBACK;
  }
}
