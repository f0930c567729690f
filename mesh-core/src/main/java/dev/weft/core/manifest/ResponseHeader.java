package dev.weft.core.manifest;

import static dev.weft.core.manifest.ManifestText.isPrintable;
import static dev.weft.core.manifest.ManifestText.require;

/**
 * A header that a response from the mesh reproduces.
 *
 * @param name in lower case, one of a closed list: what tells how to show, cache or share a public
 *     resource. None of it sets state, grants power to scripts or secures a page.
 * @param value printable, at most {@value #MAX_VALUE_CHARS} characters
 */
public record ResponseHeader(String name, String value) {
  /** The longest value, in characters: a long Content-Disposition. */
  public static final int MAX_VALUE_CHARS = 1024;

  private static final String[] NAMES = {
    "access-control-allow-origin",
    "cache-control",
    "content-disposition",
    "content-language",
    "cross-origin-resource-policy",
    "etag",
    "expires",
    "last-modified",
    "sourcemap",
    "timing-allow-origin",
    "x-content-type-options"
  };

  /** Throws code {@code bad-manifest} for a name outside the list or a value out of bounds. */
  public ResponseHeader {
    require(isAllowed(name) && isPrintable(value, MAX_VALUE_CHARS), "header");
  }

  /** Whether a header of the name, in lower case, may stand in a manifest. */
  public static boolean isAllowed(String name) {
    for (String allowed : NAMES) {
      if (allowed.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
