package dev.weft.origin.publish;

import dev.weft.origin.manifest.Inventory;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/**
 * Says on stderr how far the reading of the files has come: one line that changes, on a terminal.
 */
public final class TerminalProgress implements Inventory.Progress {
  private static final long MEGABYTE = 1_000_000;

  private final PrintWriter err;
  private final boolean terminal;
  private final long tellNanos;
  private int files;
  private int filesDone;
  private long bytes;
  private long bytesDone;
  private long toldAt = System.nanoTime();
  private boolean told;

  /** Writes to {@code err}; {@code terminal} tells whether a line there can be written over. */
  public TerminalProgress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
    tellNanos = terminal ? TimeUnit.MILLISECONDS.toNanos(100) : TimeUnit.SECONDS.toNanos(5);
  }

  @Override
  public void begin(int filesToRead, long bytesToRead) {
    files = filesToRead;
    bytes = bytesToRead;
  }

  @Override
  public void bytes(int count) {
    bytesDone += count;
    long now = System.nanoTime();
    if (now - toldAt >= tellNanos) {
      toldAt = now;
      tell();
    }
  }

  @Override
  public void file(boolean changed) {
    filesDone++;
  }

  /** All files are read. */
  public void end() {
    if (told) {
      tell();
      if (terminal) {
        err.println();
      }
      err.flush();
    }
  }

  private void tell() {
    told = true;
    err.printf(
        "%shashed %,d of %,d files, %,d of %,d MB%s",
        terminal ? "\r" : "",
        filesDone,
        files,
        bytesDone / MEGABYTE,
        bytes / MEGABYTE,
        terminal ? "" : System.lineSeparator());
    err.flush();
  }
}
