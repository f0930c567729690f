package dev.weft.origin;

import dev.weft.core.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;

/** Where a site's key is kept unless said otherwise (XDG Base Directory Specification 0.8). */
final class DefaultKey {
  private static final int HASH_BYTES = 4;

  private DefaultKey() {}

  /**
   * {@code weft/sites/NAME-HASH.key} under {@code $XDG_DATA_HOME}, or under {@code ~/.local/share}:
   * a key for each folder, outside of it, so that it is never published with the site.
   */
  static Path path(Path folder, Map<String, String> environment, String home) {
    Path data = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
    Path absolute = folder.toAbsolutePath().normalize();
    Path name = absolute.getFileName();
    byte[] digest = Sha256.digest(absolute.toString().getBytes(StandardCharsets.UTF_8));
    String file =
        (name == null ? "root" : name)
            + "-"
            + HexFormat.of().formatHex(digest, 0, HASH_BYTES)
            + ".key";
    // The specification has relative paths ignored.
    return (data.isAbsolute() ? data : Path.of(home, ".local", "share"))
        .resolve("weft")
        .resolve("sites")
        .resolve(file);
  }
}
