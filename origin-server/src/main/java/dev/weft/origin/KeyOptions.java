package dev.weft.origin;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With which key manifests are signed. */
final class KeyOptions {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "The key that signs manifests; made when it is not there. Default: a file for this folder"
              + " in weft/sites under $$XDG_DATA_HOME or ~/.local/share.")
  @Nullable Path key;

  @Option(
      names = "--former-key",
      paramLabel = "FILE",
      description = "After a change of keys: the former one, which vouches for the new one.")
  @Nullable Path formerKey;

  /** The key file of the site in the folder. */
  Path file(Path folder) {
    return key == null
        ? DefaultKey.path(folder, System.getenv(), System.getProperty("user.home"))
        : key;
  }
}
