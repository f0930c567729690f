package dev.weft.core.bitswap;

import dev.weft.core.cache.BlockCache;
import dev.weft.core.cache.CachedBlock;
import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Stream;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.exchange.ExchangeNode;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.exchange.PeerSession;
import dev.weft.core.exchange.Uploads;
import dev.weft.core.exchange.Want;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.protobuf.Delimited;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bitswap with one peer.
 *
 * <p>It is asked once for the root of each large asset, and says when it has one, then or later.
 * What is wanted of it ends with the block or a dont-have. What is taken back is asked for as a
 * have in the same breath: the answer to that says that the cancel has been read, and a peer that
 * does not answer still owes. A block whose digest is not that of a want was forged, or never asked
 * for: the peer is banned.
 */
public final class BitswapSession extends PeerSession implements BitswapWire.Handler {
  /** A stream that was not used for so long is not used again: js-libp2p drops it after 10 s. */
  static final int IDLE_MILLIS = 8_000;

  /**
   * The most blocks that a peer may wait for: 256 MiB in blocks of 64 KiB. What it wants beyond is
   * not there for it; others keep 1,024 and forget the rest without a word.
   */
  static final int MAX_QUEUED = BitswapWire.MAX_PARTS;

  /** Blocks that may still come that are remembered; what is wanted of one is some 16 at a time. */
  static final int MAX_LACKING = 256;

  /** So many entries of a message at most are answered by presences: more than clients ask of. */
  static final int MAX_ANSWERS = 128;

  private final BlockCache cache;
  private final List<Interest> interests = new ArrayList<>();

  /** What the peer lacked, or was not to send, and may still send when it has it. */
  private final List<Cid> lacking = new ArrayList<>();

  private long usedAtMillis;
  private boolean known;

  /** Bytes that were read of messages that are not whole, of all streams. */
  private int gatheredBytes;

  /** How many presences may still answer the message that is being read. */
  private int answersLeft;

  /** An asset that the peer was asked for, by its place in its shard. */
  private static final class Interest {
    final Cid root;
    final Cid shard;
    final int first;
    final int end;
    boolean isThere;

    Interest(Cid root, Cid shard, int first, int end) {
      this.root = root;
      this.shard = shard;
      this.first = first;
      this.end = end;
    }
  }

  /**
   * Opens our stream on a direct connection.
   *
   * @throws MeshException when the connection does not open a stream
   */
  public BitswapSession(
      Connection connection, EventLoop loop, ExchangeNode node, Uploads uploads, BlockCache cache) {
    super(connection.open(BitswapWire.PROTOCOL), loop, node, uploads, true);
    this.cache = cache;
    usedAtMillis = loop.nowMillis();
    start(new Messages(out));
  }

  /** Takes one of the peer's streams, to which nothing is written. */
  @Override
  public void accept(Stream stream) {
    stream.receiver(new Messages(stream));
    stream.finish();
  }

  @Override
  public boolean isKnown() {
    return known;
  }

  /** The stream, or one in its place when it was idle for too long. */
  @Override
  protected Stream out() {
    long now = loop.nowMillis();
    if (now - usedAtMillis >= IDLE_MILLIS && !isClosed()) {
      try {
        Stream fresh = connection().open(BitswapWire.PROTOCOL);
        fresh.receiver(new Messages(fresh));
        out.finish();
        out = fresh;
      } catch (MeshException full) {
        close(full);
      }
    }
    usedAtMillis = now;
    return out;
  }

  // ---- what the peer has

  @Override
  public void sendHave(Cid shard, byte[] bits) {}

  @Override
  public void sendChanges(Cid shard, int[] changes) {}

  @Override
  public void ask(Cid root, Cid shard, int first, int end) {
    interests.add(new Interest(root, shard, first, end));
    out().write(BitswapWire.entry(root, BitswapWire.WANT_HAVE));
  }

  private @Nullable Interest interest(Cid shard, int index) {
    for (Interest each : interests) {
      if (index >= each.first && index < each.end && each.shard.equals(shard)) {
        return each;
      }
    }
    return null;
  }

  @Override
  public boolean has(Cid shard, int index) {
    Interest interest = interest(shard, index);
    return interest != null && interest.isThere;
  }

  @Override
  protected void lacks(Want want) {
    Interest interest = interest(want.shard, want.index);
    if (interest != null) {
      interest.isThere = false;
    }
  }

  // ---- what is wanted of the peer

  @Override
  protected void say(int what, Cid name, int index, @Nullable Cid cid) {
    if (cid == null) {
      out().write(BitswapWire.presence(name.encode(), false));
    } else if (what == ExchangeWire.WANT) {
      out().write(BitswapWire.entry(cid, BitswapWire.WANT_BLOCK));
    } else {
      out().write(BitswapWire.entry(cid, BitswapWire.CANCEL));
      out.write(BitswapWire.entry(cid, BitswapWire.WANT_HAVE));
    }
  }

