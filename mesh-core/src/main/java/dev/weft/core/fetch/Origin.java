package dev.weft.core.fetch;

import dev.weft.core.io.MeshException;
import org.jspecify.annotations.Nullable;

/**
 * The site's own server as a driver offers it: {@code fetch} in a page, a simulated server in
 * tests.
 *
 * <p>Bytes are what the page would see: after content-decoding, which is the driver's.
 */
public interface Origin {
  /**
   * Starts a GET at once, in the page's own origin and with its ordinary HTTP cache.
   *
   * @param path of the manifest, absolute, such as {@code /img/a.webp}
   * @param first the first byte wanted; with {@code last} of −1 and 0 here no Range is sent
   * @param last the last byte wanted, inclusive as in RFC 9110 section 14.1.2, or −1 for the end
   * @param ifRange the strong ETag that {@code If-Range} carries, or null for none
   * @param response hears of what comes, never within this call
   */
  Request get(String path, long first, long last, @Nullable String ifRange, Response response);

  /** A GET that is under way. */
  interface Request {
    /** Ends it; its response hears nothing more. Without effect when it is over. */
    void cancel();
  }

  /**
   * Who gets the answer: {@link #head}, any number of {@link #data}, then {@link #end}; {@link
   * #failed} instead of any of these. After the last two nothing more comes.
   */
  interface Response {
    /**
     * Status and headers have come. Redirects have been followed.
     *
     * @param status 200 for the whole, 206 for a range, or any other final status
     * @param firstByte offset of the first byte of the body: of {@code Content-Range} for 206, else
     *     0
     * @param totalBytes size of the whole decoded asset, −1 where it is not known (an encoded body)
     * @param mediaType {@code Content-Type} as it came, or null
     * @param etag as it came, or null
     */
    void head(
        int status,
        long firstByte,
        long totalBytes,
        @Nullable String mediaType,
        @Nullable String etag);

    /** The next decoded bytes, at least one; the array is the receiver's. */
    void data(byte[] bytes);

    /**
     * The body is complete.
     *
     * @param wireBytes what crossed the network for the body, −1 where the platform does not tell
     * @param fromHttpCache whether the browser's HTTP cache answered without asking the server
     */
    void end(long wireBytes, boolean fromHttpCache);

    /** No answer, or a broken one: fault LOCAL, code {@code origin-unreachable}. */
    void failed(MeshException reason);
  }
}
