package dev.weft.core.exchange;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Same;
import dev.weft.core.multiformats.Cid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blocks from and to one peer: what we want of it, and what it wants of us, in whichever protocol
 * says so.
 *
 * <p>A peer that breaks the protocol ends the session with fault PEER: its streams are reset and
 * {@link ExchangeNode#over} is told why.
 */
public abstract class PeerSession {
  /** Silence of a peer that owes bytes, after which it is taken for dead. */
  static final int DEAD_MILLIS = 5_000;

  /** A block may take that long after the asking, and longer by its size at this rate. */
  static final int MIN_BYTES_PER_MILLI = 16;

  /** Whether blocks are asked for by their CIDs, so that a node has to come before its children. */
  public final boolean byName;

  /** Time. */
  protected final EventLoop loop;

  /** Whoever the session belongs to. */
  protected final ExchangeNode node;

  /** What the peer wants of us. */
  protected final UploadQueue queue;

  /** What serves it, and all other peers. */
  protected final Uploads uploads;

  /** The stream to the peer. */
  protected Stream out;

  /** The stream of the peer's, where it has one that stays. */
  protected @Nullable Stream in;

  /** What we want of the peer, in the order of asking. */
  protected final List<Want> wants = new ArrayList<>();

  private final PathEstimate path = new PathEstimate();
  private int outstandingBytes;
  private long progressAtMillis;
  private boolean proven;
  private boolean closed;

  /** A session on a direct connection, to which that stream was opened. */
  protected PeerSession(
      Stream out, EventLoop loop, ExchangeNode node, Uploads uploads, boolean byName) {
    this.out = out;
    this.loop = loop;
    this.node = node;
    this.uploads = uploads;
    this.byName = byName;
    queue = new UploadQueue(this, uploads);
  }

  // ---- what a protocol says in its own way

  /** Takes a stream that the peer opened. */
  public abstract void accept(Stream stream);

  /** Whether the peer has said what it has. */
  public abstract boolean isKnown();

  /** Whether the peer said that it has the block. */
  public abstract boolean has(Cid shard, int index);

  /** Says what we have of a shard. */
  public abstract void sendHave(Cid shard, byte[] bits);

  /** Says which blocks of a shard have come, or gone, since our have of it. */
  public abstract void sendChanges(Cid shard, int[] changes);

  /** The stream to the peer, which is about to be used. */
  protected Stream out() {
    return out;
  }

  /**
   * Asks whether the peer has an asset, where it does not say so by itself.
   *
   * @param first number of the root in the shard
   * @param end the number behind the last block's
   */
  public abstract void ask(Cid root, Cid shard, int first, int end);

  /**
   * Says one thing of one block.
   *
   * @param what {@link ExchangeWire#WANT}, {@link ExchangeWire#CANCEL} or {@link
   *     ExchangeWire#DONT_HAVE}
   * @param name with the index, what the block is called in a want or an {@linkplain
   *     UploadQueue#add upload}
   * @param cid its name of its own, where it is known
   */
  protected abstract void say(int what, Cid name, int index, @Nullable Cid cid);

  /** The peer has not got the block after all. */
  protected abstract void lacks(Want want);

  /** A block to serve, named as the protocol does; fails when we do not have it. */
  protected abstract Promise<byte[]> read(Cid name, int index);

  /**
   * Sends a part of a block.
   *
   * @return the offset after it
   */
  protected abstract int send(Cid name, int index, byte[] block, int offset);

  /** Reads what comes on the stream to the peer, and ends with the connection. */
  protected final void start(Incoming incoming) {
    out.receiver(incoming);
    connection().closed().then(this::close, this::close);
  }

  /** One of the streams, as it is read. */
  protected abstract class Incoming implements ByteChannel.Receiver {
    /**
     * Takes the next bytes.
     *
     * @throws MeshException when they break the protocol
     */
    protected abstract void read(byte[] bytes);

    @Override
    public final void data(byte[] bytes) {
      if (closed) {
        return;
      }
      try {
        read(bytes);
      } catch (MeshException violation) {
        close(violation);
      }
    }

    @Override
    public void end() {
      close(MeshException.closed("exchange ended"));
    }

    @Override
    public void failed(MeshException reason) {
      close(reason);
    }
  }

  // ---- what all of them have

  /** Who is at the far end. */
  public final Connection connection() {
    return out.connection();
  }

  /** What is known of the path from the peer. */
  public final PathEstimate path() {
    return path;
  }

  /** Whether it has brought what was wanted in time, and not failed to since. */
  public final boolean isProven() {
    return proven;
  }

  /** It has brought what was wanted in time, or failed to. */
  public final void prove(boolean inTime) {
    proven = inTime;
  }

  /** Bytes that were wanted and have not come. */
  public final int outstandingBytes() {
    return outstandingBytes;
  }

  /** When the peer last sent bytes of a block, or began to owe some. */
  public final long progressAtMillis() {
    return progressAtMillis;
  }

  /** For how long the peer has owed bytes and sent none, in milliseconds. */
  public final int silentMillis() {
    return outstandingBytes == 0 ? 0 : (int) (loop.nowMillis() - progressAtMillis);
  }

  /** Whether the peer owes bytes and is silent for too long, or owes a block for too long. */
  public final boolean isOverdue() {
    for (Want want : wants) {
      int allowed = DEAD_MILLIS + want.size / MIN_BYTES_PER_MILLI;
      if (loop.nowMillis() - want.askedAtMillis > allowed) {
        return true;
      }
    }
    return silentMillis() >= DEAD_MILLIS;
  }

  /** Whether the session is over. */
  public final boolean isClosed() {
    return closed;
  }

  /**
   * Whether a want of that size may be added: half of it within the window, or the only one. With a
   * quarter of the window free, as several go together.
   */
  public final boolean hasRoom(int size) {
    int window = path.windowBytes();
    return !closed
        && wants.size() < UploadQueue.MAX_WANTS
        && (outstandingBytes == 0
            || (outstandingBytes + size / 2 <= window
                && (isAsking() || outstandingBytes <= window / 4 * 3)));
  }

  /** Whether wants were added in this turn of the loop that go out together. */
  protected boolean isAsking() {
    return true;
  }

  /**
   * Asks for a block that is not asked of this peer already; see {@link #hasRoom}.
   *
   * @param cid its name, as far as known; not null when {@link #byName}
   */
  public final Want want(Cid shard, int index, @Nullable Cid cid, Want.Owner owner) {
    int size = node.blockSize(shard, index);
    if (outstandingBytes == 0) {
      progressAtMillis = loop.nowMillis();
    }
    owe(size);
    Want want = new Want(this, shard, index, cid, size, loop.nowMillis(), outstandingBytes, owner);
    say(ExchangeWire.WANT, shard, index, cid);
    wants.add(want);
    return want;
  }

  private void owe(int bytes) {
    outstandingBytes += bytes;
    if (outstandingBytes == 0) {
      path.idle();
    }
  }

  /** Whether a block is asked of this peer, or was and its bytes may still come. */
  public final boolean isAsked(Cid shard, int index) {
    return find(shard, index) != null;
  }

  /** The want of that block, or null. */
  protected final @Nullable Want find(Cid shard, int index) {
    for (Want want : wants) {
      if (want.index == index && want.shard.equals(shard)) {
        return want;
      }
    }
    return null;
  }

  /** Takes a want back. Bytes that are on their way are dropped, and counted until they end. */
  public final void cancel(Want want) {
    if (!closed && !want.cancelled && Same.isIn(wants, want)) {
      want.cancelled = true;
      want.bytes = null;
      say(ExchangeWire.CANCEL, want.shard, want.index, want.cid);
    }
  }

  /** The peer makes progress with what it owes. */
  protected final void progress() {
    progressAtMillis = loop.nowMillis();
  }

  /** The next bytes of a block have come: those of the array from the offset on. */
  protected final void received(Want want, byte[] bytes, int offset) {
    int length = bytes.length - offset;
    long now = loop.nowMillis();
    boolean first = want.isFirst() && want.received == 0;
    if (first) {
      path.firstByte((int) (now - want.askedAtMillis));
    }
    path.received(length, first, now);
    if (!want.cancelled) {
      if (want.bytes == null) {
        want.bytes = new byte[want.size];
      }
      System.arraycopy(bytes, offset, want.bytes, want.received, length);
    }
    want.received += length;
    want.lastByteAtMillis = now;
    progress();
    owe(-length);
    if (want.isComplete()) {
      Same.remove(wants, want);
    }
    want.owner.heard(want);
  }

  /** A block does not come. */
  protected final void refused(Want want) {
    Same.remove(wants, want);
    owe(want.received - want.size);
    if (!want.cancelled) {
      lacks(want);
    }
    lost(want);
  }

  private static void lost(Want want) {
    want.lost = true;
    want.owner.heard(want);
  }

  /** Ends the session. Without effect when it is over. */
  public final void close(MeshException reason) {
    if (closed) {
      return;
    }
    closed = true;
    List<Want> unanswered = new ArrayList<>(wants);
    wants.clear();
    outstandingBytes = 0;
    out.abort(reason);
    if (in != null) {
      in.abort(reason);
    }
    queue.close();
    node.over(this, reason);
    for (Want want : unanswered) {
      lost(want);
    }
  }
}
