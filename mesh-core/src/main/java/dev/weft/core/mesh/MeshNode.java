package dev.weft.core.mesh;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Identify;
import dev.weft.core.connection.Identity;
import dev.weft.core.connection.Protocols;
import dev.weft.core.connection.Upgrader;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.relay.CircuitRelay;
import dev.weft.core.relay.RelayClient;
import dev.weft.core.relay.StopHandler;
import dev.weft.core.webrtc.RtcPeer;
import dev.weft.core.webrtc.WebRtc;
import dev.weft.core.webrtc.WebRtcTransport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's node. From {@link #start} to {@link #stop} it keeps itself in the mesh: a broken way
 * to the bootstrap node is made again, lost peers are replaced, and peers stay connected while the
 * node is away.
 */
public final class MeshNode
    implements NodeLink.Listener, PeerDials.Listener, WebRtcTransport.Listener {
  /** How often the node is asked for more peers while there are too few, in milliseconds. */
  static final int SEARCH_MILLIS = 15_000;

  /** How soon after a lost peer another one is looked for; several may be lost at once. */
  static final int REPLACE_MILLIS = 1_000;

  /** What identify tells others of this software. */
  static final String AGENT = "weft/0.1.0";

  /** Who hears how it goes. */
  public interface Listener {
    /** Peers can reach us from now on, through a node. */
    void reserved();

    /** A peer is dialled. */
    void dials(PeerId peer);

    /** A direct connection to a peer opened; its protocols are those that were handed in. */
    void connected(Connection connection);

    /** Whether we want to have to do with the peer at all; asked before it costs a connection. */
    boolean welcomes(PeerId peer);

    /** A dial failed; the code says at which step. */
    void dialFailed(MeshException reason);

    /**
     * The way into the mesh has come to an end for now: everybody who was there has been dialled,
     * or nobody was.
     */
    void joined();

    /** No bootstrap node can be reached for now; open connections go on. */
    void unreachable(MeshException reason);
  }

  private final EventLoop loop;
  private final NodeLink link;
  private final PeerDials dials;
  private final Listener listener;
  private final WebRtcTransport transport;
  private EventLoop.@Nullable Timer search;
  private List<PeerId> known = List.of();
  private boolean seeking;
  private boolean answered;
  private boolean stopped;

  /**
   * A node that does nothing yet.
   *
   * @param protocols what direct connections serve; the node adds its own
   */
  public MeshNode(
      Platform platform,
      Identity identity,
      Protocols protocols,
      SocketDialer sockets,
      RtcPeer.Factory webrtc,
      MeshConfig config,
      Listener listener) {
    this.loop = platform.loop();
    this.listener = listener;
    PeerId self = identity.peerId();
    Upgrader upgrader = new Upgrader(platform, identity, protocols);
    transport = new WebRtcTransport(loop, webrtc, self, protocols, this);
    StopHandler circuits = new StopHandler(loop, upgrader, circuit -> {});
    protocols
        .handle(CircuitRelay.STOP_PROTOCOL, circuits)
        .handleOnLimited(WebRtc.SIGNALLING_PROTOCOL, transport);
    new Identify(platform, identity, protocols, this::addresses, AGENT);
    link = new NodeLink(platform, upgrader, circuits, sockets, config, self, this);
    dials = new PeerDials(loop, self, config.limits(), this::dial, this);
  }

  /** Joins, and stays. */
  public void start() {
    start(List.of());
  }

  /**
   * The same, and dials those who were there just now in the first flight, before the node has said
   * who is there.
   */
  public void start(List<PeerId> known) {
    this.known = known;
    link.start();
  }

  /** Leaves at once: all connections are closed. */
  public void stop() {
    if (!stopped) {
      stopped = true;
      if (search != null) {
        search.cancel();
      }
      dials.stop();
      link.stop();
    }
  }

  /** Open direct connections. */
  public int peers() {
    return dials.open();
  }

  /** Who is at their far ends, the longest connected first. */
  public List<PeerId> connected() {
    return dials.connected();
  }

  /** Whether a bootstrap node is connected. */
  public boolean isLinked() {
    return link.isConnected();
  }

  /**
   * Announces content by its hash, while there is a reservation; at most 256 keys. The announcement
   * ends with the reservation and is not repeated.
   */
  public void announce(List<Multihash> keys) {
    link.announce(keys);
  }

  /** Looks for more of the site's visitors soon, if there are too few. */
  public void seek() {
    if (!seeking) {
      seeking = true;
      if (search != null) {
        search.cancel();
      }
      searchIn(REPLACE_MILLIS);
    }
  }

  private List<Multiaddr> addresses() {
    Multiaddr here = link.address();
    return here == null ? List.of() : List.of(here);
  }

  private Promise<Connection> dial(PeerId peer) {
    RelayClient relay = link.relay();
    listener.dials(peer);
    return relay == null
        ? Promise.failed(MeshException.closed("no bootstrap node"))
        : transport.dial(relay, peer);
  }

  @Override
  public boolean accepts(PeerId peer) {
    tellWhetherFull();
    return dials.accepts(peer);
  }

  @Override
  public void connected(Connection direct) {
    dials.add(direct);
  }

  @Override
  public void reserved() {
    listener.reserved();
  }

  @Override
  public void linked() {
    dials.dial(known);
    known = List.of();
  }

  @Override
  public void found(List<PeerId> visitors) {
    answered = true;
    dials.dial(visitors);
    changed();
  }

  @Override
  public void unreachable(MeshException reason) {
    answered = false;
    listener.unreachable(reason);
  }

  @Override
  public void opened(Connection connection) {
    listener.connected(connection);
  }

  /** When somebody dials in vain, and when there is room again: who is full need not say so. */
  private void tellWhetherFull() {
    link.full(dials.isFull() || transport.isSpent());
  }

  @Override
  public boolean welcomes(PeerId peer) {
    return listener.welcomes(peer);
  }

  @Override
  public void dialFailed(MeshException reason) {
    listener.dialFailed(reason);
  }

  @Override
  public void lost() {
    tellWhetherFull();
    seek();
  }

  @Override
  public void changed() {
    if (stopped) {
      return;
    }
    if (answered && dials.underWay() == 0) {
      listener.joined();
    }
    if (search == null && dials.wantsMore() && link.isConnected()) {
      searchIn(SEARCH_MILLIS);
    }
  }

  private void searchIn(int delayMillis) {
    search =
        loop.schedule(
            delayMillis,
            () -> {
              search = null;
              seeking = false;
              if (dials.wantsMore()) {
                link.lookUp();
                changed();
              }
            });
  }
}
