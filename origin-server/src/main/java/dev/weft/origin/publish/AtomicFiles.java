package dev.weft.origin.publish;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/**
 * Writes files of a folder that is being served: who reads one sees the old or the new one, whole.
 */
final class AtomicFiles {
  private final Path root;

  AtomicFiles(Path root) {
    this.root = root;
  }

  /** The file of a URL's path. */
  Path file(String path) {
    return root.resolve(path.substring(1));
  }

  /**
   * Writes the file, unless it is so already.
   *
   * @return whether it was other than this
   */
  boolean write(String path, byte[] bytes) throws IOException {
    Path file = file(path);
    if (Files.isRegularFile(file)
        && Files.size(file) == bytes.length
        && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return false;
    }
    Files.createDirectories(file.getParent());
    Path draft = Files.createTempFile(file.getParent(), ".weft", ".tmp");
    try {
      Files.write(draft, bytes);
      makeReadable(draft);
      replace(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
    return true;
  }

  /** A draft is its owner's alone; the web server is somebody else as a rule. */
  private static void makeReadable(Path draft) throws IOException {
    if (draft.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private static void replace(Path draft, Path file) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException plainFolder) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
