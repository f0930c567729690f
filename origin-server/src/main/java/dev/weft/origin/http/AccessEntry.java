package dev.weft.origin.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One finished request.
 *
 * @param time when it arrived
 * @param method the request method
 * @param target path and query as they were sent, percent-encoded
 * @param status the response status
 * @param bodyBytes body bytes handed to the network, as encoded; for an aborted response what was
 *     written until then
 * @param decodedBytes the same before content coding: equal for identity, the file's size for a
 *     whole gzip variant, in proportion for one that was aborted
 * @param range the {@code Range} header, or {@code -}
 * @param protocol {@code HTTP/1.1} or {@code HTTP/2.0}
 * @param millis from arrival to the last byte
 * @param aborted whether the response was cut off by either side
 * @param userAgent the {@code User-Agent} header, or {@code -}
 */
public record AccessEntry(
    Instant time,
    String method,
    String target,
    int status,
    long bodyBytes,
    long decodedBytes,
    String range,
    String protocol,
    long millis,
    boolean aborted,
    String userAgent) {

  /** The line of the access log, without its end; the README documents the format. */
  public String line() {
    return time.truncatedTo(ChronoUnit.MILLIS)
        + " "
        + method
        + ' '
        + target
        + ' '
        + status
        + ' '
        + bodyBytes
        + ' '
        + decodedBytes
        + ' '
        + printable(range).replace(" ", "")
        + ' '
        + protocol
        + ' '
        + millis
        + (aborted ? " aborted \"" : " ok \"")
        + printable(userAgent)
        + '"';
  }

  /** Without quotes, backslashes and control characters, so that a line stays one line. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int index = 0; index < text.length(); index++) {
      char letter = text.charAt(index);
      out.append(letter < ' ' || letter > '~' || letter == '"' || letter == '\\' ? '?' : letter);
    }
    return out.toString();
  }
}
