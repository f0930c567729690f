package dev.weft.origin.http;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.handler.CrossOriginHandler;

/** Lets pages of other origins read this server (the Fetch standard, "CORS protocol"). */
public final class CrossOrigin {
  private CrossOrigin() {}

  /** For pages of exactly these origins; never with cookies. */
  public static CrossOriginHandler handler(List<String> origins) {
    CrossOriginHandler handler = new CrossOriginHandler();
    handler.setAllowedOriginPatterns(
        origins.stream().map(Pattern::quote).collect(Collectors.toSet()));
    handler.setAllowCredentials(false);
    handler.setAllowedMethods(Set.of("GET", "HEAD"));
    handler.setAllowedHeaders(
        Set.of("Range", "If-Range", "If-None-Match", "If-Match", "If-Modified-Since"));
    handler.setExposedHeaders(
        Set.of("Accept-Ranges", "Content-Length", "Content-Range", "ETag", SlowHandler.HEADER));
    return handler;
  }
}
