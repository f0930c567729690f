package dev.weft.site.visit;

/**
 * A response that the browser got over HTTP, as its network panel would show it.
 *
 * @param path of the URL
 * @param by who asked the network for it
 * @param fromHttpCache whether the network was not used
 * @param decodedBytes body bytes after content coding
 * @param wireBytes bytes on the connection, with headers and as encoded
 * @param askedAtMillis since navigation
 * @param cutOff whether it was given up before its end
 */
public record Transfer(
    String path,
    By by,
    boolean fromHttpCache,
    long decodedBytes,
    long wireBytes,
    double askedAtMillis,
    boolean cutOff) {
  /** Who asks the network. */
  public enum By {
    /** An element of the page, past Weft. */
    ELEMENT,
    /** A script's {@code fetch}, as Weft's is. */
    SCRIPT,
    /** Weft's service worker, when the page's Weft does not answer it in time. */
    WORKER,
    /** Nobody: the service worker answered, with what the page brought or it asked for itself. */
    NOBODY
  }
}
