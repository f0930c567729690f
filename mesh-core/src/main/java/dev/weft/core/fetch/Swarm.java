package dev.weft.core.fetch;

import dev.weft.core.cache.BlockCache;
import dev.weft.core.cache.CachedBlock;
import dev.weft.core.connection.Connection;
import dev.weft.core.connection.ProtocolHandler;
import dev.weft.core.connection.Stream;
import dev.weft.core.exchange.ExchangeNode;
import dev.weft.core.exchange.ExchangeSession;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.exchange.PeerSession;
import dev.weft.core.exchange.Uploads;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Same;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.peers.PeerLimits;
import dev.weft.core.peers.PeerScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connected peers: what they are told and served; whom to ask says {@link PeerChoice}.
 *
 * <p>Sessions are made for direct connections only; {@code mesh} hands them over as they open.
 */
public final class Swarm implements ExchangeNode, BlockCache.Listener, ProtocolHandler {
  /** Assets from this size on are announced by their CIDs, and so are asked for by them. */
  public static final int LARGE_BYTES = 1 << 20;

  /** Changes of the cache gather for so long before peers are told. */
  private static final int TELL_MILLIS = 50;

  /** So many of a shard are told at once: a frame of 1 KiB. */
  private static final int MAX_CHANGES = 256;

  private final EventLoop loop;
  private final SiteAssets assets;
  private final BlockCache cache;
  private final PeerScores scores;
  private final PeerLimits limits;
  private final Uploads uploads;
  private final List<PeerSession> sessions = new ArrayList<>();
  final PeerChoice choice;
  private final List<Runnable> listeners = new ArrayList<>();
  private Strangers strangers = connection -> null;
  private boolean telling;

  /** Peers that speak another protocol about blocks. */
  public interface Strangers {
    /**
     * Begins a session with one; null where its protocol is not spoken.
     *
     * @throws MeshException when the connection does not open a stream
     */
    @Nullable PeerSession begin(Connection connection);
  }

  /** A swarm without peers; it hears of the cache's changes from now on. */
  public Swarm(
      EventLoop loop, SiteAssets assets, BlockCache cache, PeerScores scores, PeerLimits limits) {
    this.loop = loop;
    this.assets = assets;
    this.cache = cache;
    this.scores = scores;
    this.limits = limits;
    choice = new PeerChoice(loop, scores, sessions);
    uploads = new Uploads(loop, limits.maxUploads());
    uploads.limitRate(limits.uploadBytesPerSecond());
    cache.listener(this);
  }

  /** Says how blocks are exchanged with peers that do not speak the exchange; else not at all. */
  public void strangers(Strangers newStrangers) {
    strangers = newStrangers;
  }

  /** What is served to peers, and the switch for it. */
  public Uploads uploads() {
    return uploads;
  }

  /** How many peers there are, whether they have said what they have or not. */
  public int peers() {
    return sessions.size();
  }

  /** How many peers have said what they have. */
  public int knownPeers() {
    int known = 0;
    for (PeerSession session : sessions) {
      if (session.isKnown()) {
        known++;
      }
    }
    return known;
  }

  /** Adds what is done whenever peers go, or say anew what they have. */
  public void onChange(Runnable task) {
    listeners.add(task);
  }

  private void tellListeners() {
    for (Runnable listener : listeners) {
      listener.run();
    }
  }

  /**
   * Begins the exchange on a direct connection, unless it has begun, the peer is banned, or there
   * are as many as the limits allow: then it is closed. With a peer that does not speak it, {@link
   * Strangers} take over.
   */
  public void connected(Connection connection) {
    begin(connection, false);
  }

  private void begin(Connection connection, boolean byName) {
    if (find(connection, byName) != null) {
      return;
    }
    if (sessions.size() >= limits.maxConnections() || scores.isBanned(connection.remotePeer())) {
      connection.close();
      return;
    }
    PeerSession session;
    try {
      session =
          byName
              ? strangers.begin(connection)
              : new ExchangeSession(connection, loop, this, uploads);
    } catch (MeshException closedAlready) {
      return;
    }
    if (session != null && !session.isClosed()) {
      sessions.add(session);
      for (SiteAssets.Shard shard : assets.shards()) {
        introduce(session, shard);
      }
    }
  }

  /** What we have of the shard, and what of it would be worth the peer's while. */
  private void introduce(PeerSession session, SiteAssets.Shard shard) {
    session.sendHave(shard.cid, bits(shard));
    for (Asset asset : shard.assets) {
      if (asset.size >= LARGE_BYTES) {
        int end = asset.firstBlock + asset.layout.blockCount();
        session.ask(asset.root, shard.cid, asset.firstBlock, end);
      }
    }
  }

