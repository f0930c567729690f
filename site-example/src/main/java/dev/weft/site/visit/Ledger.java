package dev.weft.site.visit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page's own account of a visit, {@code weft.stats()}: bytes are decoded ones.
 *
 * @param fallbacks how often the origin was used, by reason
 */
public record Ledger(
    String state,
    String reason,
    int peers,
    long bytesFromPeers,
    long bytesFromOrigin,
    long bytesFromCache,
    long bytesFromHttpCache,
    long uploaded,
    long verifyFailures,
    Map<String, Long> fallbacks) {

  /** A page without Weft. */
  public static final Ledger NONE = new Ledger("off", "no weft.js", 0, 0, 0, 0, 0, 0, 0, Map.of());

  public Ledger {
    fallbacks = Collections.unmodifiableMap(new TreeMap<>(fallbacks));
  }

  /** Reads what {@code stats()} gave; what is absent is 0. */
  static Ledger of(JsonNode stats) {
    if (!stats.isObject()) {
      return NONE;
    }
    Map<String, Long> fallbacks = new TreeMap<>();
    stats
        .path("fallbacks")
        .properties()
        .forEach(entry -> fallbacks.put(entry.getKey(), entry.getValue().asLong()));
    fallbacks.values().removeIf(count -> count == 0);
    return new Ledger(
        stats.path("state").asText(),
        stats.path("reason").asText(""),
        stats.path("peers").asInt(),
        stats.path("bytes").path("peers").asLong(),
        stats.path("bytes").path("origin").asLong(),
        stats.path("bytes").path("cache").asLong(),
        stats.path("bytes").path("httpCache").asLong(),
        stats.path("uploaded").asLong(),
        stats.path("verifyFailures").asLong(),
        fallbacks);
  }
}
