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
          "return new Promise((ok,no)=>{var r=indexedDB.open('weft',1);r.onupgradeneeded="
              + "()=>r.result.createObjectStore('blocks',{keyPath:'cid'});"
              + "r.onsuccess=()=>ok(r.result);r.onerror=()=>no(r.error)})")
  public static native JSPromise<BlockTable> open();

  /** Reads at most that many records and deletes those beyond. */
  @JSBody(
      params = "max",
      script =
          "return new Promise((ok,no)=>{var t=this.transaction('blocks','readwrite'),"
              + "s=t.objectStore('blocks'),r=s.getAll(null,max);r.onsuccess=()=>{var a=r.result;"
              + "if(a.length==max)s.delete(IDBKeyRange.lowerBound(a[max-1].cid,true));ok(a)};"
              + "t.onerror=()=>no(t.error)})")
  public native JSPromise<JSArrayReader<BlockRecord>> load(int max);

  /** Puts and deletes in one transaction. */
  @JSBody(
      params = {"puts", "deletes"},
      script =
          "return new Promise((ok,no)=>{var t=this.transaction('blocks','readwrite'),"
              + "s=t.objectStore('blocks');puts.forEach(r=>s.put(r));deletes.forEach(c=>s.delete(c));"
              + "t.oncomplete=()=>ok();t.onabort=()=>no(t.error)})")
  public native JSPromise<JSUndefined> save(JSArray<BlockRecord> puts, JSArray<JSString> deletes);
}