  @Override
  public void accept(Stream stream) {
    boolean byName = !stream.protocol().equals(ExchangeWire.PROTOCOL);
    begin(stream.connection(), byName);
    PeerSession session = find(stream.connection(), byName);
    if (session == null) {
      stream.abort(MeshException.closed("no exchange with this peer"));
    } else {
      session.accept(stream);
    }
  }

  /** Takes a shard of the manifest into use: peers are told what we have of it. */
  public void use(Cid shard, ManifestShard content) {
    if (assets.find(shard) != null) {
      return;
    }
    SiteAssets.Shard added = assets.add(shard, content);
    for (PeerSession session : new ArrayList<>(sessions)) {
      introduce(session, added);
    }
    tellListeners();
  }

  /** Tells all peers anew what we have, as the cache's index has come. */
  public void tellAll() {
    for (SiteAssets.Shard shard : assets.shards()) {
      for (PeerSession session : sessions) {
        session.sendHave(shard.cid, bits(shard));
      }
    }
  }

  /** Forgets the blocks of assets that no shard in use lists: all shards are in use. */
  public void forgetUnlisted() {
    List<Cid> roots = new ArrayList<>();
    for (SiteAssets.Shard shard : assets.shards()) {
      for (Asset asset : shard.assets) {
        roots.add(asset.root);
      }
    }
    cache.keepOnly(roots);
  }

  private @Nullable PeerSession find(Connection connection, boolean byName) {
    for (PeerSession session : sessions) {
      if (session.connection() == connection && session.byName == byName) {
        return session;
      }
    }
    return null;
  }

  private byte[] bits(SiteAssets.Shard shard) {
    byte[] bits = new byte[(shard.blocks + 7) >> 3];
    for (Asset asset : shard.assets) {
      for (CachedBlock block : cache.ofAsset(asset.root)) {
        if (block.index < asset.layout.blockCount()) {
          int bit = asset.firstBlock + block.index;
          bits[bit >> 3] |= (byte) (1 << (bit & 7));
        }
      }
    }
    return bits;
  }

  /** Ends the exchange with peers that hold us up. */
  void dropOverdue() {
    for (PeerSession session : new ArrayList<>(sessions)) {
      if (session.isOverdue()) {
        drop(session, PeerScores.TIMEOUT, MeshException.timeout("block overdue"));
      }
    }
  }

  /** Holds a fault against the peer and closes the connection. */
  void drop(PeerSession session, int points, MeshException reason) {
    scores.fault(session.connection().remotePeer(), points);
    session.close(reason);
    session.connection().abort(reason);
  }

  @Override
  public int blocks(Cid shard) {
    SiteAssets.Shard known = assets.find(shard);
    return known == null ? -1 : known.blocks;
  }

  @Override
  public int blockSize(Cid shard, int index) {
    SiteAssets.Shard known = assets.find(shard);
    if (known == null) {
      return 0;
    }
    Asset asset = known.holding(index);
    return asset.layout.blockSize(index - asset.firstBlock);
  }

  @Override
  public Promise<byte[]> read(Cid shard, int index) {
    SiteAssets.Shard known = assets.find(shard);
    if (known != null) {
      Asset asset = known.holding(index);
      CachedBlock block = cache.ofAsset(asset.root, index - asset.firstBlock);
      if (block != null) {
        return cache.read(block.cid);
      }
    }
    return Promise.failed(MeshException.local("not-cached"));
  }

  @Override
  public void haveChanged(PeerSession session) {
    tellListeners();
  }

  @Override
  public void over(PeerSession session, MeshException reason) {
    Same.remove(sessions, session);
    if (reason.fault() == MeshException.Fault.PEER) {
      boolean forged = reason.code().equals("bad-block");
      scores.fault(
          session.connection().remotePeer(), forged ? PeerScores.BAD_BLOCK : PeerScores.VIOLATION);
      session.connection().abort(reason);
    } else if (!session.byName && !session.isKnown()) {
      begin(session.connection(), true); // it does not speak the exchange
    }
    tellListeners();
  }

  @Override
  public void changed(CachedBlock block, boolean present) {
    for (SiteAssets.Shard shard : assets.shards()) {
      for (Asset asset : shard.assets) {
        if (asset.root.equals(block.root) && block.index < asset.layout.blockCount()) {
          int count = shard.changes.length;
          shard.changes = Arrays.copyOf(shard.changes, count + 1);
          shard.changes[count] = asset.firstBlock + block.index | (present ? 0 : ExchangeWire.GONE);
          if (shard.changes.length == MAX_CHANGES) {
            tell();
          } else if (!telling) {
            telling = true;
            loop.schedule(TELL_MILLIS, this::tell);
          }
        }
      }
    }
  }

  private void tell() {
    telling = false;
    for (SiteAssets.Shard shard : assets.shards()) {
      for (PeerSession session : sessions) {
        session.sendChanges(shard.cid, shard.changes);
      }
      shard.changes = new int[0];
    }
  }
}
