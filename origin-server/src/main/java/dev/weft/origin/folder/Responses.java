package dev.weft.origin.folder;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How files are answered by the server that serves them, as far as is known. */
@FunctionalInterface
public interface Responses {
  /** The response with the file; null when it is not served. */
  @Nullable Response of(SiteFile file);

  /**
   * A response.
   *
   * @param mediaType its {@code Content-Type}
   * @param headers all others that it has of its own, by name without regard to case
   */
  record Response(String mediaType, Map<String, String> headers) {}

  /** What the rules say, and the types that our own server sends. */
  static Responses by(HeaderRules rules) {
    return file -> new Response(MediaTypes.of(file.path()), rules.of(file.path()));
  }
}
