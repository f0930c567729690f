package dev.weft.testkit;

import dev.weft.core.connection.ProtocolHandler;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.fetch.Origin;
import dev.weft.core.io.EventLoop;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.webrtc.RtcMuxer;
import dev.weft.core.webrtc.Signalling;
import java.util.ArrayList;
import java.util.List;

/**
 * Many visitors of one site in virtual time, over simulated WebRTC: each with an uplink and a
 * distance of its own.
 */
public final class SimMesh {
  /** How long a connection may take to open. */
  private static final int CONNECT_MILLIS = 10_000;

  private final VirtualLoop loop;
  private final SeededEntropy entropy;
  private final SimRtc rtc;
  private final SimSite site;
  private final Origin origin;

  /** A mesh without visitors. */
  public SimMesh(VirtualLoop loop, SimSite site, Origin origin, long seed) {
    this.loop = loop;
    this.site = site;
    this.origin = origin;
    entropy = new SeededEntropy(seed);
    rtc = new SimRtc(loop);
  }

  /** The time of all. */
  public VirtualLoop loop() {
    return loop;
  }

  /** The simulated network. */
  public SimRtc rtc() {
    return rtc;
  }

  /** A new peer id. */
  public PeerId newId() {
    return PeerId.ofEd25519(entropy.bytes(32));
  }

  /** Adds a visitor that has loaded the manifest, and has no peers and an empty cache. */
  public SimVisitor visitor(SimRtc.Access access) {
    return visitor(access, loop);
  }

  /** The same, whose fetches have a loop of their own in the time of all. */
  public SimVisitor visitor(SimRtc.Access access, EventLoop ofFetches) {
    SimVisitor visitor = new SimVisitor(this, newId(), rtc.host(access), origin, site, ofFetches);
    loop.runReady();
    return visitor;
  }

  /** Connects two visitors and lets both say what they have. */
  public void connect(SimVisitor one, SimVisitor other) {
    SimConnection[] ends = open(one.id, one.host, one.swarm, other.id, other.host, other.swarm);
    one.swarm.connected(ends[0]);
    other.swarm.connected(ends[1]);
    int before = one.swarm.knownPeers();
    loop.runUntil(() -> one.swarm.knownPeers() > before, CONNECT_MILLIS);
    loop.runFor(1_000);
  }

  /** Opens a connection between any two hosts; the ends in the order of the arguments. */
  public SimConnection[] open(
      PeerId oneId,
      SimRtc.Host oneHost,
      ProtocolHandler oneHandler,
      PeerId otherId,
      SimRtc.Host otherHost,
      ProtocolHandler otherHandler) {
    RtcMuxer[] muxers = link(oneHost, otherHost);
    SimConnection one = new SimConnection(muxers[0], otherId, true, ExchangeWire.PROTOCOL);
    SimConnection other = new SimConnection(muxers[1], oneId, false, ExchangeWire.PROTOCOL);
    one.start(oneHandler);
    other.start(otherHandler);
    return new SimConnection[] {one, other};
  }

  /** The two ends of a WebRTC connection between the hosts. */
  RtcMuxer[] link(SimRtc.Host oneHost, SimRtc.Host otherHost) {
    MemoryChannel.Pair signalling = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
    Signalling dialer = Signalling.dial(loop, oneHost).on(signalling.near());
    Signalling answerer = Signalling.answer(loop, otherHost, signalling.far());
    List<RtcMuxer> near = new ArrayList<>();
    List<RtcMuxer> far = new ArrayList<>();
    dialer.connected().then(near::add, reason -> {});
    answerer.connected().then(far::add, reason -> {});
    loop.runUntil(() -> !near.isEmpty() && !far.isEmpty(), CONNECT_MILLIS);
    return new RtcMuxer[] {near.get(0), far.get(0)};
  }
}
