package dev.weft.e2e.hostile;

import dev.weft.browser.driver.BrowserDigests;
import dev.weft.browser.driver.BrowserEntropy;
import dev.weft.browser.driver.BrowserKeyAgreement;
import dev.weft.browser.driver.BrowserLoop;
import dev.weft.browser.driver.BrowserRtcPeer;
import dev.weft.browser.driver.BrowserSignatures;
import dev.weft.browser.driver.HttpGet;
import dev.weft.browser.driver.WebSocketChannel;
import dev.weft.browser.js.LocalNetwork;
import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Identity;
import dev.weft.core.connection.Protocols;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.manifest.ShardRef;
import dev.weft.core.mesh.MeshConfig;
import dev.weft.core.mesh.MeshNode;
import dev.weft.core.mesh.SiteKey;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.peers.PeerLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** A page's script: joins the site's mesh as any visitor, and then means ill. */
public final class HostilePeer implements MeshNode.Listener {
  private static final String WELL_KNOWN = "/.well-known/weft/";

  private final Platform platform =
      new Platform(
          new BrowserLoop(),
          new BrowserEntropy(),
          new BrowserDigests(),
          new BrowserSignatures(),
          new BrowserKeyAgreement());
  private final HostileExchange exchange;
  private final RawExchange raw;
  private final boolean isRaw;
  private final String mode;
  private final String path;
  private int asked;
  private final Multiaddr bootstrap;
  private @Nullable MeshNode node;
  private Runnable startAnother = () -> {};

  private HostilePeer(String mode, String path, Multiaddr bootstrap) {
    this.mode = mode;
    this.path = path;
    this.bootstrap = bootstrap;
    exchange = new HostileExchange(platform.loop(), mode, this::die);
    raw = new RawExchange(mode, () -> HostileExchange.count(++asked));
    isRaw = RawExchange.knows(mode);
  }

  /** Puts {@code hostile(mode, path, multiaddr)} on the page's global object. */
  public static void main(String[] args) {
    install((mode, path, address) -> new HostilePeer(mode, path, Multiaddr.parse(address)).load());
  }

  @JSFunctor
  private interface Start extends JSObject {
    /** The path is that of the file to forge, in the modes that do. */
    void start(String mode, String path, String multiaddr);
  }

  @JSBody(
      params = "start",
      script = "self.hostile=(m,p,a)=>{self.hostileState='loading';self.asked=0;start(m,p,a)}")
  private static native void install(Start start);

  @JSBody(params = "state", script = "self.hostileState=state")
  private static native void say(String state);

  private void load() {
    HttpGet.bytes(WELL_KNOWN + "manifest")
        .flatMap(bytes -> ManifestRoot.open(platform.signatures(), bytes))
        .then(
            root -> {
              for (ShardRef ref : root.shards()) {
                shard(root, ref);
              }
            },
            HostilePeer::failed);
  }

  private void shard(ManifestRoot root, ShardRef ref) {
    HttpGet.bytes(WELL_KNOWN + "shards/" + ref.cid())
        .flatMap(bytes -> ManifestShard.open(platform.digests(), ref, root.chunkBytes(), bytes))
        .then(
            shard -> {
              exchange.know(ref.cid(), shard);
              raw.know(ref.cid(), shard.blockCount());
              if (Forgery.knows(mode)) {
                forge(root, ref.cid(), shard);
              } else if (node == null) {
                join(root);
              }
            },
            HostilePeer::failed);
  }

  private void forge(ManifestRoot root, Cid cid, ManifestShard shard) {
    for (int i = 0; i < shard.entries().size(); i++) {
      int first = shard.firstBlock(i);
      if (shard.entries().get(i).path().equals(path)) {
        HttpGet.bytes(path)
            .flatMap(bytes -> Forgery.blocks(mode, platform.digests(), root.chunkBytes(), bytes))
            .then(
                blocks -> {
                  exchange.forge(cid, first, blocks);
                  join(root);
                },
                HostilePeer::failed);
      }
    }
  }

  private void join(ManifestRoot root) {
    platform
        .signatures()
        .generate()
        .then(
            signer -> {
              startAnother = () -> start(signer, root);
              startAnother.run();
            },
            HostilePeer::failed);
  }

  private void start(Signatures.Signer signer, ManifestRoot root) {
    node =
        new MeshNode(
            platform,
            Identity.of(signer),
            new Protocols().handle(ExchangeWire.PROTOCOL, isRaw ? raw : exchange),
            address -> WebSocketChannel.dial(address, platform.loop()),
            BrowserRtcPeer.factory(noServers(), LocalNetwork.reachable("on")),
            new MeshConfig(
                List.of(bootstrap),
                Promise.of(SiteKey.of(root.siteKey().encode())),
                Kademlia.WEFT_PROTOCOL,
                PeerLimits.DEFAULT,
                true),
            this);
    node.start();
  }

  /** Connects once more with the same key, by a node that has no part in the first connection. */
  private void comeAgain(MeshNode first, Connection connection) {
    connection.closed().then(closed -> first.stop(), broken -> first.stop());
    Runnable another = startAnother;
    startAnother = () -> {};
    another.run();
  }

  private void die() {
    if (node != null) {
      node.stop();
    }
    say("dead");
  }

  @JSBody(script = "return []")
  private static native JSObject noServers();

  private static void failed(MeshException reason) {
    say(reason.code() + ": " + reason.getMessage());
  }

  @Override
  public void connected(Connection connection) {
    if (mode.equals("twice") && node != null) {
      comeAgain(node, connection);
    }
    if (isRaw) {
      raw.begin(connection);
    } else {
      exchange.begin(connection);
    }
  }

  @Override
  public boolean welcomes(PeerId peer) {
    return true;
  }

  @Override
  public void reserved() {}

  @Override
  public void dials(PeerId peer) {}

  @Override
  public void dialFailed(MeshException reason) {}

  @Override
  public void joined() {
    say("joined");
  }

  @Override
  public void unreachable(MeshException reason) {
    failed(reason);
  }
}
