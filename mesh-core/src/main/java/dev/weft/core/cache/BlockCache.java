package dev.weft.core.cache;

import dev.weft.core.io.Digests;
import dev.weft.core.io.Done;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Same;
import dev.weft.core.multiformats.Cid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that a visitor keeps: what is there, up to a quota, the least recently used out first.
 *
 * <p>The index is in memory and answers at once; bytes and records are the driver's. The latest
 * blocks are in memory too: what has just come is what peers want. A block is verified each time it
 * is read from storage, and forgotten when it does not match. Storage that fails costs only the
 * cache: nothing here fails a fetch.
 */
public final class BlockCache {
  /** The most records: 4 GiB in blocks of 256 KiB, or some 3 MB of memory. */
  public static final int MAX_BLOCKS = 16_384;

  /**
   * The most bytes that are still to be written; blocks beyond are not kept. An asset from the
   * origin is verified, and so written, all at once when its last byte has come.
   */
  public static final int MAX_PENDING_BYTES = 32 * 1024 * 1024;

  /** The most bytes of the latest blocks that are in memory as well: as much as may be pending. */
  public static final int MAX_MEMORY_BYTES = MAX_PENDING_BYTES;

  /**
   * Writing begins when no block has come or was read for so long: what the page or a peer waits
   * for has the machine to itself.
   */
  static final int QUIET_MILLIS = 200;

  /** But so long after the first block at the latest, so that little is lost with the page. */
  static final int MAX_WAIT_MILLIS = 5_000;

  /** And when so much is to be written that soon no more could be kept. */
  private static final int MUCH_PENDING_BYTES = MAX_PENDING_BYTES / 4 * 3;

  /** How long changes gather before they are saved in one batch. */
  static final int SAVE_DELAY_MILLIS = 1_000;

  /** How long {@link #hurry} counts: as long as a page that is being left lives, as a rule. */
  static final int HURRY_MILLIS = 1_000;

  /** A use within this time of the last one known is not worth a write. */
  static final int TOUCH_SECONDS = 60;

  /** Hears of blocks that come and go. */
  public interface Listener {
    /** The block is in the cache ({@code true}), or has just left it. */
    void changed(CachedBlock block, boolean present);
  }

  private final EventLoop loop;
  private final Digests digests;
  private final BlockStore store;
  private final CacheIndex index;
  private long quotaBytes;

  /** In the order of their last use, the oldest first. */
  private final List<CachedBlock> blocks = new ArrayList<>();

  /** Those whose content is in memory, the latest last. */
  private final List<CachedBlock> latest = new ArrayList<>();

  private final BlockTable byCid = new BlockTable();
  private final BlockTable byRoot = new BlockTable();
  private final List<CachedBlock> changed = new ArrayList<>();
  private final List<Cid> removed = new ArrayList<>();
  private Listener listener = (block, present) -> {};
  private long bytes;
  private int latestBytes;
  private int pendingBytes;
  private boolean writing;
  private long usedAtMillis;
  private long writeByMillis;
  private boolean saving;
  private EventLoop.@Nullable Timer nextWrite;
  private EventLoop.@Nullable Timer nextSave;
  private long hurryUntilMillis;

  /** An empty cache; see {@link #open}. */
  public BlockCache(
      EventLoop loop, Digests digests, BlockStore store, CacheIndex index, long quotaBytes) {
    this.loop = loop;
    this.digests = digests;
    this.store = store;
    this.index = index;
    this.quotaBytes = quotaBytes;
  }

  /** Says how many bytes may be kept from now on. */
  public void quota(long newQuotaBytes) {
    quotaBytes = newQuotaBytes;
  }

  /** Loads the index; never fails, as a cache that cannot be read is an empty one. */
  public Promise<Done> open() {
    Promise<Done> opened = new Promise<>();
    index
        .load(MAX_BLOCKS)
        .then(
            records -> {
              for (CachedBlock block : records) {
                if (!contains(block.cid)) {
                  add(block);
                }
              }
              opened.resolve(Done.DONE);
            },
            reason -> opened.resolve(Done.DONE));
    return opened;
  }

  /** Says who hears of changes from now on. */
  public void listener(Listener whoHears) {
    listener = whoHears;
  }

  /** Bytes of all blocks in the cache. */
  public long bytes() {
    return bytes;
  }

  /** Whether the block is in the cache. */
  public boolean contains(Cid block) {
    return find(block) != null;
  }

  /** The block, if it is in the cache. */
  public @Nullable CachedBlock find(Cid cid) {
    for (CachedBlock block : byCid.near(cid)) {
      if (block.cid.equals(cid)) {
        return block;
      }
    }
    return null;
  }

  /** The blocks that were fetched for the asset, in no order. */
  public List<CachedBlock> ofAsset(Cid root) {
    List<CachedBlock> found = new ArrayList<>();
    for (CachedBlock block : byRoot.near(root)) {
      if (block.root.equals(root)) {
        found.add(block);
      }
    }
    return found;
  }

  /** The asset's block of that number in pre-order, or null. */
  public @Nullable CachedBlock ofAsset(Cid root, int number) {
    for (CachedBlock block : byRoot.near(root)) {
      if (block.index == number && block.root.equals(root)) {
        return block;
      }
    }
    return null;
  }

  /**
   * A block's bytes, verified when they came or now; fails with code {@code not-cached} when they
   * are not there.
   */
  public Promise<byte[]> read(Cid cid) {
    CachedBlock block = find(cid);
    if (block == null) {
      return Promise.failed(notCached());
    }
    touch(block);
    byte[] content = block.content;
    if (content != null) {
      return Promise.of(content);
    }
    return store
        .get(cid)
        .flatMap(found -> verified(digests, cid, found))
        .map(
            found -> {
              if (found.length == 0 && block.size > 0) {
                forget(block);
                throw notCached();
              }
              drop(block);
              remember(block, found);
              return found;
            });
  }

