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
import org.teavm.jso.core.JSArray;

/** The cache's index in IndexedDB: database {@code weft}, one record a block. */
public final class IndexedDbIndex implements CacheIndex {
  private static final String FAILED = "storage-failed";

  private @Nullable JSObject database;

  /** Takes one record. */
  private interface OnRecord extends JSObject {
    void record(String cid, String root, int index, int size, double used);
  }

  @Override
  public Promise<List<CachedBlock>> load(int max) {
    List<CachedBlock> blocks = new ArrayList<>();
    JSObject opening = open();
    database = opening;
    JSObject loaded =
        load(
            opening,
            max,
            (cid, root, index, size, used) ->
                blocks.add(
                    new CachedBlock(Cid.parse(cid), Cid.parse(root), index, size, (long) used)));
    return Later.of(loaded, FAILED, done -> blocks);
  }

  @Override
  public Promise<Done> save(List<Cid> removed, List<CachedBlock> changed) {
    JSArray<JSObject> puts = new JSArray<>();
    for (CachedBlock block : changed) {
      put(
          puts,
          block.cid.toString(),
          block.root.toString(),
          block.index,
          block.size,
          (double) block.lastUsedSeconds);
    }
    JSArray<JSObject> deletes = new JSArray<>();
    for (Cid cid : removed) {
      delete(deletes, cid.toString());
    }
    return Later.done(save(database, puts, deletes), FAILED);
  }

  /** Opens the database, and makes it on first use. */
  @JSBody(
      script =
          """
          return new Promise((keep, fail) => {
            var opening = indexedDB.open('weft', 1);
            opening.onupgradeneeded = () =>
              opening.result.createObjectStore('blocks', {keyPath: 'cid'});
            opening.onsuccess = () => keep(opening.result);
            opening.onerror = () => fail(opening.error);
          })
          """)
  private static native JSObject open();

  /** Reads at most so many records, the oldest use first, and deletes those beyond. */
  @JSBody(
      params = {"database", "max", "taker"},
      script =
          """
          return database.then(open => new Promise((keep, fail) => {
            var work = open.transaction('blocks', 'readwrite'),
              store = work.objectStore('blocks'),
              reading = store.getAll(null, max);
            reading.onsuccess = () => {
              var found = reading.result;
              if (found.length == max)
                store.delete(IDBKeyRange.lowerBound(found[max - 1].cid, true));
              found.sort((a, b) => a.used - b.used).forEach(block =>
                taker.record(block.cid, block.root, block.index, block.size, block.used));
              keep();
            };
            work.onabort = () => fail(work.error);
          }))
          """)
  private static native JSObject load(JSObject database, int max, OnRecord taker);

  /** Deletes, then puts, in one transaction. */
  @JSBody(
      params = {"database", "puts", "deletes"},
      script =
          """
          return database.then(open => new Promise((keep, fail) => {
            var work = open.transaction('blocks', 'readwrite'),
              store = work.objectStore('blocks');
            deletes.forEach(cid => store.delete(cid));
            puts.forEach(record => store.put(record));
            work.oncomplete = keep;
            work.onabort = () => fail(work.error);
          }))
          """)
  private static native JSObject save(
      @Nullable JSObject database, JSArray<JSObject> puts, JSArray<JSObject> deletes);

  @JSBody(
      params = {"puts", "cid", "root", "index", "size", "used"},
      script = "puts.push({cid:cid,root:root,index:index,size:size,used:used})")
  private static native void put(
      JSArray<JSObject> puts, String cid, String root, int index, int size, double used);

  @JSBody(
      params = {"deletes", "cid"},
      script = "deletes.push(cid)")
  private static native void delete(JSArray<JSObject> deletes, String cid);
}
