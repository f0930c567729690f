package dev.weft.bench.mesh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A file that is fetched: bytes that no compression makes smaller, the same in each run.
 *
 * @param name of the file in the site
 * @param size in bytes
 */
record SiteFile(String name, int size) {
  /** Writes it, and says what its page is to know of it. */
  Map<String, Object> write(Path folder) throws IOException {
    byte[] bytes = new byte[size];
    SplittableRandom random = new SplittableRandom(name.hashCode());
    random.nextBytes(bytes);
    Files.write(folder.resolve(name), bytes);
    return Map.of("size", size, "sha256", HexFormat.of().formatHex(sha256(bytes)));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
