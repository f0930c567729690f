package dev.weft.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;
import org.teavm.jso.core.JSUndefined;

/** The IndexedDB database {@code weft} with its one store of {@link BlockRecord}s. */
@JSClass(transparent = true)
public abstract class BlockTable implements JSObject {
  private BlockTable() {}

  /** Opens it, and makes it on first use. */
  @JSBody(
      script =
          "return new Promise((kept,broken)=>{var opening=indexedDB.open('weft',1);"
              + "opening.onupgradeneeded=()=>"
              + "opening.result.createObjectStore('blocks',{keyPath:'cid'});"
              + "opening.onsuccess=()=>kept(opening.result);"
              + "opening.onerror=()=>broken(opening.error)})")
  public static native JSPromise<BlockTable> open();

  /** Reads at most that many records and deletes those beyond. */
  @JSBody(
      params = "max",
      script =
          "return new Promise((kept,broken)=>{var work=this.transaction('blocks','readwrite'),"
              + "store=work.objectStore('blocks'),reading=store.getAll(null,max);"
              + "reading.onsuccess=()=>{var found=reading.result;if(found.length==max)"
              + "store.delete(IDBKeyRange.lowerBound(found[max-1].cid,true));kept(found)};"
              + "work.onabort=()=>broken(work.error)})")
  public native JSPromise<JSArrayReader<BlockRecord>> load(int max);

  /** Puts and deletes in one transaction. */
  @JSBody(
      params = {"puts", "deletes"},
      script =
          "return new Promise((kept,broken)=>{var work=this.transaction('blocks','readwrite'),"
              + "store=work.objectStore('blocks');puts.forEach(record=>store.put(record));"
              + "deletes.forEach(gone=>store.delete(gone));work.oncomplete=()=>kept();"
              + "work.onabort=()=>broken(work.error)})")
  public native JSPromise<JSUndefined> save(JSArray<BlockRecord> puts, JSArray<JSString> deletes);
}
