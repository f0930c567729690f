package dev.weft.site.visit;

/**
 * An asset that the page got through Weft, as its {@code asset} event told.
 *
 * @param path as in the manifest
 * @param source where it came from: {@code peer}, {@code origin}, {@code cache} …
 * @param bytes decoded
 * @param askedAtMillis when the page asked, since navigation
 * @param millis from asking to the last byte
 * @param fallback why the origin was used, empty when it was not
 */
public record Arrival(
    String path, String source, long bytes, double askedAtMillis, double millis, String fallback) {}