  /** The bytes when they are what the name says, else an empty array. */
  public static Promise<byte[]> verified(Digests digests, Cid cid, byte[] bytes) {
    return digests
        .sha256(bytes)
        .map(digest -> Arrays.equals(digest, cid.multihash().digest()) ? bytes : new byte[0]);
  }

  /**
   * Keeps a verified block from now on, and writes it later, unless it is there, is over the quota,
   * or too much is under way.
   */
  public void put(Cid cid, Cid root, int number, byte[] content) {
    if (contains(cid)
        || content.length > quotaBytes
        || pendingBytes + content.length > MAX_PENDING_BYTES) {
      return;
    }
    while (bytes + content.length > quotaBytes || blocks.size() >= MAX_BLOCKS) {
      forget(blocks.get(0));
    }
    usedAtMillis = loop.nowMillis();
    CachedBlock block = new CachedBlock(cid, root, number, content.length, loop.unixSeconds());
    add(block);
    block.pending = true;
    pendingBytes += block.size;
    remember(block, content);
    listener.changed(block, true);
    if (!writing) {
      writing = true;
      writeByMillis = usedAtMillis + MAX_WAIT_MILLIS;
      writeIn(QUIET_MILLIS);
    }
  }

  /** The page is about to be left: what is pending is written and recorded without delay. */
  public void hurry() {
    hurryUntilMillis = loop.nowMillis() + HURRY_MILLIS;
    if (nextWrite != null) {
      nextWrite.cancel();
      write();
    }
    if (nextSave != null) {
      nextSave.cancel();
      save();
    }
  }

  private boolean isHurried() {
    return loop.nowMillis() < hurryUntilMillis;
  }

  private void writeIn(long millis) {
    nextWrite = loop.schedule(isHurried() ? 0 : millis, this::write);
  }

  /** Writes what is pending, one block after the other. */
  private void write() {
    nextWrite = null;
    long wait = Math.min(usedAtMillis + QUIET_MILLIS, writeByMillis) - loop.nowMillis();
    if (wait > 0 && pendingBytes < MUCH_PENDING_BYTES && !isHurried()) {
      writeIn(wait);
      return;
    }
    for (CachedBlock block : latest) {
      byte[] content = block.content;
      if (block.pending && content != null) {
        store
            .put(block.cid, content)
            .then(done -> written(block, true), reason -> written(block, false));
        return;
      }
    }
    writing = false;
  }

  private void written(CachedBlock block, boolean well) {
    if (!block.pending) {
      // It left the cache while it was being written.
      store.delete(block.cid);
    } else if (well) {
      notPending(block);
      changed.add(block);
      saveLater();
    } else {
      forget(block);
    }
    write();
  }

  private void notPending(CachedBlock block) {
    if (block.pending) {
      block.pending = false;
      pendingBytes -= block.size;
    }
  }

  private void remember(CachedBlock block, byte[] content) {
    block.content = content;
    latest.add(block);
    latestBytes += block.size;
    for (int i = 0; i < latest.size() && latestBytes > MAX_MEMORY_BYTES; ) {
      if (latest.get(i).pending) {
        i++;
      } else {
        drop(latest.get(i));
      }
    }
  }

  private void drop(CachedBlock block) {
    if (Same.remove(latest, block)) {
      block.content = null;
      latestBytes -= block.size;
    }
  }

  private void add(CachedBlock block) {
    blocks.add(block);
    byCid.near(block.cid).add(block);
    byRoot.near(block.root).add(block);
    bytes += block.size;
  }

  private void forget(CachedBlock block) {
    if (!Same.remove(blocks, block)) {
      return;
    }
    Same.remove(byCid.near(block.cid), block);
    Same.remove(byRoot.near(block.root), block);
    bytes -= block.size;
    notPending(block);
    drop(block);
    Same.remove(changed, block);
    removed.add(block.cid);
    store.delete(block.cid);
    saveLater();
    listener.changed(block, false);
  }

  /** Forgets the blocks of all assets but these. */
  public void keepOnly(List<Cid> roots) {
    for (Cid root : roots) {
      for (CachedBlock block : ofAsset(root)) {
        block.listed = true;
      }
    }
    for (CachedBlock block : new ArrayList<>(blocks)) {
      if (!block.listed) {
        forget(block);
      }
      block.listed = false;
    }
  }

  private void touch(CachedBlock block) {
    usedAtMillis = loop.nowMillis();
    Same.remove(blocks, block);
    blocks.add(block);
    long now = loop.unixSeconds();
    if (now - block.lastUsedSeconds > TOUCH_SECONDS) {
      block.lastUsedSeconds = now;
      Same.remove(changed, block);
      changed.add(block);
      saveLater();
    }
  }

  private void saveLater() {
    if (!saving) {
      saving = true;
      nextSave = loop.schedule(isHurried() ? 0 : SAVE_DELAY_MILLIS, this::save);
    }
  }

  private void save() {
    nextSave = null;
    List<Cid> deletes = new ArrayList<>(removed);
    List<CachedBlock> writes = new ArrayList<>(changed);
    changed.clear();
    removed.clear();
    index.save(deletes, writes).then(done -> saved(), reason -> saved());
  }

  private void saved() {
    saving = false;
    if (!changed.isEmpty() || !removed.isEmpty()) {
      saveLater();
    }
  }

  private static MeshException notCached() {
    return MeshException.local("not-cached", "block is not in the cache");
  }
}
