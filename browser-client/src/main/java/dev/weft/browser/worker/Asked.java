package dev.weft.browser.worker;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A request that Weft may answer: a plain GET of the site's own origin, whole or of one part. */
@JSClass(transparent = true)
abstract class Asked implements JSObject {
  private Asked() {}

  /**
   * The request of a FetchEvent; null for one that is the browser's: of another origin, of a page
   * itself, with a query, with credentials of its own, past the HTTP cache, of several parts or of
   * the last bytes, and those that Weft itself makes, which have {@code #weft} in their URLs.
   */
  @JSBody(
      params = "event",
      script =
          """
          var request = event.request,
            url = new URL(request.url),
            header = name => request.headers.get(name),
            range = header('range'),
            part = /^bytes=(\\d{1,15})-(\\d{0,15})$/.exec(range),
            conditions = ['authorization', 'if-match', 'if-none-match', 'if-modified-since',
              'if-unmodified-since'];
          return request.method == 'GET'
            && request.mode != 'navigate'
            && /^(default|force-cache)$/.test(request.cache)
            && url.origin == location.origin
            && !url.search
            && url.hash != '#weft'
            && (part || !range)
            && !conditions.some(header) ? {
              event: event,
              client: event.clientId,
              path: url.pathname,
              part: part,
              start: part ? +part[1] : 0,
              end: part && part[2] ? +part[2] + 1 : Infinity,
              media: /^(audio|video)$/.test(request.destination),
              gzip: !range && !!self.DecompressionStream,
              ifRange: header('if-range')
            } : null
          """)
  static native @Nullable Asked of(JSObject event);

  /** The id of the page that asks. */
  @JSProperty
  abstract String getClient();

  /** The path of its URL. */
  @JSProperty
  abstract String getPath();

  /** The first byte that is asked for. */
  @JSProperty
  abstract double getStart();

  /** Whether the page's answer has a tag that names its version. */
  @JSBody(script = "return !!this.etag")
  native boolean hasEtag();

  /** From now on the browser waits for {@link #answer} or {@link #pass}. */
  @JSBody(script = "this.event.respondWith(new Promise(keep => {this.keep = keep}))")
  native void hold();

  /** The origin is to answer it, as it would without a worker. */
  @JSBody(script = "this.keep(fetch(this.event.request))")
  native void pass();

  /**
   * Answers with the headers that the manifest lists and with bytes that come.
   *
   * @param size of the whole asset
   * @return where the bytes end; −1 when the part was asked for of another version: it is still to
   *     be passed on
   */
  @JSBody(
      params = {"body", "size", "listed"},
      script =
          """
          var headers = new Headers(listed), end = Math.min(this.end, size), last = end - 1;
          if (this.ifRange && ![headers.get('etag'), headers.get('last-modified')]
            .includes(this.ifRange)) return -1;
          headers.set('accept-ranges', 'bytes');
          headers.set('content-length', end - this.start);
          if (this.part)
            headers.set('content-range', 'bytes ' + this.start + '-' + last + '/' + size);
          this.keep(new Response(body.stream, {status: this.part ? 206 : 200, headers: headers}));
          this.etag = headers.get('etag');
          this.size = size;
          return end
          """)
  native double answer(Body body, double size, JSObject listed);
}
