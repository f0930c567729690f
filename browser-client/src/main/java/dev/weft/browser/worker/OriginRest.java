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

    /** The checksum of all bytes up to the last of these. */
    int sum(int before, JSObject bytes);
  }

  /**
   * Asks for the bytes from one offset up to another, of the version that the page began: of its
   * ETag, or, where it has none, one whose bytes are the same as far as they were had. What was had
   * is so asked for again, or skipped where the origin sends the whole. Of a whole asset without an
   * ETag no part is asked for: browsers take those without any coding.
   *
   * @param brought the checksum of what was had
   */
  @JSBody(
      params = {"asked", "from", "brought", "end", "taker"},
      script =
          """
          var start = asked.etag ? from : asked.start,
            last = end - 1,
            headers = {},
            at = start,
            sum = 0,
            aborter = new AbortController(),
            whole,
            reader;
          if (asked.etag || asked.part) headers.Range = 'bytes=' + start + '-' + last;
          if (asked.etag) headers['If-Range'] = asked.etag;
          reader = fetch(asked.path, {headers: headers, signal: aborter.signal}).then(answer => {
            var header = name => answer.headers.get(name),
              part = /^bytes (\\d+)-\\d+\\/(\\d+)$/.exec(header('content-range')) || [];
            whole = answer.status == 200;
            if (asked.etag && header('etag') != asked.etag) throw 0;
            if (!whole && (answer.status != 206 || part[1] != start || part[2] != asked.size))
              throw 0;
            if (whole) at = 0;
            return answer.body.getReader();
          });
          var read = body => body.read().then(piece => {
            var bytes = piece.value,
              first = at,
              between = (low, high) =>
                bytes.subarray(Math.max(0, low - first), Math.max(0, high - first));
            if (piece.done)
              return at < end || whole && at != asked.size ? taker.broken() : taker.complete();
            at += bytes.length;
            if (first < from) {
              sum = taker.sum(sum, between(start, from));
              if (at >= from && start < from && sum != brought) throw 0;
            }
            bytes = between(from, end);
            return bytes.length ? taker.piece(bytes) : read(body);
          });
          return {
            next: () => reader.then(read).catch(() => taker.broken()),
            cancel: () => aborter.abort()
          }
          """)
  static native OriginRest of(Asked asked, double from, int brought, double end, Taker taker);

  /** Reads one piece more. */
  abstract void next();

  /** No more is wanted. */
  abstract void cancel();
}
