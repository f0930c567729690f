package dev.weft.browser;

import dev.weft.browser.driver.BrowserRtcPeer;
import dev.weft.browser.driver.Device;
import dev.weft.browser.driver.WebSocketChannel;
import dev.weft.browser.js.LocalNetwork;
import dev.weft.browser.js.RTCPeerConnection;
import dev.weft.core.bitswap.BitswapWire;
import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Identity;
import dev.weft.core.connection.Protocols;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.fetch.Asset;
import dev.weft.core.fetch.Fetcher;
import dev.weft.core.fetch.Swarm;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.mesh.MeshConfig;
import dev.weft.core.mesh.MeshNode;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.multiformats.WebSocketAddress;
import dev.weft.core.peers.PeerLimits;
import dev.weft.core.peers.PeerScores;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * The page's node in the mesh, for as long as the page leads the site's tabs: joined anew, under a
 * new identity, each time that it does.
 */
final class PageMesh implements MeshNode.Listener {
  /** How long a hidden page goes on serving others. */
  private static final int HIDDEN_UPLOAD_MILLIS = 60_000;

  /** After so long what can wait no longer waits for peers that may come. */
  private static final int JOIN_MILLIS = 3_000;

  /** Announcements gather for so long. */
  private static final int ANNOUNCE_MILLIS = 10_000;

  /** After so long the page has its keys, and waits for its node. */
  private static final int WARM_UP_MILLIS = 30;

  private final Platform platform;
  private final SiteConfig config;
  private final Promise<Multihash> site;
  private final Fetcher fetcher;
  private final Swarm swarm;
  private final PeerScores scores;
  private final PageApi api;
  private final JSObject localNetwork;
  private final UploadCaps caps;
  private List<Multihash> unannounced = new ArrayList<>();

  private @Nullable MeshNode node;
  private boolean listed;
  private boolean unreachable;
  private boolean joined;

  /** Counts joinings, so that a key that comes after the page was left starts nothing. */
  private int visit;

  /**
   * The mesh of a page that has not joined.
   *
   * @param listed kept when the page knows what it can ask peers for: it says that it is there then
   */
  PageMesh(
      Platform platform,
      SiteConfig config,
      Promise<Multihash> site,
      Promise<Done> listed,
      Fetcher fetcher,
      Swarm swarm,
      PeerScores scores,
      PageApi api) {
    this.platform = platform;
    this.config = config;
    this.site = site;
    this.fetcher = fetcher;
    this.swarm = swarm;
    this.scores = scores;
    this.api = api;
    localNetwork = LocalNetwork.reachable(config.lan());
    caps = new UploadCaps(platform.loop(), swarm.uploads(), config);
    swarm.onChange(this::changed);
    listed
        .within(platform.loop(), JOIN_MILLIS, "manifest")
        .then(done -> isListed(), slow -> isListed());
    if (config.isDownloadOnly()) {
      swarm.uploads().allow(false);
    } else {
      api.on("seen", Device.watchUploads(HIDDEN_UPLOAD_MILLIS, swarm.uploads()::allow));
    }
  }

  private void isListed() {
    listed = true;
    changed();
  }

  /** Joins, anew if it had joined before. */
  void start() {
    List<Multiaddr> bootstrap = new ArrayList<>();
    config.bootstrap(
        text -> {
          try {
            bootstrap.add(WebSocketAddress.parse(text));
          } catch (MeshException malformed) {
            PageApi.debug("bad address", text);
          }
        });
    if (bootstrap.isEmpty()) {
      failed("no-node");
      return;
    }
    leave();
    joined = false;
    unreachable = false;
    int current = visit;
    fetcher.joining(true);
    platform
        .loop()
        .schedule(
            JOIN_MILLIS,
            () -> {
              if (visit == current) {
                joined = true;
                changed();
              }
            });
    platform
        .signatures()
        .generate()
        .then(
            made -> {
              if (visit == current) {
                start(made, bootstrap);
              }
            },
            reason -> failed("no-ed25519"));
  }

