package dev.weft.jvm;

import java.nio.file.Path;

/** A key file that cannot be used; the message says what is wrong and what to do. */
public final class KeyFileException extends Exception {
  private static final long serialVersionUID = 1;

  KeyFileException(Path file, String problem) {
    super("key file " + file + ": " + problem);
  }
}
