package dev.weft.origin.manifest;

import dev.weft.core.io.MeshException;
import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ResponseHeader;
import dev.weft.origin.folder.GzipCache;
import dev.weft.origin.folder.Responses;
import dev.weft.origin.folder.SiteFile;
import dev.weft.origin.folder.SiteFolder;
import dev.weft.origin.http.Responder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manifest's entries, brought up to date by hashing only what has changed by size or time of
 * modification. Lives on one thread.
 */
public final class Inventory {
  private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);

  /** A variant that saves less is not worth the 45 bytes that all visitors load of it. */
  private static final int LEAST_SAVED_BYTES = 1024;

  /** Nor is one that saves less than one such part of a file, which has to be inflated. */
  private static final int LEAST_SAVED_PART = 10;

  private final SiteFolder folder;
  private final SharingRules rules;
  private final Responses responses;
  private final GzipCache gzip;
  private final boolean tagged;
  private final boolean withVariants;
  private final FileHasher hasher;
  private final Map<String, Item> items = new HashMap<>();

  /**
   * Nothing is read yet.
   *
   * @param responses what the server sends with the files
   * @param gzip is filled with the variants whose sizes the entries tell
   * @param tagged whether it is {@link Responder} that serves the files: entries then tell its
   *     headers too
   * @param withVariants whether entries name their gzip variants
   */
  public Inventory(
      SiteFolder folder,
      SharingRules rules,
      Responses responses,
      GzipCache gzip,
      int chunkBytes,
      boolean tagged,
      boolean withVariants) {
    this.folder = folder;
    this.rules = rules;
    this.responses = responses;
    this.gzip = gzip;
    this.tagged = tagged;
    this.withVariants = withVariants;
    this.hasher = new FileHasher(chunkBytes);
  }

  /**
   * A file that was read.
   *
   * @param entry null when the manifest cannot name it
   * @param settled whether a later change is sure to show in its time
   */
  private record Item(SiteFile file, @Nullable ManifestEntry entry, boolean settled) {}

  /** Hears of the work as it goes on. */
  public interface Progress {
    /** So much is to be read. */
    void begin(int files, long bytes);

    /** So much of it has been read. */
    void bytes(int count);

    /** One file more is done; {@code changed} tells whether any entry is other than before. */
    void file(boolean changed);
  }

  /**
   * What an update has found.
   *
   * @param changed whether any entry is other than before
   * @param unsettled whether a file was changing and another update is due soon
   * @param unread how many files changed while they were read, and so have no entry
   */
  public record Update(boolean changed, boolean unsettled, int unread) {}

  /**
   * Reads what is new or changed and forgets what is gone.
   *
   * @param folders gets every folder of the site
   * @throws IOException when the site's folder itself cannot be read; nothing has changed then
   */
  public Update update(Consumer<Path> folders, Progress progress) throws IOException {
    Map<String, SiteFile> found = new TreeMap<>();
    folder.walk(
        folders,
        file -> {
          if (isShared(file)) {
            found.put(file.path(), file);
          }
        });
    boolean changed = items.keySet().retainAll(found.keySet());
    List<SiteFile> stale = new ArrayList<>();
    for (SiteFile file : found.values()) {
      Item known = items.get(file.path());
      if (known == null || !known.settled() || !known.file().equals(file)) {
        stale.add(file);
      }
    }
    progress.begin(stale.size(), stale.stream().mapToLong(SiteFile::size).sum());
    boolean unsettled = false;
    int unread = 0;
    for (SiteFile file : stale) {
      Item before = items.remove(file.path());
      Item now = read(file, progress);
      if (now == null) {
        unsettled = true;
        unread++;
        changed |= before != null;
      } else {
        items.put(file.path(), now);
        unsettled |= !now.settled();
        changed |= before == null || !sameEntry(before, now);
      }
      progress.file(changed);
    }
    return new Update(changed, unsettled, unread);
  }

  private boolean isShared(SiteFile file) {
    return rules.allow(file, responses.of(file));
  }

  private static boolean sameEntry(Item one, Item other) {
    return one.entry() == null ? other.entry() == null : one.entry().equals(other.entry());
  }

  /** Null when the file is changing or gone. */
  private @Nullable Item read(SiteFile file, Progress progress) {
    boolean settled = file.isSettled();
    try {
      ManifestEntry entry = entry(file, progress);
      return folder.isUnchanged(file) ? new Item(file, entry, settled) : null;
    } catch (IOException changing) {
      LOG.debug("not shared for now: {}", changing.getMessage());
      return null;
    } catch (MeshException unfit) {
      LOG.warn("{} cannot be shared: {}", file.path(), unfit.getMessage());
      return new Item(file, null, true);
    }
  }

  private ManifestEntry entry(SiteFile file, Progress progress) throws IOException {
    Responses.Response response = responses.of(file);
    if (response == null) {
      throw new IOException(file.path() + " is no longer served");
    }
    String mediaType = response.mediaType();
    byte[] compressed = GzipCache.isCandidate(file, mediaType) ? gzip.variant(file) : null;
    return new ManifestEntry(
        file.path(),
        hasher.hash(file, progress::bytes),
        file.size(),
        compressed == null ? file.size() : compressed.length,
        mediaType,
        reproduced(file, response.headers()),
        withVariants && compressed != null ? variant(file, compressed) : null);
  }

  /** Null when it is not worth its place in the manifest. */
  private @Nullable GzipVariant variant(SiteFile file, byte[] compressed) {
    long saved = file.size() - compressed.length;
    return saved < LEAST_SAVED_BYTES || saved < file.size() / LEAST_SAVED_PART
        ? null
        : new GzipVariant(hasher.hash(compressed), compressed.length);
  }

  /** What our own responses have, as {@link Responder} sends it, and what the site's rules say. */
  private List<ResponseHeader> reproduced(SiteFile file, Map<String, String> headers) {
    Map<String, String> reproduced = new TreeMap<>();
    if (tagged) {
      reproduced.put("x-content-type-options", "nosniff");
    }
    headers.forEach((name, value) -> reproduced.put(name.toLowerCase(Locale.ROOT), value));
    reproduced.remove("vary");
    if (tagged) {
      reproduced.put("etag", '"' + file.tag() + '"');
      reproduced.put("last-modified", Responder.date(file.lastModified()));
    }
    List<ResponseHeader> listed = new ArrayList<>(reproduced.size());
    reproduced.forEach((name, value) -> listed.add(new ResponseHeader(name, value)));
    return listed;
  }

  /** The gzip variants that the entries name. */
  public GzipVariants variants() {
    Map<String, SiteFile> files = new HashMap<>();
    for (Item item : items.values()) {
      GzipVariant variant = item.entry() == null ? null : item.entry().gzip();
      if (variant != null) {
        files.put(variant.root().toString(), item.file());
      }
    }
    return new GzipVariants(gzip, hasher, files);
  }

  /** All entries as they are now, in no order. */
  public List<ManifestEntry> entries() {
    List<ManifestEntry> entries = new ArrayList<>(items.size());
    for (Item item : items.values()) {
      if (item.entry() != null) {
        entries.add(item.entry());
      }
    }
    return entries;
  }
}
