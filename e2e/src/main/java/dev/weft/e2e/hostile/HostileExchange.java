package dev.weft.e2e.hostile;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.ProtocolHandler;
import dev.weft.core.connection.Stream;
import dev.weft.core.exchange.ExchangeNode;
import dev.weft.core.exchange.ExchangeSession;
import dev.weft.core.exchange.PeerSession;
import dev.weft.core.exchange.Uploads;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.BlockLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;

/** Claims to have every block of the site, and then behaves as its mode says. */
final class HostileExchange implements ExchangeNode, ProtocolHandler {
  /** What a dripping or dying peer sends in a second: a block of 256 KiB takes a minute. */
  private static final int DRIP_BYTES_PER_SECOND = 4_096;

  /** How long a dying peer lives after the first block was asked of it. */
  private static final int DEATH_MILLIS = 60;

  private final EventLoop loop;
  private final String mode;
  private final Runnable death;
  private final Uploads uploads;
  private final Map<Cid, ManifestShard> shards = new HashMap<>();
  private final Map<Connection, ExchangeSession> sessions = new HashMap<>();
  private @Nullable Cid forgedShard;
  private int forgedFrom;
  private List<byte[]> forged = List.of();
  private int asked;

  /**
   * One that does not know the site's shards yet.
   *
   * @param mode {@code silent}, {@code drips}, {@code dies}, {@code lies} or {@code twice}, or one
   *     of {@link Forgery}
   * @param death ends the peer without a word
   */
  HostileExchange(EventLoop loop, String mode, Runnable death) {
    this.loop = loop;
    this.mode = mode;
    this.death = death;
    uploads = new Uploads(loop, 16);
    if (mode.equals("drips") || mode.equals("dies")) {
      uploads.limitRate(DRIP_BYTES_PER_SECOND);
    }
  }

  void know(Cid cid, ManifestShard shard) {
    shards.put(cid, shard);
  }

  /** From now on these are the blocks from that number of the shard on. */
  void forge(Cid shard, int from, List<byte[]> blocks) {
    forgedShard = shard;
    forgedFrom = from;
    forged = blocks;
  }

  /** Says how many blocks were asked for. */
  @JSBody(params = "asked", script = "self.asked=asked")
  static native void count(int asked);

  /** Begins with a peer: tells it that everything is here. */
  ExchangeSession begin(Connection connection) {
    ExchangeSession known = sessions.get(connection);
    if (known != null) {
      return known;
    }
    ExchangeSession session = new ExchangeSession(connection, loop, this, uploads);
    sessions.put(connection, session);
    for (Map.Entry<Cid, ManifestShard> shard : shards.entrySet()) {
      session.sendHave(shard.getKey(), all(shard.getValue().blockCount()));
    }
    return session;
  }

  /** The bits of so many blocks. */
  static byte[] all(int count) {
    byte[] all = new byte[(count + 7) / 8];
    for (int i = 0; i < count; i++) {
      all[i >> 3] |= (byte) (1 << (i & 7));
    }
    return all;
  }

  @Override
  public void accept(Stream stream) {
    begin(stream.connection()).accept(stream);
  }

  @Override
  public int blocks(Cid shard) {
    ManifestShard known = shards.get(shard);
    return known == null ? -1 : known.blockCount();
  }

  @Override
  public int blockSize(Cid shard, int index) {
    ManifestShard known = shards.get(shard);
    if (known == null) {
      throw new IllegalArgumentException("no such shard");
    }
    int entry = known.entryOfBlock(index);
    BlockLayout gzip = known.gzipLayout(entry);
    int inGzip = index - known.firstGzipBlock(entry);
    return gzip != null && inGzip >= 0
        ? gzip.blockSize(inGzip)
        : known.layout(entry).blockSize(index - known.firstBlock(entry));
  }

  @Override
  public Promise<byte[]> read(Cid shard, int index) {
    asked++;
    count(asked);
    if (mode.equals("silent")) {
      return new Promise<>();
    }
    if (mode.equals("dies") && asked == 1) {
      loop.schedule(DEATH_MILLIS, death);
    }
    int forgedIndex = index - forgedFrom;
    if (forgedShard != null
        && shard.equals(forgedShard)
        && forgedIndex >= 0
        && forgedIndex < forged.size()) {
      return Promise.of(forged.get(forgedIndex));
    }
    byte[] wrong = new byte[blockSize(shard, index)];
    Arrays.fill(wrong, (byte) 0x66);
    return Promise.of(wrong);
  }

  @Override
  public void haveChanged(PeerSession session) {}

  @Override
  public void over(PeerSession session, MeshException reason) {
    sessions.values().remove(session);
  }
}