  private void start(Signatures.Signer made, List<Multiaddr> bootstrap) {
    MeshNode started =
        new MeshNode(
            platform,
            Identity.of(made),
            new Protocols()
                .handle(ExchangeWire.PROTOCOL, swarm)
                .handle(BitswapWire.PROTOCOL, swarm),
            address -> WebSocketChannel.dial(address, platform.loop()),
            BrowserRtcPeer.factory(config, localNetwork),
            new MeshConfig(
                bootstrap,
                site,
                Kademlia.WEFT_PROTOCOL,
                PeerLimits.DEFAULT.dialling(
                    (int) config.number("peers", PeerLimits.DEFAULT.dialsOnJoin())),
                !config.isDownloadOnly()),
            this);
    node = started;
    List<PeerId> known = new ArrayList<>();
    LastPage.peers(id -> known.add(PeerId.parse(id)));
    started.start(known);
    platform.loop().schedule(WARM_UP_MILLIS, RTCPeerConnection::warmUp);
  }

  /** Leaves: connections close, peers and node learn of it at once. */
  void leave() {
    MeshNode left = node;
    node = null;
    visit++;
    caps.save();
    if (left != null) {
      StringBuilder peers = new StringBuilder();
      for (PeerId peer : left.connected()) {
        peers.append(peer).append(' ');
      }
      LastPage.keep("weft-peers", peers.toString());
      left.stop();
    }
  }

  /** An asset is in the cache now. */
  void kept(Asset asset) {
    if (asset.size >= Swarm.LARGE_BYTES) {
      if (unannounced.isEmpty()) {
        platform.loop().schedule(ANNOUNCE_MILLIS, this::announce);
      }
      unannounced.add(asset.root.multihash());
    }
  }

  private void announce() {
    if (node != null) {
      node.announce(unannounced);
    }
    unannounced = new ArrayList<>();
  }

  @Override
  public void reserved() {
    PageApi.debug("reserved", null);
  }

  @Override
  public void dials(PeerId peer) {
    PageApi.debug("dials", peer.toString());
  }

  @Override
  public void connected(Connection connection) {
    String id = connection.remotePeer().toString();
    api.tell("peer", event(id, true, 0));
    swarm.connected(connection);
    connection
        .closed()
        .then(
            reason -> api.tell("peer", event(id, false, scores.of(connection.remotePeer()))),
            never -> {});
    changed();
  }

  @Override
  public boolean welcomes(PeerId peer) {
    return !scores.isBanned(peer);
  }

  @Override
  public void dialFailed(MeshException reason) {
    PageApi.debug("a peer was not reached: " + reason.code(), reason.getMessage());
  }

  @Override
  public void joined() {
    joined = true;
    unreachable = false;
    changed();
  }

  @Override
  public void unreachable(MeshException reason) {
    PageApi.debug("no node: " + reason.code(), reason.getMessage());
    joined = true;
    unreachable = true;
    changed();
  }

  /** Peers came, went or spoke, or the way into the mesh has come to an end. */
  private void changed() {
    if (node == null) {
      return;
    }
    int known = swarm.knownPeers();
    fetcher.joining(!joined || known < swarm.peers());
    if (!listed) {
      return;
    }
    if (known > 0) {
      api.enter("mesh", known, null);
    } else if (unreachable) {
      api.enter("off", 0, "node-down");
    } else if (joined && swarm.peers() == 0) {
      api.enter("alone", 0, null);
    }
  }

  private void failed(String reason) {
    fetcher.joining(false);
    api.enter("off", 0, reason);
  }

  /** What is held against the peer is told at the end; at 100 it is banned. */
  @JSBody(
      params = {"id", "open", "faults"},
      script = "return {id:id,open:open,faults:faults}")
  private static native JSObject event(String id, boolean open, int faults);
}
