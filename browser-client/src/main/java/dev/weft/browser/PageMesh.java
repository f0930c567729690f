package dev.weft.browser;

import dev.weft.browser.driver.BrowserRtcPeer;
import dev.weft.browser.driver.Device;
import dev.weft.browser.driver.WebSocketChannel;
import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Identity;
import dev.weft.core.connection.Protocols;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.fetch.Asset;
import dev.weft.core.fetch.Swarm;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Signatures;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.mesh.MeshConfig;
import dev.weft.core.mesh.MeshNode;
import dev.weft.core.mesh.SiteKey;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.WebSocketAddress;
import dev.weft.core.peers.PeerLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * The page's node in the mesh, for as long as the page is there: left on {@code pagehide}, joined
 * anew, under a new identity, when the page comes out of the back-forward cache.
 */
final class PageMesh implements MeshNode.Listener {
  /** How long a hidden page goes on serving others. */
  private static final int HIDDEN_UPLOAD_MILLIS = 60_000;

  /**
   * Larger assets are announced by their root; smaller ones are learnt of from the peers' haves.
   */
  private static final int ANNOUNCED_BYTES = 1 << 20;

  /** Announcements gather for so long. */
  private static final int ANNOUNCE_MILLIS = 10_000;

  private final Platform platform;
  private final SiteConfig config;
  private final Assets.Running running;
  private final Swarm swarm;
  private final MeshState state;
  private final Events events;
  private final Log log;
  private final List<Multihash> unannounced = new ArrayList<>();
  private @Nullable MeshNode node;
  private EventLoop.@Nullable Timer uploadEnd;
  private @Nullable String unreachable;
  private boolean joined;

  /** Counts joinings, so that a key that comes after the page was left starts nothing. */
  private int visit;

  PageMesh(
      Platform platform,
      SiteConfig config,
      Assets.Running running,
      Swarm swarm,
      MeshState state,
      Events events,
      Log log) {
    this.platform = platform;
    this.config = config;
    this.running = running;
    this.swarm = swarm;
    this.state = state;
    this.events = events;
    this.log = log;
    swarm.onChange(this::changed);
    PageMoments.onVisibility(this::visibility);
  }

  /** Joins, anew if it had joined before. */
  void start() {
    List<Multiaddr> bootstrap = bootstrap();
    if (bootstrap.isEmpty()) {
      failed("no-node");
      return;
    }
    leave();
    joined = false;
    unreachable = null;
    int current = visit;
    running.fetcher.joining(true);
    visibility();
    platform
        .signatures()
        .generate()
        .then(
            signer -> {
              if (visit == current) {
                start(signer, bootstrap);
              }
            },
            reason -> failed("no-ed25519"));
  }

  private void start(Signatures.Signer signer, List<Multiaddr> bootstrap) {
    Protocols protocols = new Protocols().handle(ExchangeWire.PROTOCOL, swarm);
    MeshNode started =
        new MeshNode(
            platform,
            Identity.of(signer),
            protocols,
            address -> WebSocketChannel.dial(address, platform.loop()),
            BrowserRtcPeer.factory(config),
            new MeshConfig(
                bootstrap,
                SiteKey.of(running.manifest.siteKey()),
                Kademlia.WEFT_PROTOCOL,
                PeerLimits.DEFAULT),
            this);
    node = started;
    started.start();
  }

  private List<Multiaddr> bootstrap() {
    List<Multiaddr> addresses = new ArrayList<>();
    for (int i = 0; i < config.bootstrap().getLength(); i++) {
      try {
        addresses.add(WebSocketAddress.parse(config.bootstrap().get(i).stringValue()));
      } catch (MeshException malformed) {
        log.debug("an address of the settings is none: " + malformed.getMessage());
      }
    }
    return addresses;
  }

  /** Leaves: connections close, peers and node learn of it at once. */
  void leave() {
    MeshNode left = node;
    node = null;
    visit++;
    if (left != null) {
      left.stop();
    }
  }

  /** An asset is in the cache now. */
  void kept(Asset asset) {
    if (asset.size < ANNOUNCED_BYTES) {
      return;
    }
    if (unannounced.isEmpty()) {
      platform.loop().schedule(ANNOUNCE_MILLIS, this::announce);
    }
    unannounced.add(asset.root.multihash());
  }

  private void announce() {
    if (node != null) {
      node.announce(new ArrayList<>(unannounced));
    }
    unannounced.clear();
  }

  private void visibility() {
    if (uploadEnd != null) {
      uploadEnd.cancel();
      uploadEnd = null;
    }
    swarm.uploads().allow(Device.mayUpload());
    if (PageMoments.isHidden()) {
      uploadEnd =
          platform.loop().schedule(HIDDEN_UPLOAD_MILLIS, () -> swarm.uploads().allow(false));
    }
  }

  @Override
  public void connected(Connection connection) {
    peer(connection, true);
    connection.closed().then(reason -> peer(connection, false), never -> {});
    swarm.connected(connection);
    changed();
  }

  private void peer(Connection connection, boolean open) {
    String id = connection.remotePeer().toString();
    log.debug("peer " + id + (open ? " connected" : " gone"));
    events.tell("peer", event(id, open));
  }

  @Override
  public void dialFailed(MeshException reason) {
    log.debug("a peer was not reached (" + reason.code() + "): " + reason.getMessage());
  }

  @Override
  public void joined() {
    joined = true;
    unreachable = null;
    changed();
  }

  @Override
  public void unreachable(MeshException reason) {
    log.debug("no node (" + reason.code() + "): " + reason.getMessage());
    joined = true;
    unreachable = "node-down";
    changed();
  }

  /** Peers came, went or spoke, or the way into the mesh has come to an end. */
  private void changed() {
    MeshNode current = node;
    if (current == null) {
      return;
    }
    int known = swarm.knownPeers();
    running.fetcher.joining(!joined || known < current.peers());
    if (known > 0) {
      state.change("mesh", null, known);
    } else if (unreachable != null) {
      state.change("off", unreachable, 0);
    } else if (joined && current.peers() == 0) {
      state.change("alone", null, 0);
    }
  }

  private void failed(String reason) {
    running.fetcher.joining(false);
    state.change("off", reason, 0);
  }

  @JSBody(
      params = {"id", "open"},
      script = "return {id:id,open:!!open}")
  private static native JSObject event(String id, boolean open);
}
