package dev.weft.site.visit;

/**
 * A response that the browser got over HTTP, as its network panel would show it.
 *
 * @param path of the URL
 * @param byScript whether a script's {@code fetch} asked for it, as Weft does, and not an element
 *     of the page
 * @param fromHttpCache whether the network was not used
 * @param decodedBytes body bytes after content coding
 * @param wireBytes bytes on the connection, with headers and as encoded
 * @param askedAtMillis since navigation
 */
public record Transfer(
    String path,
    boolean byScript,
    boolean fromHttpCache,
    long decodedBytes,
    long wireBytes,
    double askedAtMillis) {}
