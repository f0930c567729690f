package dev.weft.origin.folder;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A file of the site as it was found.
 *
 * @param path of its URL, see {@link SitePath}
 * @param file where it is, links resolved
 * @param size in bytes
 * @param modifiedNanos time of last modification, nanoseconds since the epoch as far as the file
 *     system tells them
 */
public record SiteFile(String path, Path file, long size, long modifiedNanos) {
  /**
   * A file that was modified this shortly before it was read may be modified again without a change
   * of its time, which file systems count in ticks of some milliseconds. What was read then is not
   * kept.
   */
  public static final long SETTLE_MILLIS = 100;

  static SiteFile of(String path, Path file, BasicFileAttributes attributes) {
    return new SiteFile(
        path, file, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
  }

  /** The opaque part of its strong entity tag: changes with size and time of modification. */
  public String tag() {
    return Long.toHexString(size) + 'x' + Long.toHexString(modifiedNanos);
  }

  /** Whether what is read from now on is sure to have another time when it changes. */
  public boolean isSettled() {
    long age = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(modifiedNanos);
    return Math.abs(age) >= SETTLE_MILLIS;
  }

  /** When it was last modified. */
  public Instant lastModified() {
    return Instant.EPOCH.plusNanos(modifiedNanos);
  }
}
