package dev.weft.core.exchange;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.protobuf.Delimited;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exchange with one peer: what each side has, block by block, and wants of the other. */
public final class ExchangeSession extends PeerSession {
  /** The most shards that a peer may name: a site of 2 GB has some 20. */
  static final int MAX_SHARDS = 256;

  /** The most bytes of bit fields that a peer may make us keep. */
  static final int MAX_HAVE_BYTES = 256 * 1024;

  private final List<Have> haves = new ArrayList<>();

  /** Blocks of one shard that are wanted, which is said at the end of this turn of the loop. */
  private int[] unsaid = {};

  private @Nullable Cid unsaidOf;

  /** How much of a block the peer takes at a time. */
  private int sliceBytes = ExchangeWire.SLICE_BYTES;

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
    super(connection.open(ExchangeWire.PROTOCOL), loop, node, uploads, false);
    start(new Frames(true));
  }

  /** Takes the peer's sending stream, of which there may be one. */
  @Override
  public void accept(Stream stream) {
    if (isClosed() || in != null) {
      stream.abort(ExchangeWire.violation("second stream"));
      return;
    }
    in = stream;
    stream.largeMessages();
    stream.receiver(new Frames(false));
  }

  @Override
  public boolean isKnown() {
    return !haves.isEmpty();
  }

  @Override
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

  @Override
  public void sendHave(Cid shard, byte[] bits) {
    Have have = find(shard);
    if (have != null && !fits(have.bits, node.blocks(shard))) {
      close(ExchangeWire.violation("have does not fit its shard"));
    }
    out.write(ExchangeWire.have(shard, bits));
  }

  @Override
  public void sendChanges(Cid shard, int[] changes) {
    if (changes.length > 0) {
      out.write(ExchangeWire.numbers(ExchangeWire.CHANGES, shard, changes));
    }
  }

  @Override
  public void ask(Cid root, Cid shard, int first, int end) {}

  @Override
  protected void say(int what, Cid name, int index, @Nullable Cid cid) {
    if (what != ExchangeWire.WANT || (unsaidOf != null && !name.equals(unsaidOf))) {
      sayWants();
    }
    if (what == ExchangeWire.WANT) {
      if (!isAsking()) {
        loop.post(this::sayWants);
      }
      unsaidOf = name;
      unsaid = Arrays.copyOf(unsaid, unsaid.length + 1);
      unsaid[unsaid.length - 1] = index;
    } else {
      out.write(ExchangeWire.numbers(what, name, index));
    }
  }

  @Override
  protected boolean isAsking() {
    return unsaid.length > 0;
  }

  private void sayWants() {
    Cid shard = unsaidOf;
    if (shard != null && isAsking()) {
      int[] numbers = unsaid;
      unsaid = new int[0];
      int type = path().isFast() ? ExchangeWire.WANT_LARGE : ExchangeWire.WANT;
      out.write(ExchangeWire.numbers(type, shard, numbers));
    }
  }

  @Override
  protected void lacks(Want want) {
    if (has(want.shard, want.index)) {
      change(want.shard, want.index, false);
    }
  }

  @Override
  protected Promise<byte[]> read(Cid name, int index) {
    return node.read(name, index);
  }

  @Override
  protected int send(Cid name, int index, byte[] block, int offset) {
    // A message shows when it is whole: the first is small, as who asked waits for the first byte.
    int most = offset == 0 ? ExchangeWire.SLICE_BYTES : sliceBytes;
    int length = Math.min(block.length - offset, most);
    out.write(ExchangeWire.sliceHead(name, index, offset, length), block, offset, length);
    return offset + length;
  }

  private void frame(byte[] frame) {
    if (isClosed()) {
      return;
    }
    Cid shard = ExchangeWire.shard(frame);
    switch (frame[0]) {
      case ExchangeWire.SLICE -> slice(shard, frame);
      case ExchangeWire.HAVE -> have(shard, frame);
      default -> {
        int count = ExchangeWire.count(frame);
        if (frame[0] == ExchangeWire.WANT) {
          sliceBytes = ExchangeWire.SLICE_BYTES;
        } else if (frame[0] == ExchangeWire.WANT_LARGE) {
          sliceBytes = ExchangeWire.MAX_SLICE_BYTES;
          out.largeMessages();
        }
        for (int i = 0; i < count && !isClosed(); i++) {
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
      case ExchangeWire.WANT, ExchangeWire.WANT_LARGE -> queue.want(shard, number, node);
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
    received(want, frame, ExchangeWire.SLICE_DATA);
  }

  private void refused(Cid shard, int index) {
    Want want = find(shard, index);
    if (want == null) {
      throw ExchangeWire.violation("dont-have for what was not wanted");
    }
    refused(want);
  }

  /** One of the two streams, as it is read. */
  private final class Frames extends Incoming {
    private final boolean ours;
    private final Delimited frames =
        new Delimited(ExchangeWire.MAX_FRAME_BYTES, ExchangeSession.this::frame);

    Frames(boolean ours) {
      this.ours = ours;
    }

    @Override
    protected void read(byte[] bytes) {
      if (ours) {
        throw ExchangeWire.violation("bytes on the other's stream");
      }
      frames.feed(bytes);
    }
  }
}
