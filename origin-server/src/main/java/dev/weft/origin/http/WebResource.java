package dev.weft.origin.http;

import dev.weft.core.crypto.Sha256;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a URL stands for at this moment.
 *
 * @param mediaType the {@code Content-Type}
 * @param tag the opaque part of the strong {@code ETag}, without quotes or hyphen; the gzip variant
 *     has the same with {@code .gz} after it
 * @param lastModified null for what is made rather than stored
 * @param identity the bytes as they are
 * @param gzip gives the gzip variant, or null when the type is not worth it or the result was not
 *     smaller; called only when a client accepts gzip
 * @param compressible whether a gzip variant may exist, so that caches are told with {@code Vary}
 * @param headers further response headers, {@code Cache-Control} among them
 */
public record WebResource(
    String mediaType,
    String tag,
    @Nullable Instant lastModified,
    Body identity,
    Supplier<byte @Nullable []> gzip,
    boolean compressible,
    Map<String, String> headers) {
  /** Headers of what never changes under its URL. */
  public static final Map<String, String> FOREVER =
      Map.of("Cache-Control", "public, max-age=31536000, immutable");

  /** Headers of what is kept, but asked for anew at each use. */
  public static final Map<String, String> REVALIDATED = Map.of("Cache-Control", "no-cache");

  private static final int TAG_BYTES = 16;

  /** The strong {@code ETag} of the identity variant. */
  public String etag() {
    return '"' + tag + '"';
  }

  /** The strong {@code ETag} of the gzip variant. */
  public String gzipEtag() {
    return '"' + tag + ".gz\"";
  }

  /** A resource that was made and is kept in memory; compressed here and now if that helps. */
  public static WebResource inMemory(
      String mediaType, String tag, byte[] bytes, Map<String, String> headers) {
    byte[] gzip = Gzip.compress(bytes);
    return new WebResource(mediaType, tag, null, Body.of(bytes), () -> gzip, gzip != null, headers);
  }

  /** The same, with a tag that follows from the bytes. */
  public static WebResource inMemory(String mediaType, byte[] bytes, Map<String, String> headers) {
    String tag = HexFormat.of().formatHex(Sha256.digest(bytes), 0, TAG_BYTES);
    return inMemory(mediaType, tag, bytes, headers);
  }
}
