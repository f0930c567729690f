package dev.weft.testkit;

import dev.weft.core.cache.BlockStore;
import dev.weft.core.cache.CacheIndex;
import dev.weft.core.cache.CachedBlock;
import dev.weft.core.io.Done;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A block store and its index in memory, which answer in a later task as a browser's do. */
public final class MemoryBlocks implements BlockStore, CacheIndex {
  /** What is stored; tests may tamper with it. */
  public final Map<Cid, byte[]> blocks = new HashMap<>();

  /** What is indexed. */
  public final Map<Cid, CachedBlock> records = new LinkedHashMap<>();

  /** Whether it takes no more blocks. */
  public boolean full;

  private final EventLoop loop;

  /** An empty store. */
  public MemoryBlocks(EventLoop loop) {
    this.loop = loop;
  }

  private <T> Promise<T> later(Supplier<T> work) {
    Promise<T> promise = new Promise<>();
    loop.post(() -> promise.resolve(work.get()));
    return promise;
  }

  @Override
  public Promise<byte[]> get(Cid block) {
    return later(() -> blocks.getOrDefault(block, new byte[0]).clone());
  }

  @Override
  public Promise<Done> put(Cid block, byte[] bytes) {
    return full
        ? Promise.failed(MeshException.local("storage-failed"))
        : later(
            () -> {
              blocks.put(block, bytes.clone());
              return Done.DONE;
            });
  }

  @Override
  public Promise<Done> delete(Cid block) {
    return later(
        () -> {
          blocks.remove(block);
          return Done.DONE;
        });
  }

  @Override
  public Promise<List<CachedBlock>> load(int max) {
    return later(
        () -> {
          List<CachedBlock> found = new ArrayList<>(records.values());
          found.sort(Comparator.comparing(record -> record.lastUsedSeconds));
          return found;
        });
  }

  @Override
  public Promise<Done> save(List<Cid> removed, List<CachedBlock> changed) {
    return later(
        () -> {
          for (Cid cid : removed) {
            records.remove(cid);
          }
          for (CachedBlock record : changed) {
            records.put(
                record.cid,
                new CachedBlock(
                    record.cid, record.root, record.index, record.size, record.lastUsedSeconds));
          }
          return Done.DONE;
        });
  }
}
