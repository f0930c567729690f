package dev.weft.pipe;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** A path that nobody can guess, for those who do not want to think of one. */
final class Invitation {
  /** 144 bits, which are 24 characters without padding. */
  private static final int PATH_BYTES = 18;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Invitation() {}

  /** Answers 201 with a URL, in {@code Location} and as a line of text; nothing is reserved. */
  static void answer(Exchange exchange, Ask ask, String scheme) {
    byte[] random = new byte[PATH_BYTES];
    RANDOM.nextBytes(random);
    String url =
        scheme
            + "://"
            + authority(exchange.request())
            + PipeHandler.PREFIX
            + "/"
            + Base64.getUrlEncoder().withoutPadding().encodeToString(random)
            + (ask.n() == 1 ? "" : "?n=" + ask.n());
    exchange.response().getHeaders().put(HttpHeader.LOCATION, url);
    exchange.answer(
        201, "text/plain; charset=utf-8", (url + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** HTTP/2 may name it in {@code Host} alone (RFC 9113, section 8.3.1), as nginx does. */
  private static String authority(Request request) {
    String authority = request.getHttpURI().getAuthority();
    String host = authority == null ? request.getHeaders().get(HttpHeader.HOST) : authority;
    return host == null
        ? Request.getServerName(request) + ':' + Request.getServerPort(request)
        : host;
  }
}
