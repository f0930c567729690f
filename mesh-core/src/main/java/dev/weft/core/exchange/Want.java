package dev.weft.core.exchange;

import dev.weft.core.multiformats.Cid;
import org.jspecify.annotations.Nullable;

/** One block that was asked of one peer, and what has come of it. */
public final class Want {
  /** Who asked for a block. */
  public interface Owner {
    /**
     * Bytes have come, not yet verified, or the block is {@link #lost}; also when it was cancelled,
     * and there is room for others.
     */
    void heard(Want want);
  }

  /** Who was asked. */
  public final PeerSession session;

  /** The shard that counts the block. */
  public final Cid shard;

  /** The block's number in the shard. */
  public final int index;

  /** The block's name, as far as it was known. */
  public final @Nullable Cid cid;

  /** Its size in bytes, as the shard's layout implies it. */
  public final int size;

  /** When it was asked for, by the loop's clock. */
  public final long askedAtMillis;

  /** How many bytes the peer owed then: these, and those before them. */
  public final int owedBytes;

  /** Whoever asked. */
  final Owner owner;

  /** When the latest slice came; meaningful when some {@link #received} bytes have. */
  public long lastByteAtMillis;

  /** How many bytes have come. */
  public int received;

  /** The block's bytes, allocated when the first slice comes. */
  public byte @Nullable [] bytes;

  /** Whether the block does not come: the peer does not have it, no longer, or has gone. */
  public boolean lost;

  boolean cancelled;

  Want(
      PeerSession session,
      Cid shard,
      int index,
      @Nullable Cid cid,
      int size,
      long nowMillis,
      int owedBytes,
      Owner owner) {
    this.session = session;
    this.shard = shard;
    this.index = index;
    this.cid = cid;
    this.size = size;
    this.askedAtMillis = nowMillis;
    this.owedBytes = owedBytes;
    this.owner = owner;
  }

  /** Whether it was taken back, and what still comes of it is dropped. */
  public boolean isCancelled() {
    return cancelled;
  }

  /** Whether nothing came before it: its first byte shows the path. */
  boolean isFirst() {
    return owedBytes == size;
  }

  /** Whether all {@link #bytes} have come. */
  public boolean isComplete() {
    return received == size;
  }
}
