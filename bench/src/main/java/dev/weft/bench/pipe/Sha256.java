package dev.weft.bench.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/** What the pipe reckons of all that passes, and its rivals do not. */
final class Sha256 {
  private static final int PIECE_BYTES = 1 << 20;

  private Sha256() {}

  /** A new digest. */
  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** How long one processor takes for a file's bytes, once they are read. */
  static Duration time(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] piece = new byte[PIECE_BYTES];
    long nanos = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(piece); length > 0; length = in.read(piece)) {
        long begun = System.nanoTime();
        digest.update(piece, 0, length);
        nanos += System.nanoTime() - begun;
      }
    }
    return Duration.ofNanos(nanos);
  }
}
