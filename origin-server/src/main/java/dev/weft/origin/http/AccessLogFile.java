package dev.weft.origin.http;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The access log as a file: a line a request, appended and flushed line by line. */
public final class AccessLogFile implements Consumer<AccessEntry>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLogFile.class);

  private final BufferedWriter out;
  private boolean failed;

  /**
   * Opens the file, or makes it.
   *
   * @throws IOException when it cannot be written
   */
  public AccessLogFile(Path file) throws IOException {
    out =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Writes the line. A full disk is said once and does not stop the server. */
  @Override
  public synchronized void accept(AccessEntry entry) {
    try {
      out.write(entry.line());
      out.newLine();
      out.flush();
    } catch (IOException unwritable) {
      if (!failed) {
        LOG.warn("the access log cannot be written any more: {}", unwritable.getMessage());
      }
      failed = true;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
