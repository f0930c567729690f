package dev.weft.core.webrtc;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.MuxedConnection;
import dev.weft.core.connection.ProtocolHandler;
import dev.weft.core.connection.Protocols;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Same;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.relay.RelayClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Direct connections to peers behind a relay, both ways: dials, and serves {@link
 * WebRtc#SIGNALLING_PROTOCOL}, which is to be registered with {@link Protocols#handleOnLimited}.
 *
 * <p>A dial takes: a circuit to the peer with a handshake of its own, while an offer is made;
 * signalling on it, ICE. The circuit is closed when signalling is over. Each step has its own
 * deadline, 30 s in the worst case together; a failure carries the code of its step: {@code
 * relay-refused}, {@link WebRtc#FAILED_SIGNALLING}, {@link WebRtc#FAILED_ICE}, {@link
 * WebRtc#FAILED_CHANNEL}.
 *
 * <p><b>One connection a peer.</b> While an attempt with a peer is under way, a second dial joins
 * it. When both sides dial at once, the dial of the peer with the lower id (as bytes) goes on: the
 * other side gives its own up and answers, while the lower one lets the incoming stream wait, and
 * answers it only if its own dial fails. Which connection to keep when one stands already is for
 * the listener to say.
 */
public final class WebRtcTransport implements ProtocolHandler {
  /**
   * Incoming attempts at once; each costs a peer connection, of which a page has 500 in its life.
   */
  static final int MAX_ANSWERING = 8;

  /** And in the life of the transport: peers that come and go must not use the 500 up. */
  static final int MAX_ANSWERS = 200;

  /**
   * Of them for one peer: who connects, leaves and connects again leaves half of them to others. It
   * may have lost its connection as often.
   */
  public static final int MAX_ANSWERS_OF_PEER = 100;

  /** How long a circuit stays open that the far end dialled and should close itself. */
  static final int CIRCUIT_LINGER_MILLIS = 5_000;

  private final EventLoop loop;
  private final RtcPeer.Factory factory;
  private final PeerId self;
  private final Protocols protocols;
  private final Listener listener;
  private final List<Attempt> attempts = new ArrayList<>();

  /** Whom we have answered, once for each time. */
  private final List<PeerId> answered = new ArrayList<>();

  /** Who decides on, and gets, the direct connections. */
  public interface Listener {
    /** Whether a connection that the peer asks for is welcome; no is a reset of its stream. */
    boolean accepts(PeerId peer);

    /**
     * A direct connection stands, whoever dialled; its protocols are served from now on. Called
     * before the promise of {@link WebRtcTransport#dial} is kept.
     */
    void connected(Connection direct);
  }

  /** An attempt to get one direct connection to a peer. */
  private static final class Attempt {
    final PeerId peer;

    /** The address of the peer through its relay. */
    final Multiaddr circuit;

    final Promise<Connection> result = new Promise<>();

    /** Whether we dial; else we answer. */
    boolean dialing = true;

    @Nullable Signalling signalling;

    /** The peer's own stream, which waits for our dial to fail. */
    @Nullable Stream waiting;

    Attempt(PeerId peer, Multiaddr circuit) {
      this.peer = peer;
      this.circuit = circuit;
    }
  }

  /**
   * A transport without connections.
   *
   * @param protocols what is served on direct connections
   */
  public WebRtcTransport(
      EventLoop loop,
      RtcPeer.Factory factory,
      PeerId self,
      Protocols protocols,
      Listener listener) {
    this.loop = loop;
    this.factory = factory;
    this.self = self;
    this.protocols = protocols;
    this.listener = listener;
  }

  /** How many attempts are under way. */
  public int attempts() {
    return attempts.size();
  }

  /** Whether it has given all the answers of its life. */
  public boolean isSpent() {
    return answered.size() >= MAX_ANSWERS;
  }

  /** A direct connection to a peer that has a reservation at the relay. */
  public Promise<Connection> dial(RelayClient relay, PeerId target) {
    Attempt pending = find(target);
    if (pending != null) {
      return pending.result;
    }
    Attempt attempt = begin(target, relay.circuitTo(target));
    Signalling signalling;
    try {
      signalling = Signalling.dial(loop, factory);
    } catch (MeshException refused) {
      fail(attempt, refused);
      return attempt.result;
    }
    watch(attempt, signalling);
    relay
        .connect(target)
        .map(circuit -> offer(attempt, signalling, circuit))
        .then(offered -> {}, signalling::fail);
    return attempt.result;
  }

  /** The offer was made while the circuit was. */
  private static Signalling offer(Attempt attempt, Signalling signalling, Connection circuit) {
    signalling.finished().then(done -> circuit.close(), never -> {});
    return attempt.signalling == signalling
        ? signalling.on(circuit.open(WebRtc.SIGNALLING_PROTOCOL))
        : signalling;
  }

  /** A circuit that the far end dialled is its to close. */
  private void answer(Attempt attempt, Stream stream) {
    Connection circuit = stream.connection();
    attempt.dialing = false;
    answered.add(attempt.peer);
    Signalling signalling;
    try {
      signalling = Signalling.answer(loop, factory, stream);
    } catch (MeshException refused) {
      stream.abort(refused);
      fail(attempt, refused);
      return;
    }
    signalling
        .finished()
        .then(done -> loop.schedule(CIRCUIT_LINGER_MILLIS, circuit::close), reason -> {});
    watch(attempt, signalling);
    stream.resume();
  }

  private void watch(Attempt attempt, Signalling signalling) {
    attempt.signalling = signalling;
    signalling
        .connected()
        .then(
            muxer -> {
              if (attempt.signalling == signalling) {
                succeed(attempt, muxer);
              } else {
                muxer.close();
              }
            },
            reason -> {
              if (attempt.signalling == signalling) {
                fail(attempt, reason);
              }
            });
  }

  @Override
  public void accept(Stream stream) {
    PeerId peer = stream.connection().remotePeer();
    Attempt pending = find(peer);
    boolean second = pending != null && (!pending.dialing || pending.waiting != null);
    if (second
        || answering() >= MAX_ANSWERING
        || !listener.accepts(peer)
        || isSpent()
        || peer.timesIn(answered) >= MAX_ANSWERS_OF_PEER) {
      stream.abort(MeshException.local("webrtc-busy"));
    } else if (pending == null) {
      answer(begin(peer, stream.connection().remoteAddress()), stream);
    } else if (oursGoesOn(peer)) {
      stream.pause();
      pending.waiting = stream;
    } else {
      Signalling given = pending.signalling;
      pending.signalling = null;
      if (given != null) {
        given.fail(MeshException.closed("the peer's own dial goes on"));
      }
      answer(pending, stream);
    }
  }

  private boolean oursGoesOn(PeerId peer) {
    byte[] ours = self.encode();
    byte[] theirs = peer.encode();
    for (int i = 0; i < ours.length && i < theirs.length; i++) {
      if (ours[i] != theirs[i]) {
        return (ours[i] & 0xff) < (theirs[i] & 0xff);
      }
    }
    return ours.length < theirs.length;
  }

  private @Nullable Attempt find(PeerId peer) {
    for (Attempt attempt : attempts) {
      if (attempt.peer.equals(peer)) {
        return attempt;
      }
    }
    return null;
  }

  private Attempt begin(PeerId peer, Multiaddr circuit) {
    Attempt attempt = new Attempt(peer, circuit);
    attempts.add(attempt);
    return attempt;
  }

  private int answering() {
    int answering = 0;
    for (Attempt attempt : attempts) {
      if (!attempt.dialing) {
        answering++;
      }
    }
    return answering;
  }

  private void succeed(Attempt attempt, RtcMuxer muxer) {
    Same.remove(attempts, attempt);
    if (attempt.waiting != null) {
      attempt.waiting.abort(MeshException.closed("connected already"));
    }
    Multiaddr relay = attempt.circuit.before(Multiaddr.P2P_CIRCUIT);
    Multiaddr address =
        relay == null
            ? attempt.circuit
            : relay.with(Multiaddr.P2P_CIRCUIT).with(Multiaddr.WEBRTC).with(attempt.peer);
    Connection direct =
        new MuxedConnection(muxer, attempt.peer, address, attempt.dialing, false, protocols, loop);
    listener.connected(direct);
    attempt.result.resolve(direct);
  }

  private void fail(Attempt attempt, MeshException reason) {
    Stream waiting = attempt.waiting;
    if (attempt.dialing && waiting != null) {
      attempt.waiting = null;
      answer(attempt, waiting);
    } else {
      Same.remove(attempts, attempt);
      attempt.result.fail(reason);
    }
  }
}
