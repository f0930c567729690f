package dev.weft.browser;

import dev.weft.core.fetch.AssetRecord;
import dev.weft.core.fetch.Fallback;
import dev.weft.core.offload.Totals;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** What the page and the node are told in figures. */
final class Figures {
  private Figures() {}

  /** What {@code weft.stats()} gives. */
  static JSObject stats(PageApi api, Totals totals) {
    return stats(api, figures(totals));
  }

  /** An {@code asset} event. */
  static JSObject asset(AssetRecord record) {
    return asset(
        record.asset.path,
        record.asset.root.toString(),
        record.source(),
        (double) record.asset.size,
        record.millis,
        record.fallback,
        record.failure,
        new double[] {
          record.peerBytes, record.originBytes, record.cacheBytes, record.httpCacheBytes
        });
  }

  /** A report of what is new, as JSON; null when nothing is. */
  static @Nullable String report(Totals fresh, int peers, double millis) {
    return report(figures(fresh), peers, millis);
  }

  private static double[] figures(Totals totals) {
    return new double[] {
      totals.peerBytes,
      totals.originBytes,
      totals.cacheBytes,
      totals.httpCacheBytes,
      totals.uploadedBytes,
      totals.verifyFailures,
      totals.fallbacks(Fallback.NO_PEER),
      totals.fallbacks(Fallback.JOINING),
      totals.fallbacks(Fallback.BUDGET),
      totals.fallbacks(Fallback.STALLED),
      totals.fallbacks(Fallback.BAD_BLOCK),
      totals.peerBytesAsEncoded,
      totals.originWireBytes,
      totals.assets,
      totals.failures
    };
  }

  @JSBody(
      params = {"api", "figure"},
      script =
          """
          return {
            state: api.state,
            reason: api.reason,
            peers: api.peers,
            bytes: {
              peers: figure[0],
              origin: figure[1],
              cache: figure[2],
              httpCache: figure[3],
              peersEncoded: figure[11],
              originWire: figure[12]
            },
            uploaded: figure[4],
            verifyFailures: figure[5],
            fallbacks: {
              'no-peer': figure[6],
              joining: figure[7],
              budget: figure[8],
              stalled: figure[9],
              'bad-block': figure[10]
            },
            assets: figure[13],
            failures: figure[14]
          }
          """)
  private static native JSObject stats(PageApi api, @JSByRef double[] figure);

  @JSBody(
      params = {"path", "cid", "source", "bytes", "millis", "fallback", "failure", "from"},
      script =
          """
          return {
            path: path,
            cid: cid,
            source: source,
            bytes: bytes,
            millis: millis,
            fallback: fallback,
            failure: failure,
            from: {peers: from[0], origin: from[1], cache: from[2], httpCache: from[3]}
          }
          """)
  private static native JSObject asset(
      String path,
      String cid,
      String source,
      double bytes,
      int millis,
      @Nullable String fallback,
      @Nullable String failure,
      @JSByRef double[] from);

  @JSBody(
      params = {"figure", "peers", "millis"},
      script =
          """
          return figure.some(value => value) ? JSON.stringify({
            v: 1,
            millis: Math.min(36e5, Math.ceil(millis) || 1),
            peerBytes: figure[0],
            originBytes: figure[1],
            cacheBytes: figure[2],
            httpCacheBytes: figure[3],
            uploadedBytes: figure[4],
            verifyFailures: figure[5],
            peers: peers,
            fallbacks: {
              'no-peer': figure[6],
              joining: figure[7],
              budget: figure[8],
              stalled: figure[9],
              'bad-block': figure[10]
            }
          }) : null
          """)
  private static native @Nullable String report(@JSByRef double[] figure, int peers, double millis);
}
