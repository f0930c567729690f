package dev.weft.browser.driver;

import dev.weft.core.cache.CacheIndex;
import dev.weft.core.cache.CachedBlock;
import dev.weft.core.io.Done;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The cache's index in IndexedDB: database {@code weft}, one record a block. */
public final class IndexedDbIndex implements CacheIndex {
  private static final String FAILED = "storage-failed";

  private @Nullable JSObject database;

  /** Takes one record. */
  private interface OnRecord extends JSObject {
    void record(String cid, String root, int index, int size, double used);
  }

  /** What is done in one transaction, with the store of all records. */
  private interface Work extends JSObject {
    void run(JSObject store);
  }

  @Override
  public Promise<List<CachedBlock>> load(int max) {
    List<CachedBlock> blocks = new ArrayList<>();
    OnRecord taker =
        (cid, root, index, size, used) ->
            blocks.add(new CachedBlock(Cid.parse(cid), Cid.parse(root), index, size, (long) used));
    JSObject opening = open();
    database = opening;
    return Later.of(transact(opening, store -> load(store, max, taker)), FAILED, done -> blocks);
  }

  @Override
  public Promise<Done> save(List<Cid> removed, List<CachedBlock> changed) {
    return Later.done(
        transact(
            database,
            store -> {
              for (Cid cid : removed) {
                delete(store, cid.toString());
              }
              for (CachedBlock block : changed) {
                put(
                    store,
                    block.cid.toString(),
                    block.root.toString(),
                    block.index,
                    block.size,
                    (double) block.lastUsedSeconds);
              }
            }),
        FAILED);
  }

  /**
   * Opens the database, and makes it on first use. When the visitor's no in another page deletes
   * it, nothing of it is held here: it would stay until this page is left.
   */
  @JSBody(
      script =
          """
          return new Promise((keep, fail) => {
            var opening = indexedDB.open('weft', 1);
            opening.onupgradeneeded = () =>
              opening.result.createObjectStore('blocks', {keyPath: 'cid'});
            opening.onsuccess = () => {
              opening.result.onversionchange = () => opening.result.close();
              keep(opening.result);
            };
            opening.onerror = () => fail(opening.error);
          })
          """)
  private static native JSObject open();

  /** A promise that the transaction has come to its end. */
  @JSBody(
      params = {"database", "work"},
      script =
          """
          return database.then(open => new Promise((keep, fail) => {
            var transaction = open.transaction('blocks', 'readwrite');
            transaction.oncomplete = keep;
            transaction.onabort = () => fail(transaction.error);
            work.run(transaction.objectStore('blocks'));
          }))
          """)
  private static native JSObject transact(@Nullable JSObject database, Work work);

  /** Reads at most so many records, the oldest use first, and deletes those beyond. */
  @JSBody(
      params = {"store", "max", "taker"},
      script =
          """
          store.getAll(null, max).onsuccess = event => {
            var found = event.target.result;
            if (found.length == max)
              store.delete(IDBKeyRange.lowerBound(found[max - 1].cid, true));
            found.sort((a, b) => a.used - b.used).forEach(block =>
              taker.record(block.cid, block.root, block.index, block.size, block.used));
          }
          """)
  private static native void load(JSObject store, int max, OnRecord taker);

  @JSBody(
      params = {"store", "cid", "root", "index", "size", "used"},
      script = "store.put({cid:cid,root:root,index:index,size:size,used:used})")
  private static native void put(
      JSObject store, String cid, String root, int index, int size, double used);

  @JSBody(
      params = {"store", "cid"},
      script = "store.delete(cid)")
  private static native void delete(JSObject store, String cid);
}
