package dev.weft.core.fetch;

import dev.weft.core.exchange.Want;
import org.jspecify.annotations.Nullable;

/** One block of an asset under way. */
final class Block {
  /** Nobody is bringing it, unless {@link #viaOrigin}. */
  static final int MISSING = 0;

  /** The local cache is. */
  static final int READING = 1;

  /** A peer is. */
  static final int ASKED = 2;

  /** A peer did; the block's node or digest is not there yet. */
  static final int ARRIVED = 3;

  /** It is verified, or not a part of what is read. */
  static final int VERIFIED = 4;

  /** Its number in the asset's DAG pre-order. */
  final int number;

  final boolean isLeaf;

  /** How many bytes it has. */
  final int size;

  int state = MISSING;

  /** Whether the origin is to bring it; peers may still be faster. */
  boolean viaOrigin;

  /** Whether the cache had it, and failed to give it. */
  boolean uncached;

  /** What was asked of a peer, until it is lost, verified or refuted. */
  @Nullable Want want;

  /** A block of the origin's that has no name yet, or a verified leaf for the page. */
  byte @Nullable [] bytes;

  Block(int number, boolean isLeaf, int size) {
    this.number = number;
    this.isLeaf = isLeaf;
    this.size = size;
  }
}
