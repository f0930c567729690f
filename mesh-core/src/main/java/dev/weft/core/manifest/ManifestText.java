package dev.weft.core.manifest;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.unixfs.BlockLayout;
import org.jspecify.annotations.Nullable;

/** The rules that values of a manifest keep, whichever message they stand in. */
final class ManifestText {
  /** The longest path of an asset, in characters. */
  static final int MAX_PATH_CHARS = 1024;

  private ManifestText() {}

  /** Refuses unless the condition holds. */
  static void require(boolean holds, String what) {
    if (!holds) {
      throw MeshException.peer("bad-manifest", what);
    }
  }

  /** Whether the text is of 1 to {@code maxChars} characters from space to tilde. */
  static boolean isPrintable(String text, int maxChars) {
    for (int i = 0; i < text.length(); i++) {
      char symbol = text.charAt(i);
      if (symbol < ' ' || symbol > '~') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= maxChars;
  }

  /**
   * Refuses what cannot begin a path: a path is what a browser's {@code URL.pathname} gives, so it
   * starts with a slash, is percent-encoded, and has no query or fragment.
   */
  static void requirePathPrefix(String prefix) {
    require(isPrintable(prefix, MAX_PATH_CHARS) && prefix.charAt(0) == '/', "path");
    for (int i = 0; i < prefix.length(); i++) {
      require(" \"#<>?\\`{}".indexOf(prefix.charAt(i)) < 0, "path not encoded");
    }
  }

  /** Refuses what is no path: as a prefix, and without {@code //}, {@code /./} or {@code /../}. */
  static void requirePath(String path) {
    requirePathPrefix(path);
    require(!path.contains("//"), "empty path segment");
    // A dot may be written as %2e: URLs resolve such segments away all the same.
    String plain = path.replace("%2e", ".").replace("%2E", ".");
    require(!plain.contains("/./") && !plain.contains("/../"), "dot segment");
    require(!plain.endsWith("/.") && !plain.endsWith("/.."), "dot segment");
  }

  /** Refuses a size that no file may have. */
  static void requireFileBytes(long size) {
    require(size >= 0 && size <= BlockLayout.MAX_FILE_BYTES, "size");
  }

  /** Refuses a CID that is not version 1 with SHA-256. */
  static void requireSha256(Cid cid) {
    require(cid.version() == 1 && cid.multihash().code() == Multihash.SHA2_256, "cid");
  }

  /** The CID; refuses one that is not there. */
  static Cid present(@Nullable Cid root) {
    if (root == null) {
      throw MeshException.peer("bad-manifest", "no cid");
    }
    return root;
  }
}
