package dev.weft.core.relay;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Identity;
import dev.weft.core.connection.ProtocolHandler;
import dev.weft.core.connection.RequestRate;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.Done;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The relay itself; serves {@link CircuitRelay#HOP_PROTOCOL}.
 *
 * <p>On the wire: one request a stream. RESERVE is answered by a STATUS with the reservation and
 * its voucher. CONNECT is passed on to the target on a stop stream; when the target agrees, both
 * streams become one raw pipe.
 *
 * <p>What a connection holds (a reservation, circuits at either end) is free when it closes, since
 * all of it stands on the connection's streams or its {@link Connection#closed}.
 */
public final class HopServer implements ProtocolHandler {
  /**
   * How long a target may take to answer: less than the dialler's patience, who is to hear of it.
   */
  static final int STOP_TIMEOUT_MILLIS = 8_000;

  /** Requests of one connection in {@link #WINDOW_MILLIS}: a reservation costs us a signature. */
  static final int MAX_REQUESTS = 100;

  /** The window, in milliseconds. */
  static final int WINDOW_MILLIS = 10_000;

  private final EventLoop loop;
  private final HopLimits limits;
  private final Identity self;
  private final Supplier<List<Multiaddr>> addresses;
  private final Listener listener;
  private final ReservationTable reservations;
  private final RequestRate rate;
  private final Map<PeerId, Integer> circuitsByPeer = new HashMap<>();
  private int circuits;
  private long relayedBytes;
  private @Nullable Promise<Done> drained;

  /** Who hears what the relay does; for the store of provider records, and for metrics. */
  public interface Listener {
    /** A peer's reservation is over; it cannot be reached through us any more. */
    void reservationEnded(PeerId peer);

    /** A request was answered with a status. */
    void answered(boolean reserve, int status);
  }

  /**
   * A relay with nothing reserved.
   *
   * @param self who we are, and signs the vouchers
   * @param addresses where we can be reached, without {@code /p2p}; asked at each reservation
   */
  public HopServer(
      EventLoop loop,
      HopLimits limits,
      Identity self,
      Supplier<List<Multiaddr>> addresses,
      Listener listener) {
    this.loop = loop;
    this.limits = limits;
    this.self = self;
    this.addresses = addresses;
    this.listener = listener;
    this.rate = new RequestRate(loop, MAX_REQUESTS, WINDOW_MILLIS);
    this.reservations = new ReservationTable(loop, limits, listener::reservationEnded);
  }

  /** How many peers have a reservation. */
  public int reservations() {
    return reservations.size();
  }

  /** Whether the peer can be reached through us. */
  public boolean hasReservation(PeerId peer) {
    return reservations.connection(peer) != null;
  }

  /** How many circuits are open or being opened. */
  public int circuits() {
    return circuits;
  }

  /** Bytes of all circuits that are over, both directions together. */
  public long relayedBytes() {
    return relayedBytes;
  }

  /** Takes no new request from now on; done when the last circuit is over. */
  public Promise<Done> drain() {
    Promise<Done> promise = drained == null ? new Promise<>() : drained;
    drained = promise;
    tellDrained();
    return promise;
  }

  private void tellDrained() {
    if (drained != null && circuits == 0) {
      drained.resolve(Done.DONE);
    }
  }

  @Override
  public void accept(Stream incoming) {
    CircuitStream stream = new CircuitStream(loop, incoming);
    Connection source = incoming.connection();
    stream.message().then(body -> request(source, stream, body), stream::abort);
  }

  private void request(Connection source, CircuitStream stream, byte[] body) {
    HopMessage message;
    try {
      message = HopMessage.decode(body);
    } catch (MeshException malformed) {
      refuse(stream, false, CircuitRelay.MALFORMED_MESSAGE);
      return;
    }
    PeerId target = message.peer();
    boolean reserve = message.type() == HopMessage.RESERVE;
    if (source.isLimited()) {
      refuse(stream, reserve, CircuitRelay.PERMISSION_DENIED);
    } else if (!rate.admits(source)) {
      refuse(stream, reserve, CircuitRelay.RESOURCE_LIMIT_EXCEEDED);
    } else if (reserve) {
      reserve(source, stream);
    } else if (message.type() != HopMessage.CONNECT) {
      refuse(stream, false, CircuitRelay.UNEXPECTED_MESSAGE);
    } else if (target == null) {
      refuse(stream, false, CircuitRelay.MALFORMED_MESSAGE);
    } else {
      connect(source, stream, target);
    }
  }

  private void refuse(CircuitStream stream, boolean reserve, int status) {
    stream.write(HopMessage.status(status, null, null));
    stream.finish();
    listener.answered(reserve, status);
  }

  private void reserve(Connection source, CircuitStream stream) {
    if (drained != null) {
      refuse(stream, true, CircuitRelay.RESERVATION_REFUSED);
      return;
    }
    if (!reservations.reserve(source)) {
      refuse(stream, true, CircuitRelay.RESOURCE_LIMIT_EXCEEDED);
      return;
    }
    long expire = loop.unixSeconds() + limits.reservationSeconds();
    List<Multiaddr> ours = new ArrayList<>();
    for (Multiaddr address : addresses.get()) {
      ours.add(address.with(self.peerId()));
    }
    new Voucher(self.peerId(), source.remotePeer(), expire)
        .seal(self.signer())
        .then(
            voucher -> {
              Reservation made = new Reservation(expire, ours, voucher);
              stream.write(HopMessage.status(CircuitRelay.OK, made, limits.ofCircuit()));
              stream.finish();
              listener.answered(true, CircuitRelay.OK);
            },
            stream::abort);
  }

  private void connect(Connection source, CircuitStream stream, PeerId target) {
    Connection reserved = reservations.connection(target);
    PeerId dialer = source.remotePeer();
    if (reserved == null) {
      refuse(stream, false, CircuitRelay.NO_RESERVATION);
    } else if (drained != null
        || circuits >= limits.maxCircuits()
        || circuitsOf(dialer) >= limits.maxCircuitsPerPeer()
        || circuitsOf(target) >= limits.maxCircuitsPerPeer()) {
      refuse(stream, false, CircuitRelay.RESOURCE_LIMIT_EXCEEDED);
    } else {
      stop(new Circuit(dialer, target, stream), reserved);
    }
  }

  private int circuitsOf(PeerId peer) {
    return circuitsByPeer.getOrDefault(peer, 0);
  }

  /** Asks the target, whose answer decides. */
  private void stop(Circuit circuit, Connection target) {
    CircuitStream stop;
    try {
      stop = new CircuitStream(loop, target.open(CircuitRelay.STOP_PROTOCOL), STOP_TIMEOUT_MILLIS);
    } catch (MeshException notOpen) {
      circuit.fail();
      return;
    }
    stop.write(StopMessage.connect(circuit.dialer, limits.ofCircuit()));
    stop.message()
        .map(StopMessage::decode)
        .then(
            answer -> {
              if (answer.type() == StopMessage.STATUS && answer.status() == CircuitRelay.OK) {
                circuit.join(stop);
              } else {
                stop.finish();
                circuit.fail();
              }
            },
            reason -> {
              stop.abort(reason);
              circuit.fail();
            });
  }

  /** A circuit that is being opened, and then open. */
  private final class Circuit {
    private final PeerId dialer;
    private final PeerId target;
    private final CircuitStream stream;

    Circuit(PeerId dialer, PeerId target, CircuitStream stream) {
      this.dialer = dialer;
      this.target = target;
      this.stream = stream;
      circuits++;
      circuitsByPeer.merge(dialer, 1, Integer::sum);
      circuitsByPeer.merge(target, 1, Integer::sum);
    }

    void fail() {
      refuse(stream, false, CircuitRelay.CONNECTION_FAILED);
      free();
    }

    void join(CircuitStream stop) {
      stream.write(HopMessage.status(CircuitRelay.OK, null, limits.ofCircuit()));
      listener.answered(false, CircuitRelay.OK);
      Splice splice = new Splice(loop, stream, stop, limits);
      splice.start(
          () -> {
            relayedBytes += splice.carriedBytes();
            free();
          });
    }

    private void free() {
      circuits--;
      release(dialer);
      release(target);
      tellDrained();
    }

    private void release(PeerId peer) {
      circuitsByPeer.computeIfPresent(peer, (same, count) -> count == 1 ? null : count - 1);
    }
  }
}
