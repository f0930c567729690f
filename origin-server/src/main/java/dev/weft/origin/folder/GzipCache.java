package dev.weft.origin.folder;

import dev.weft.origin.http.Gzip;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Gzip variants in memory, the least recently used ones dropped. A variant is made once, by the
 * first who asks; others who ask meanwhile wait for it. One of a file that was modified just now is
 * not kept, see {@link SiteFile#isSettled}. Thread-safe.
 */
public final class GzipCache {
  /** Below this the header of the coding and a header field more eat what is saved. */
  private static final long LEAST_FILE_BYTES = 512;

  /**
   * Compressing this takes some 0.2 s, which a visitor may wait once; larger ones go as they are.
   */
  private static final long MOST_FILE_BYTES = 8L * 1024 * 1024;

  /** All variants together: the text of a large site, a small part of a JVM's default heap. */
  private static final long MOST_CACHED_BYTES = 64L * 1024 * 1024;

  /** What an entry without a variant weighs: its key and the map's own. */
  private static final long ENTRY_BYTES = 256;

  private final Map<SiteFile, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long cachedBytes;

  /** Whether a variant of the file is tried at all. */
  public static boolean isCandidate(SiteFile file, String mediaType) {
    return file.size() >= LEAST_FILE_BYTES
        && file.size() <= MOST_FILE_BYTES
        && MediaTypes.isCompressible(mediaType);
  }

  /**
   * The gzip variant of a candidate.
   *
   * @return null when it would not be smaller by a twentieth, or the file cannot be read any more
   */
  public byte @Nullable [] variant(SiteFile file) {
    boolean kept = file.isSettled();
    Entry entry;
    synchronized (this) {
      entry = kept ? entries.computeIfAbsent(file, Entry::new) : new Entry(file);
    }
    entry.task.run();
    try {
      byte[] variant = entry.task.get();
      if (kept) {
        account(entry, variant.length);
      }
      return variant.length == 0 ? null : variant;
    } catch (ExecutionException | CancellationException unreadable) {
      synchronized (this) {
        entries.remove(file, entry);
      }
      return null;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private synchronized void account(Entry entry, int bytes) {
    if (entry.weight != 0) {
      return;
    }
    entry.weight = bytes + ENTRY_BYTES;
    cachedBytes += entry.weight;
    Iterator<Entry> eldest = entries.values().iterator();
    while (cachedBytes > MOST_CACHED_BYTES && eldest.hasNext()) {
      Entry next = eldest.next();
      if (next != entry && next.weight != 0) {
        cachedBytes -= next.weight;
        eldest.remove();
      }
    }
  }

  /** The variant, or an empty array when it is not worth it. */
  private static byte[] compress(SiteFile file) throws IOException {
    byte[] plain = Files.readAllBytes(file.file());
    if (plain.length != file.size()) {
      throw new IOException("changed while it was read");
    }
    byte[] gzip = Gzip.compress(plain);
    return gzip == null ? new byte[0] : gzip;
  }

  private static final class Entry {
    final FutureTask<byte[]> task;

    /** Bytes as accounted; 0 until the variant is there. */
    long weight;

    Entry(SiteFile file) {
      task = new FutureTask<>(() -> compress(file));
    }
  }
}