  @Override
  public void block(byte[] data) {
    if (!heard(Sha256.digest(data), true, data)) {
      throw MeshException.peer("bad-block");
    }
  }

  @Override
  public void presence(byte[] name, boolean has) {
    Cid cid = BitswapWire.cid(name);
    if (cid != null) {
      heard(cid.multihash().digest(), has, null);
    }
  }

  /**
   * The peer has a block, or lacks it, or sends it, as it does with a small one where it was only
   * asked whether it is there, and with one that it lacked before.
   *
   * @return whether we asked for it
   */
  private boolean heard(byte[] digest, boolean has, byte @Nullable [] data) {
    boolean asked = false;
    for (Interest each : interests) {
      if (isOf(digest, each.root)) {
        if (has && !each.isThere) {
          // Or Helia forgets a want of it that comes 5 s later.
          out().write(BitswapWire.entry(each.root, BitswapWire.CANCEL));
        }
        each.isThere = has;
        asked = true;
      }
    }
    for (Cid each : lacking) {
      asked |= isOf(digest, each);
    }
    boolean ended = false;
    for (Want want : new ArrayList<>(wants)) {
      Cid cid = want.cid;
      if (cid != null
          && isOf(digest, cid)
          && (data != null || !has || want.isCancelled())
          && !isClosed()) {
        if (!ended) {
          // Or js-libp2p sends what it lacked when it has it, and within 5 s nothing again.
          out().write(BitswapWire.entry(cid, BitswapWire.CANCEL));
          ended = true;
        }
        if (data != null && data.length == want.size) {
          received(want, data, 0);
        } else {
          lacking.add(cid);
          refused(want);
        }
      }
    }
    if (lacking.size() > MAX_LACKING) {
      lacking.remove(0);
    }
    return asked || ended;
  }

  private static boolean isOf(byte[] digest, Cid cid) {
    return Arrays.equals(digest, cid.multihash().digest());
  }

  // ---- what the peer wants

  @Override
  public void wanted(byte[] name, int want, boolean sayDontHave) {
    Cid cid = BitswapWire.cid(name);
    CachedBlock held = cid == null || !uploads.allowed() ? null : cache.find(cid);
    boolean queued = held != null && queue.isWanted(held.cid, 0);
    if (want == BitswapWire.CANCEL) {
      if (cid != null) {
        queue.drop(cid, 0);
      }
    } else if (held == null || want == BitswapWire.WANT_HAVE || queue.size() >= MAX_QUEUED) {
      boolean has = held != null && want == BitswapWire.WANT_HAVE;
      if ((has || (sayDontHave && !queued)) && answersLeft-- > 0 && out().writable() > 0) {
        out.write(BitswapWire.presence(name, has));
      }
    } else if (!queued) {
      queue.add(held.cid, 0, held.size, false);
    }
  }

  @Override
  protected Promise<byte[]> read(Cid name, int index) {
    return cache.read(name);
  }

  @Override
  protected int send(Cid name, int index, byte[] block, int offset) {
    out().write(BitswapWire.block(name, block));
    return block.length;
  }

  // ---- reading

  private void message(byte[] message) {
    known = true;
    answersLeft = MAX_ANSWERS;
    BitswapWire.read(message, this);
    node.haveChanged(this);
    uploads.pump();
  }

  /** One of the streams, as it is read. */
  private final class Messages extends Incoming {
    private final Stream stream;
    private final Delimited messages = new Delimited(BitswapWire.MAX_MESSAGE_BYTES, this::take);

    /** Bytes since the last message was whole, by pieces. */
    private int gathered;

    Messages(Stream stream) {
      this.stream = stream;
    }

    @Override
    protected void read(byte[] bytes) {
      progress();
      gather(bytes.length);
      messages.feed(bytes);
    }

    private void gather(int bytes) {
      gathered += bytes;
      gatheredBytes += bytes;
      if (gatheredBytes > BitswapWire.MAX_MESSAGE_BYTES) {
        throw BitswapWire.violation();
      }
    }

    private void take(byte[] message) {
      gather(-gathered);
      message(message);
    }

    /** Also the first that is heard of a peer that speaks the protocol, and has nothing to say. */
    @Override
    public void end() {
      gather(-gathered);
      known |= interests.isEmpty();
      node.haveChanged(BitswapSession.this);
    }

    @Override
    public void failed(MeshException reason) {
      gather(-gathered);
      if (stream == out && loop.nowMillis() - usedAtMillis < IDLE_MILLIS) {
        close(reason);
      }
    }
  }
}
