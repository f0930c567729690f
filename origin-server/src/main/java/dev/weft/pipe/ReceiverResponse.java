package dev.weft.pipe;

import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** The head of a receiver's response, and its trailer. */
final class ReceiverResponse {
  /** Trailer: SHA-256 of the body, in lower-case hexadecimal. */
  static final String DIGEST = "X-Weft-Digest";

  private ReceiverResponse() {}

  /**
   * Prepares the response.
   *
   * @param digest gives the body's digest at its end
   */
  static void prepare(Exchange exchange, Sender.Head head, Supplier<@Nullable String> digest) {
    Response response = exchange.response();
    response.setStatus(HttpStatus.OK_200);
    HttpFields.Mutable headers = response.getHeaders();
    headers.add(head.headers());
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Security-Policy", "sandbox; default-src 'none'");
    headers.put("X-Robots-Tag", "none");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store, no-transform");
    HttpVersion version = exchange.request().getConnectionMetaData().getHttpVersion();
    boolean trailers =
        head.digest()
            && exchange.request().getHeaders().contains(HttpHeader.TE, "trailers")
            && version != HttpVersion.HTTP_1_0;
    if (trailers) {
      headers.put(HttpHeader.TRAILER, DIGEST);
      response.setTrailersSupplier(() -> trailer(digest.get()));
    }
    // In HTTP/1.1 only a chunked body has trailers (RFC 9112, section 7.1.2).
    if (head.length() >= 0 && !(trailers && exchange.hasOwnConnection())) {
      headers.put(HttpHeader.CONTENT_LENGTH, head.length());
    } else if (version == HttpVersion.HTTP_1_1) {
      // Else Jetty lets the end of the connection be the end of the body, even of a broken one.
      headers.put(HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED);
    }
  }

  private static HttpFields trailer(@Nullable String digest) {
    return digest == null
        ? HttpFields.EMPTY
        : HttpFields.from(new HttpField(DIGEST, "sha-256=" + digest));
  }
}
