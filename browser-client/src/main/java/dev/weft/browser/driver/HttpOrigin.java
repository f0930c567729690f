package dev.weft.browser.driver;

import dev.weft.browser.js.Bytes;
import dev.weft.core.fetch.Origin;
import dev.weft.core.io.MeshException;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The page's own origin, by {@code fetch}. */
public final class HttpOrigin implements Origin {
  private boolean viaWorker;

  /** Keeps the requests of a day in one page, for what they cost; browsers keep 250. */
  public HttpOrigin() {
    keepTimings(2_000);
  }

  /** Says whether the site's service worker is to answer, which asks the mesh of another tab. */
  public void viaWorker(boolean isToAnswer) {
    viaWorker = isToAnswer;
  }

  @Override
  public Request get(
      String path, long first, long last, @Nullable String ifRange, Response response) {
    String range =
        first == 0 && last < 0 ? null : "bytes=" + first + "-" + (last < 0 ? "" : "" + last);
    JSObject aborter = get(path + (viaWorker ? "" : "#weft"), range, ifRange, new Answer(response));
    return () -> abort(aborter);
  }

  /** Hears of the browser's answer, and of nothing after an abort. */
  private interface Hearing extends JSObject {
    /** The offset of the first byte, and the size of the whole, −1 when it is not told. */
    void head(int status, double first, double total, @Nullable String type, @Nullable String etag);

    void piece(JSObject bytes);

    void end(int wireBytes, boolean fromHttpCache);

    void failed(String reason);
  }

  private static final class Answer implements Hearing {
    private final Response response;

    Answer(Response response) {
      this.response = response;
    }

    @Override
    public void head(
        int status, double first, double total, @Nullable String type, @Nullable String etag) {
      response.head(status, (long) first, (long) total, type, etag);
    }

    @Override
    public void piece(JSObject bytes) {
      response.data(Bytes.ofView(bytes));
    }

    @Override
    public void end(int wireBytes, boolean fromHttpCache) {
      response.end(wireBytes, fromHttpCache);
    }

    @Override
    public void failed(String reason) {
      response.failed(MeshException.local("origin-unreachable", reason));
    }
  }

  @JSBody(params = "entries", script = "performance.setResourceTimingBufferSize(entries)")
  private static native void keepTimings(int entries);

  /**
   * Starts a GET and returns its AbortController. By the fragment {@code #weft}, which no server
   * sees, the site's service worker knows that it is ours. A {@code Content-Range} is read as in
   * RFC 9110 section 14.4; an encoded body's length says nothing about the decoded one. A browser
   * may write the timing entry a moment after the last byte; a 304 moves headers alone, the HTTP
   * cache not even those.
   */
  @JSBody(
      params = {"path", "range", "ifRange", "hearing"},
      script =
          """
          var url = new URL(path, location.href),
            aborter = new AbortController(),
            signal = aborter.signal,
            started = performance.now(),
            headers = {},
            timing = () =>
              performance.getEntriesByName(url.href, 'resource')
                .find(entry => entry.startTime >= started),
            end = entry => {
              signal.throwIfAborted();
              var body = entry ? entry.encodedBodySize : -1,
                moved = entry ? entry.transferSize : -1;
              hearing.end(moved < body ? 0 : body, !moved && body > 0);
            },
            read = reader => reader.read().then(piece => {
              signal.throwIfAborted();
              if (piece.done)
                return timing() || new Promise(later => setTimeout(later)).then(timing);
              if (piece.value.length) hearing.piece(piece.value);
              return read(reader);
            });
          if (range) headers.Range = range;
          if (ifRange) headers['If-Range'] = ifRange;
          fetch(url, {headers: headers, signal: signal}).then(answer => {
            signal.throwIfAborted();
            var header = name => answer.headers.get(name),
              part = /^bytes (\\d{1,15})-[^/]*\\/(.*)/.exec(header('content-range')),
              size = part ? part[2] : !header('content-encoding') && header('content-length');
            hearing.head(answer.status, part ? +part[1] : 0,
              /^\\d{1,15}$/.test(size) ? +size : -1, header('content-type'), header('etag'));
            return read((answer.body || new Response('').body).getReader());
          }).then(end).catch(reason => signal.aborted || hearing.failed(String(reason)));
          return aborter
          """)
  private static native JSObject get(
      String path, @Nullable String range, @Nullable String ifRange, Hearing hearing);

  @JSBody(params = "aborter", script = "aborter.abort()")
  private static native void abort(JSObject aborter);
}
