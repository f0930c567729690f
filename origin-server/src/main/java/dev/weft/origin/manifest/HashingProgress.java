package dev.weft.origin.manifest;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how far the hashing of a large site has come, once a second, and has what is done so far
 * published now and then, so that visitors need not wait for the rest.
 */
final class HashingProgress implements Inventory.Progress {
  private static final Logger LOG = LoggerFactory.getLogger(HashingProgress.class);

  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A new manifest makes every visitor's page fetch it anew, so not too often. */
  private static final long PUBLISH_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long MEGABYTE = 1_000_000;

  private final Runnable publish;
  private int files;
  private int filesDone;
  private long bytes;
  private long bytesDone;
  private long toldAt;
  private long publishedAt;
  private boolean told;

  /** Progress of one update. */
  HashingProgress(Runnable publish) {
    this.publish = publish;
    toldAt = System.nanoTime();
    publishedAt = toldAt;
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
    if (now - toldAt >= TELL_NANOS) {
      tell();
      toldAt = now;
    }
  }

  @Override
  public void file(boolean changed) {
    filesDone++;
    long now = System.nanoTime();
    if (changed && filesDone < files && now - publishedAt >= PUBLISH_NANOS) {
      publish.run();
      publishedAt = now;
    }
    if (told && filesDone == files) {
      tell();
    }
  }

  private void tell() {
    told = true;
    LOG.info(
        "hashed {} of {} files, {} of {} MB",
        filesDone,
        files,
        bytesDone / MEGABYTE,
        bytes / MEGABYTE);
  }
}
