package dev.weft.bootstrap;

import java.nio.file.Path;
import java.util.Map;

/** Where the identity is kept unless said otherwise (XDG Base Directory Specification 0.8). */
final class DefaultKey {
  private DefaultKey() {}

  /** {@code weft/bootstrap.key} under {@code $XDG_DATA_HOME}, or under {@code ~/.local/share}. */
  static Path path(Map<String, String> environment, String home) {
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    // The specification has relative paths ignored.
    boolean isSet = Path.of(data).isAbsolute();
    Path folder = isSet ? Path.of(data) : Path.of(home, ".local", "share");
    return folder.resolve("weft").resolve("bootstrap.key");
  }
}
