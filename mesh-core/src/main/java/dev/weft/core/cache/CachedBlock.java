package dev.weft.core.cache;

import dev.weft.core.multiformats.Cid;
import org.jspecify.annotations.Nullable;

/**
 * One block in the cache, and where it belongs.
 *
 * <p>The asset and index let a have be computed without reading a block: the CIDs of an asset's
 * leaves stand in its DAG nodes only.
 */
public final class CachedBlock {
  /** The block's name. */
  public final Cid cid;

  /** The root of the asset that it was fetched for. */
  public final Cid root;

  /** Its place in the asset's DAG in pre-order; the root is 0. */
  public final int index;

  /** Its size in bytes. */
  public final int size;

  /** When it was last used or served, in seconds since the Unix epoch. */
  public long lastUsedSeconds;

  /** Whether its asset was found to be listed, by who looks for those that are not. */
  boolean listed;

  /** Its content, while it is among the latest. */
  byte @Nullable [] content;

  /** Whether it is still to be written; then its content stays. */
  boolean pending;

  /** A record as it was stored. */
  public CachedBlock(Cid cid, Cid root, int index, int size, long lastUsedSeconds) {
    this.cid = cid;
    this.root = root;
    this.index = index;
    this.size = size;
    this.lastUsedSeconds = lastUsedSeconds;
  }
}
