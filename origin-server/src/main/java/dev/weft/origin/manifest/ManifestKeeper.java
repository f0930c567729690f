package dev.weft.origin.manifest;

import dev.weft.core.io.MeshException;
import dev.weft.core.manifest.ManifestTerms;
import dev.weft.core.manifest.SignedManifest;
import dev.weft.origin.folder.GzipCache;
import dev.weft.origin.folder.HeaderRules;
import dev.weft.origin.folder.Responses;
import dev.weft.origin.folder.SiteFile;
import dev.weft.origin.folder.SiteFolder;
import dev.weft.origin.http.WebResource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the manifest true: a thread of its own reads what is new, signs and publishes, at the start
 * and whenever the folder changes. What is published can be read from any thread.
 */
public final class ManifestKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestKeeper.class);

  /** Many files are written at once as a rule; the first one waits this long for the others. */
  private static final long DEBOUNCE_MILLIS = 100;

  /** After an update the thread rests this many times as long as that took, ... */
  private static final long RESTS_PER_UPDATE = 4;

  /** ... but no longer than a person would wait for a change to show. */
  private static final long MAX_REST_MILLIS = 2000;

  /** For folders that cannot be watched; walking 10,000 files takes some 0.1 s. */
  private static final long RESCAN_SECONDS = 30;

  /** A manifest is signed anew long before its 30 days are over. */
  private static final long RENEW_SECONDS = TimeUnit.DAYS.toSeconds(1);

  /** Pages that loaded an older root still find its shards. */
  private static final int KEPT_PUBLICATIONS = 4;

  private final Inventory inventory;
  private final ManifestTerms terms;
  private final CompletableFuture<Long> complete = new CompletableFuture<>();
  private final FolderWatch watch;
  private final ScheduledThreadPoolExecutor worker;
  private volatile @Nullable Publication current;
  private volatile boolean updating = true;

  /** Whether the folder changed since the worker last heard of it. */
  private final AtomicBoolean changed = new AtomicBoolean();

  // The worker's own: its next update, whether that may come sooner, and until when it rests.
  private @Nullable Future<?> next;
  private boolean waiting;
  private long restedAtNanos;

  /** The newest first; guarded by itself. */
  private final Deque<Publication> kept = new ArrayDeque<>();

  private long lastSequence;

  /**
   * Starts to keep the manifest of the folder.
   *
   * @param gzip is filled with the variants whose sizes the manifest tells
   * @param withVariants whether the manifest lists them as content of their own
   * @throws IOException when the file system offers no way to watch it
   */
  public ManifestKeeper(
      SiteFolder folder,
      SharingRules rules,
      HeaderRules headers,
      GzipCache gzip,
      boolean withVariants,
      ManifestTerms terms)
      throws IOException {
    this.inventory =
        new Inventory(
            folder, rules, Responses.by(headers), gzip, terms.chunkBytes(), true, withVariants);
    this.terms = terms;
    this.worker =
        new ScheduledThreadPoolExecutor(
            1, ManifestKeeper::thread, new ThreadPoolExecutor.DiscardPolicy());
    this.watch = new FolderWatch(folder.root(), this::folderChanged);
    worker.execute(this::work);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "manifest");
    thread.setDaemon(true);
    return thread;
  }

  /** Called by the watch, any number of times. */
  private void folderChanged() {
    if (changed.compareAndSet(false, true)) {
      worker.execute(this::hurry);
    }
  }

  private void work() {
    changed.set(false);
    long start = System.nanoTime();
    boolean unsettled;
    try {
      unsettled = update();
    } catch (RuntimeException broken) {
      if (worker.isShutdown()) {
        LOG.debug("the manifest was closed during an update");
      } else {
        LOG.error("the manifest is not kept any more", broken);
      }
      return;
    }
    long end = System.nanoTime();
    long restNanos =
        Math.min(TimeUnit.MILLISECONDS.toNanos(MAX_REST_MILLIS), RESTS_PER_UPDATE * (end - start));
    restedAtNanos = end + restNanos;
    waiting = !unsettled;
    workAfter(unsettled ? 2 * SiteFile.SETTLE_MILLIS : TimeUnit.SECONDS.toMillis(RESCAN_SECONDS));
  }

  /** The folder changed: the update that is waited for comes sooner. */
  private void hurry() {
    if (waiting && next != null) {
      waiting = false;
      next.cancel(false);
      workAfter(DEBOUNCE_MILLIS);
    }
  }

  /** In so many milliseconds, or when the worker has rested. */
  private void workAfter(long millis) {
    long nanos = Math.max(TimeUnit.MILLISECONDS.toNanos(millis), restedAtNanos - System.nanoTime());
    next = worker.schedule(this::work, nanos, TimeUnit.NANOSECONDS);
  }

  /** Whether a file was changing, so that another update is due soon. */
  private boolean update() {
    updating = true;
    try {
      Inventory.Update update =
          inventory.update(watch::add, new HashingProgress(() -> publish("so far")));
      Publication last = current;
      if (update.changed() || last == null || isOld(last)) {
        publish("complete");
      }
      complete.complete(lastSequence);
      return update.unsettled();
    } catch (IOException gone) {
      LOG.warn("the site's folder cannot be read: {}", gone.getMessage());
    } catch (MeshException unfit) {
      LOG.error("no new manifest, the last one stands: {}", unfit.getMessage());
    } finally {
      updating = false;
    }
    return false;
  }

  private static boolean isOld(Publication publication) {
    return nowSeconds() - publication.root().issuedUnixSeconds() >= RENEW_SECONDS;
  }

  private static long nowSeconds() {
    return TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
  }

  /** The sequence is the time, so that it grows over restarts with nothing to be stored. */
  private void publish(String state) {
    lastSequence = Math.max(lastSequence + 1, System.currentTimeMillis());
    Publication next =
        Publication.of(
            FileHasher.answer(
                SignedManifest.of(inventory.entries(), terms, lastSequence, nowSeconds())),
            inventory.variants());
    synchronized (kept) {
      kept.addFirst(next);
      if (kept.size() > KEPT_PUBLICATIONS) {
        kept.removeLast();
      }
    }
    current = next;
    LOG.info(
        "manifest {} ({}): {} files, {} bytes, {} shards",
        next.root().sequence(),
        state,
        next.files(),
        next.bytes(),
        next.shards().size());
  }

  /** The manifest of now; null until the first one is signed. */
  @Nullable Publication current() {
    return current;
  }

  /** The shard of a manifest of now or shortly before; null when there is none. */
  @Nullable WebResource shard(String cid) {
    synchronized (kept) {
      for (Publication publication : kept) {
        WebResource shard = publication.shards().get(cid);
        if (shard != null) {
          return shard;
        }
      }
      return null;
    }
  }

  /** Completed with the sequence once every file that was there at the start has been read. */
  public CompletableFuture<Long> complete() {
    return complete.copy();
  }

  /** For {@code /healthz}. */
  public Status status() {
    Publication publication = current;
    return publication == null
        ? new Status(null, 0, 0, updating)
        : new Status(
            publication.root().sequence(), publication.files(), publication.bytes(), updating);
  }

  /**
   * How the manifest stands.
   *
   * @param sequence of the manifest that is served, null while there is none
   * @param files in it
   * @param bytes of these files
   * @param updating whether files are being read right now
   */
  public record Status(@Nullable Long sequence, int files, long bytes, boolean updating) {}

  /** Stops the worker and the watch. */
  @Override
  public void close() throws IOException {
    worker.shutdownNow();
    watch.close();
  }
}
