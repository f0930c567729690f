package dev.weft.browser;

import dev.weft.core.fetch.AssetRecord;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/** What the page and the node are told in figures. */
final class Figures {
  private Figures() {}

  /** What {@code weft.stats()} gives. */
  static JSObject stats(PageApi api, double[] totals) {
    return stats(api, totals, fallbacks(totals));
  }

  /** An {@code asset} event. */
  static JSObject asset(AssetRecord record) {
    double[] figures = record.figures();
    return asset(
        record.asset.path,
        record.asset.root.toString(),
        record.source(),
        (double) record.asset.size,
        record.millis,
        record.fallback,
        record.failure,
        figures,
        fallbacks(figures));
  }

  /** A report of what is new, as JSON; null when nothing is. */
  static @Nullable String report(double[] fresh, int peers, double millis) {
    return report(fresh, fallbacks(fresh), peers, millis);
  }

  /** By the names of the reasons. */
  @JSBody(
      params = "figure",
      script =
          """
          return {
            'no-peer': figure[10],
            joining: figure[11],
            budget: figure[12],
            stalled: figure[13],
            'bad-block': figure[14],
            slower: figure[15]
          }
          """)
  private static native JSObject fallbacks(@JSByRef double[] figure);

  @JSBody(
      params = {"api", "figure", "fallbacks"},
      script =
          """
          return {
            state: api.state,
            reason: api.reason,
            peers: api.peers,
            worker: api.worker,
            leads: api.leads,
            bytes: {
              peers: figure[0],
              origin: figure[1],
              cache: figure[2],
              httpCache: figure[3],
              peersEncoded: figure[6],
              originWire: figure[7]
            },
            uploaded: figure[4],
            verifyFailures: figure[5],
            fallbacks: fallbacks,
            assets: figure[8],
            failures: figure[9]
          }
          """)
  private static native JSObject stats(PageApi api, @JSByRef double[] figure, JSObject fallbacks);

  @JSBody(
      params = {
        "path",
        "cid",
        "source",
        "bytes",
        "millis",
        "fallback",
        "failure",
        "from",
        "fallbacks"
      },
      script =
          """
          return {
            path: path,
            cid: cid,
            source: source,
            bytes: bytes,
            millis: millis,
            fallback: Object.keys(fallbacks)[fallback] || null,
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
      int fallback,
      @Nullable String failure,
      @JSByRef double[] from,
      JSObject fallbacks);

  @JSBody(
      params = {"figure", "fallbacks", "peers", "millis"},
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
            fallbacks: fallbacks
          }) : null
          """)
  private static native @Nullable String report(
      @JSByRef double[] figure, JSObject fallbacks, int peers, double millis);
}
