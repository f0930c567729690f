package dev.weft.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file with a secret, that only its owner may use, where the file system knows modes. */
public final class PrivateFile {
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private PrivateFile() {}

  /**
   * Reads the beginning of the file as Latin-1.
   *
   * @param maxBytes how much of it is read
   * @throws KeyFileException when it is not there, cannot be read, or others may use it
   */
  public static String read(Path file, int maxBytes) throws KeyFileException {
    try {
      if (modesAreKnown(file)) {
        Set<PosixFilePermission> others = EnumSet.copyOf(OTHERS);
        others.retainAll(Files.getPosixFilePermissions(file));
        if (!others.isEmpty()) {
          throw new KeyFileException(
              file, "others than its owner may use it; if nobody has, run: chmod 600 " + file);
        }
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new String(in.readNBytes(maxBytes), StandardCharsets.ISO_8859_1);
      }
    } catch (NoSuchFileException missing) {
      throw new KeyFileException(file, "it is not there");
    } catch (AccessDeniedException denied) {
      throw new KeyFileException(file, "this user may not read it; give it to the user, mode 600");
    } catch (IOException broken) {
      throw new KeyFileException(file, "it cannot be read (" + broken + ")");
    }
  }

  static boolean modesAreKnown(Path path) throws IOException {
    return Files.getFileStore(path).supportsFileAttributeView("posix");
  }
}
