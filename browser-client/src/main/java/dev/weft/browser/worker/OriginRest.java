package dev.weft.browser.worker;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/** The rest of a response that a page has begun, from the origin. */
@JSClass(transparent = true)
abstract class OriginRest implements JSObject {
  private OriginRest() {}

  /** Who gets its bytes. */
  interface Taker extends JSObject {
    /** The next bytes, a typed array. */
    void piece(JSObject bytes);

    /** That was all. */
    void complete();

    /** It does not come, or is of another version. */
    void broken();
  }

  /**
   * Asks for the bytes from one offset up to another, of the version that the page began. Where the
   * origin sends the whole, what was had is skipped; one without an ETag must be as long.
   */
  @JSBody(
      params = {"asked", "from", "end", "taker"},
      script =
          """
          var last = end - 1,
            headers = {Range: 'bytes=' + from + '-' + last},
            at = from,
            aborter = new AbortController(),
            reader;
          if (asked.etag) headers['If-Range'] = asked.etag;
          reader = fetch(asked.path, {headers: headers, signal: aborter.signal}).then(answer => {
            var header = name => answer.headers.get(name),
              part = /^bytes (\\d+)-\\d+\\/(\\d+)$/.exec(header('content-range')),
              whole = answer.status == 200,
              size = whole ? header('content-length') : part && part[2],
              same = asked.etag ? header('etag') == asked.etag : size == asked.size;
            if (!same || !whole && (answer.status != 206 || part[1] != from)) throw 0;
            if (whole) at = 0;
            return answer.body.getReader();
          });
          var read = body => body.read().then(piece => {
            var bytes = piece.value, first = at;
            if (piece.done) return at < end ? taker.broken() : taker.complete();
            at += bytes.length;
            bytes = bytes.subarray(Math.max(0, from - first), Math.max(0, end - first));
            return bytes.length ? taker.piece(bytes) : read(body);
          });
          return {
            next: () => reader.then(read).catch(() => taker.broken()),
            cancel: () => aborter.abort()
          }
          """)
  static native OriginRest of(Asked asked, double from, double end, Taker taker);

  /** Reads one piece more. */
  abstract void next();

  /** No more is wanted. */
  abstract void cancel();
}
