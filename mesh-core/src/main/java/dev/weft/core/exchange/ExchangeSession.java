package dev.weft.core.exchange;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Same;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.protobuf.Delimited;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exchange with one peer: what it has, what we want of it, and what it wants of us.
 *
 * <p>A peer that breaks the protocol ends the session with fault PEER: both streams are reset and
 * {@link ExchangeNode#over} is told why.
 */
public final class ExchangeSession {
  /** The most shards that a peer may name: a site of 2 GB has some 20. */
  static final int MAX_SHARDS = 256;

  /** The most bytes of bit fields that a peer may make us keep. */
  static final int MAX_HAVE_BYTES = 256 * 1024;

  /** Silence of a peer that owes bytes, after which it is taken for dead. */
  static final int DEAD_MILLIS = 5_000;

  /** A block may take that long after the asking, and longer by its size at this rate. */
  static final int MIN_BYTES_PER_MILLI = 16;

  private final Connection connection;
  private final EventLoop loop;
  private final ExchangeNode node;
  private final Stream out;
  private final Uploads uploads;
  private final UploadQueue queue;
  private final PathEstimate path = new PathEstimate();
  private final List<Have> haves = new ArrayList<>();
  private final List<Want> wants = new ArrayList<>();
  private int outstandingBytes;

  /** When the peer last sent bytes, or began to owe some. */
  private long progressAtMillis;

  private @Nullable Stream in;
  private boolean closed;

  /** What the peer has of a shard. */
  private static final class Have {
    final Cid shard;
    byte[] bits = Bytes.NONE;

    Have(Cid shard) {
      this.shard = shard;
    }
  }

  /**
   * Opens our sending stream on a direct connection.
   *
   * @throws MeshException when the connection does not open a stream
   */
  public ExchangeSession(
      Connection connection, EventLoop loop, ExchangeNode node, Uploads uploads) {
    this.connection = connection;
    this.loop = loop;
    this.node = node;
    this.uploads = uploads;
    out = connection.open(ExchangeWire.PROTOCOL);
    queue = new UploadQueue(this, node, uploads, out);
    out.receiver(new Incoming(true));
    connection.closed().then(this::close, this::close);
  }

  /** Takes the peer's sending stream, of which there may be one. */
  public void accept(Stream stream) {
    if (closed || in != null) {
      stream.abort(ExchangeWire.violation("second stream"));
      return;
    }
    in = stream;
    stream.receiver(new Incoming(false));
  }

  /** Who is at the far end. */
  public Connection connection() {
    return connection;
  }

  /** What is known of the path from the peer. */
  public PathEstimate path() {
    return path;
  }

  /** Bytes that were wanted and have not come. */
  public int outstandingBytes() {
    return outstandingBytes;
  }

  /** When the peer last sent bytes of a block, or began to owe some. */
  public long progressAtMillis() {
    return progressAtMillis;
  }

  /** For how long the peer has owed bytes and sent none, in milliseconds. */
  public int silentMillis() {
    return outstandingBytes == 0 ? 0 : (int) (loop.nowMillis() - progressAtMillis);
  }

  /** Whether the peer owes bytes and is silent for too long, or owes a block for too long. */
  public boolean isOverdue() {
    for (Want want : wants) {
      int allowed = DEAD_MILLIS + want.size / MIN_BYTES_PER_MILLI;
      if (loop.nowMillis() - want.askedAtMillis > allowed) {
        return true;
      }
    }
    return silentMillis() >= DEAD_MILLIS;
  }

  /** Whether the session is over. */
  public boolean isClosed() {
    return closed;
  }

  /** Whether the peer has said what it has. */
  public boolean isKnown() {
    return !haves.isEmpty();
  }

  /** Whether the peer said that it has the block. */
  public boolean has(Cid shard, int index) {
    Have have = find(shard);
    return have != null
        && index >> 3 < have.bits.length
        && (have.bits[index >> 3] >> (index & 7) & 1) != 0;
  }

  private @Nullable Have find(Cid shard) {
    for (Have have : haves) {
      if (have.shard.equals(shard)) {
        return have;
      }
    }
    return null;
  }

  /** Says what we have of a shard. */
  public void sendHave(Cid shard, byte[] bits) {
    out.write(ExchangeWire.have(shard, bits));
  }

  /** Says which blocks of a shard have come, or gone, since our have of it. */
  public void sendChanges(Cid shard, int[] changes) {
    if (changes.length > 0) {
      out.write(ExchangeWire.numbers(ExchangeWire.CHANGES, shard, changes));
    }
  }

  /** A shard has become one of ours: what the peer said of it must fit its layout. */
  public void shardKnown(Cid shard) {
    Have have = find(shard);
    if (have != null && !fits(have.bits, node.blocks(shard))) {
      close(ExchangeWire.violation("have does not fit its shard"));
    }
  }

  /**
   * Whether a want of that size may be added: half of it within the window and all within what the
   * peer bears, or the only one.
   */
  public boolean hasRoom(int size) {
    return !closed
        && wants.size() < UploadQueue.MAX_WANTS
        && (outstandingBytes == 0
            || (outstandingBytes + size / 2 <= path.windowBytes()
                && outstandingBytes + size <= PathEstimate.MAX_WINDOW_BYTES));
  }

  /** Asks for a block that is not asked of this peer already; see {@link #hasRoom}. */
  public Want want(Cid shard, int index, Want.Owner owner) {
    int size = node.blockSize(shard, index);
    Want want = new Want(this, shard, index, size, loop.nowMillis(), owner);
    if (outstandingBytes == 0) {
      want.first = true;
      progressAtMillis = want.askedAtMillis;
      path.idle();
    }
    wants.add(want);
    outstandingBytes += size;
    out.write(ExchangeWire.numbers(ExchangeWire.WANT, shard, index));
    return want;
  }

  /** Whether a block is asked of this peer, or was and its bytes may still come. */
  public boolean isAsked(Cid shard, int index) {
    return find(shard, index) != null;
  }

  /** Takes a want back. Bytes that are on their way are dropped, and counted until they end. */
  public void cancel(Want want) {
    if (!closed && !want.cancelled && Same.isIn(wants, want)) {
      want.cancelled = true;
      want.bytes = null;
      out.write(ExchangeWire.numbers(ExchangeWire.CANCEL, want.shard, want.index));
    }
  }

  /** Ends the session. Without effect when it is over. */
  public void close(MeshException reason) {
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

  private void frame(byte[] frame) {
    if (closed) {
      return;
    }
    Cid shard = ExchangeWire.shard(frame);
    switch (frame[0]) {
      case ExchangeWire.SLICE -> slice(shard, frame);
      case ExchangeWire.HAVE -> have(shard, frame);
      default -> {
        int count = ExchangeWire.count(frame);
        for (int i = 0; i < count && !closed; i++) {
          number(frame[0], shard, ExchangeWire.number(frame, i));
        }
        if (frame[0] == ExchangeWire.CHANGES) {
          node.haveChanged(this);
        } else {
          uploads.pump();
        }
      }
    }
  }

  private void number(int type, Cid shard, int number) {
    switch (type) {
      case ExchangeWire.WANT -> queue.want(shard, number, node.blocks(shard));
      case ExchangeWire.CANCEL -> queue.cancel(shard, number);
      case ExchangeWire.DONT_HAVE -> refused(shard, number);
      case ExchangeWire.CHANGES -> change(shard, number & ~ExchangeWire.GONE, number >= 0);
      default -> throw ExchangeWire.violation("unknown frame");
    }
  }

  private void have(Cid shard, byte[] frame) {
    Have have = find(shard);
    if (have == null) {
      have = new Have(shard);
      haves.add(have);
    }
    have.bits = Arrays.copyOfRange(frame, ExchangeWire.BODY, frame.length);
    int haveBytes = 0;
    for (Have each : haves) {
      haveBytes += each.bits.length;
    }
    int blocks = node.blocks(shard);
    if ((blocks >= 0 && !fits(have.bits, blocks))
        || haves.size() > MAX_SHARDS
        || haveBytes > MAX_HAVE_BYTES) {
      throw ExchangeWire.violation("have does not fit its shard");
    }
    node.haveChanged(this);
  }

  private static boolean fits(byte[] bits, int blocks) {
    int used = blocks & 7;
    return bits.length == (blocks + 7) >> 3
        && (used == 0 || (bits[bits.length - 1] & 0xff) >> used == 0);
  }

  private void change(Cid shard, int index, boolean come) {
    Have have = find(shard);
    int blocks = node.blocks(shard);
    if (have == null || index >= (blocks < 0 ? 8 * have.bits.length : blocks)) {
      throw ExchangeWire.violation("change out of range");
    }
    byte[] bits = have.bits;
    int bit = 1 << (index & 7);
    int old = bits[index >> 3];
    bits[index >> 3] = (byte) (come ? old | bit : old & ~bit);
  }

  private void slice(Cid shard, byte[] frame) {
    if (frame.length < ExchangeWire.SLICE_DATA) {
      throw ExchangeWire.violation("slice cut off");
    }
    Want want = find(shard, ExchangeWire.number(frame, 0));
    int length = frame.length - ExchangeWire.SLICE_DATA;
    if (want == null
        || ExchangeWire.number(frame, 1) != want.received
        || length > want.size - want.received
        || length > ExchangeWire.MAX_SLICE_BYTES
        || (length == 0 && want.size > 0)) {
      throw ExchangeWire.violation("bytes that no want covers");
    }
    long now = loop.nowMillis();
    if (want.first && want.received == 0) {
      path.firstByte((int) (now - want.askedAtMillis));
    }
    path.received(length, want.first && want.received == 0, now);
    if (!want.cancelled) {
      if (want.bytes == null) {
        want.bytes = new byte[want.size];
      }
      System.arraycopy(frame, ExchangeWire.SLICE_DATA, want.bytes, want.received, length);
    }
    want.received += length;
    want.lastByteAtMillis = now;
    progressAtMillis = now;
    outstandingBytes -= length;
    if (want.isComplete()) {
      Same.remove(wants, want);
    }
    want.owner.heard(want);
  }

  private void refused(Cid shard, int index) {
    Want want = find(shard, index);
    if (want == null) {
      throw ExchangeWire.violation("dont-have for what was not wanted");
    }
    Same.remove(wants, want);
    outstandingBytes -= want.size - want.received;
    if (!want.cancelled && has(shard, index)) {
      change(shard, index, false);
    }
    lost(want);
  }

  private static void lost(Want want) {
    want.lost = true;
    want.owner.heard(want);
  }

  private @Nullable Want find(Cid shard, int index) {
    for (Want want : wants) {
      if (want.index == index && want.shard.equals(shard)) {
        return want;
      }
    }
    return null;
  }

  /** One of the two streams, as it is read. */
  private final class Incoming implements ByteChannel.Receiver {
    private final boolean ours;
    private final Delimited frames =
        new Delimited(ExchangeWire.MAX_FRAME_BYTES, ExchangeSession.this::frame);

    Incoming(boolean ours) {
      this.ours = ours;
    }

    @Override
    public void data(byte[] bytes) {
      if (closed) {
        return;
      }
      try {
        if (ours) {
          throw ExchangeWire.violation("bytes on the other's stream");
        }
        frames.feed(bytes);
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
}
