package dev.weft.origin.http;

import java.time.Instant;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers GET and HEAD for a {@link WebResource}: chooses the variant, then evaluates the
 * preconditions, then the range.
 *
 * <p>A request with {@code Range} always gets the identity variant, so that offsets are offsets
 * into the file.
 */
public final class Responder {
  /** The methods that a stored resource has. */
  public static final String ALLOW = "GET, HEAD, OPTIONS";

  private Responder() {}

  /** Whether the method is GET or HEAD; if not, it has been answered with 204 or 405. */
  public static boolean isRead(Request request, Response response, Callback callback) {
    String method = request.getMethod();
    if (HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method)) {
      return true;
    }
    if (HttpMethod.OPTIONS.is(method)) {
      response.setStatus(HttpStatus.NO_CONTENT_204);
      response.getHeaders().put(HttpHeader.ALLOW, ALLOW);
      callback.succeeded();
    } else {
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
    }
    return false;
  }

  /** Answers the request, whose method is GET or HEAD. */
  public static void send(
      Request request, Response response, Callback callback, WebResource resource) {
    HttpFields asked = request.getHeaders();
    Body body = resource.identity();
    String etag = resource.etag();
    byte[] gzip = acceptsGzip(asked, resource) ? resource.gzip().get() : null;
    HttpFields.Mutable headers = response.getHeaders();
    if (gzip != null) {
      body = Body.of(gzip);
      etag = resource.gzipEtag();
    }
    putValidators(headers, resource, etag);
    Preconditions preconditions = new Preconditions(etag, resource.lastModified());
    int status = preconditions.evaluate(asked);
    if (status == HttpStatus.NOT_MODIFIED_304) {
      response.setStatus(status);
      callback.succeeded();
      return;
    }
    if (status != 0) {
      Response.writeError(request, response, callback, status);
      return;
    }
    headers.put(HttpHeader.CONTENT_TYPE, resource.mediaType());
    headers.put(HttpHeader.ACCEPT_RANGES, "bytes");
    if (gzip != null) {
      headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
      AccessLog.inflated(request, gzip.length, resource.identity().length());
    }
    ByteSpan span = null;
    if (HttpMethod.GET.is(request.getMethod()) && preconditions.rangeAllowed(asked)) {
      span = ByteSpan.of(asked, body.length());
    }
    if (span != null && !span.isSatisfiable()) {
      request.setAttribute(ErrorPages.CONTENT_RANGE, "bytes */" + body.length());
      Response.writeError(request, response, callback, HttpStatus.RANGE_NOT_SATISFIABLE_416);
      return;
    }
    if (span == null) {
      span = new ByteSpan(0, body.length() - 1);
    } else {
      response.setStatus(HttpStatus.PARTIAL_CONTENT_206);
      headers.put(HttpHeader.CONTENT_RANGE, span.contentRange(body.length()));
    }
    headers.put(HttpHeader.CONTENT_LENGTH, span.length());
    if (HttpMethod.HEAD.is(request.getMethod()) || span.length() == 0) {
      callback.succeeded();
    } else {
      body.writeTo(response, span.first(), span.length(), callback);
    }
  }

  private static void putValidators(HttpFields.Mutable headers, WebResource resource, String etag) {
    headers.put("X-Content-Type-Options", "nosniff");
    resource.headers().forEach(headers::put);
    headers.put(HttpHeader.ETAG, etag);
    if (resource.lastModified() != null) {
      headers.put(HttpHeader.LAST_MODIFIED, date(resource.lastModified()));
    }
    if (resource.compressible()) {
      headers.add(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
    }
  }

  /** As HTTP writes it (RFC 9110, section 5.6.7). */
  public static String date(Instant instant) {
    return DateGenerator.formatDate(instant.getEpochSecond() * 1000);
  }

  private static boolean acceptsGzip(HttpFields asked, WebResource resource) {
    return resource.compressible()
        && !asked.contains(HttpHeader.RANGE)
        && AcceptEncoding.prefersGzip(asked.getValuesList(HttpHeader.ACCEPT_ENCODING));
  }
}
