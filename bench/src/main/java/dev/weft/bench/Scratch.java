package dev.weft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder of a measurement's own, which goes with all that is in it. */
public record Scratch(Path folder) implements AutoCloseable {
  /** A new one, where temporary files are kept. */
  public static Scratch open() throws IOException {
    return in(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** A new one in that folder. */
  public static Scratch in(Path parent) throws IOException {
    return new Scratch(Files.createTempDirectory(parent, "weft-bench"));
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException kept) {
      throw new UncheckedIOException(kept);
    }
  }
}
