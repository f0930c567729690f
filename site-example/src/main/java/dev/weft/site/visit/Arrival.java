package dev.weft.site.visit;

/**
 * An asset that the page got through Weft, as its {@code asset} event told.
 *
 * @param path as in the manifest
 * @param source where most of it came from: {@code peers}, {@code origin}, {@code cache}, {@code
 *     http-cache}
 * @param bytes its size, decoded
 * @param peerBytes what peers brought of it
 * @param originBytes what the origin sent for it, races that it lost included
 * @param askedAtMillis when the page asked, since navigation
 * @param millis from asking to the last byte
 * @param fallback why the origin was used, empty when it was not
 */
public record Arrival(
    String path,
    String source,
    long bytes,
    long peerBytes,
    long originBytes,
    double askedAtMillis,
    double millis,
    String fallback) {}
