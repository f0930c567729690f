package dev.weft.browser.js;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** One record of the cache's index, as IndexedDB keeps it. */
@JSClass(transparent = true)
public abstract class BlockRecord implements JSObject {
  private BlockRecord() {}

  /** A new record. */
  @JSBody(
      params = {"cid", "root", "index", "size", "used"},
      script = "return {cid:cid,root:root,index:index,size:size,used:used}")
  public static native BlockRecord create(
      String cid, String root, int index, int size, double used);

  /** The block's CID, the key. */
  @JSProperty
  public abstract String getCid();

  /** The CID of its asset's root. */
  @JSProperty
  public abstract String getRoot();

  /** Its place in the DAG. */
  @JSProperty
  public abstract int getIndex();

  /** Its size in bytes. */
  @JSProperty
  public abstract int getSize();

  /** Unix seconds of its last use. */
  @JSProperty
  public abstract double getUsed();
}
