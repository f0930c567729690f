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
import java.util.List;
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
  /** Requests of one connection in {@link #WINDOW_MILLIS}: a reservation costs us a signature. */
  static final int MAX_REQUESTS = 100;

  /** Circuits that another relay asks for in {@link #WINDOW_MILLIS}, on behalf of all its peers. */
  static final int MAX_FORWARDED = 500;

  /** The window, in milliseconds. */
  static final int WINDOW_MILLIS = 10_000;

  private final EventLoop loop;
  private final HopLimits limits;
  private final Identity self;
  private final Supplier<List<Multiaddr>> addresses;
  private final Listener listener;
  private final ReservationTable reservations;
  private final Elsewhere elsewhere;
  private final Circuits circuits;
  private final RequestRate rate;
  private final RequestRate forwardRate;
  private @Nullable Promise<Done> drained;

  /** Who hears what the relay does; for the store of provider records, and for metrics. */
  public interface Listener {
    /** A peer's reservation is over; it cannot be reached through us any more. */
    void reservationEnded(PeerId peer);

    /** A request was answered with a status. */
    void answered(boolean reserve, int status);
  }

  /** Where peers are that have no reservation here. */
  public interface Elsewhere {
    /** Connections to the relays at which the peer is said to have one, each to be tried. */
    List<Connection> relaysOf(PeerId peer);
  }

  /**
   * A relay with nothing reserved.
   *
   * @param self who we are, and signs the vouchers
   * @param addresses where we can be reached, without {@code /p2p}; asked at each reservation
   * @param elsewhere asked when a peer is to be reached that has no reservation here
   */
  public HopServer(
      EventLoop loop,
      HopLimits limits,
      Identity self,
      Supplier<List<Multiaddr>> addresses,
      Elsewhere elsewhere,
      Listener listener) {
    this.loop = loop;
    this.limits = limits;
    this.self = self;
    this.addresses = addresses;
    this.listener = listener;
    this.elsewhere = elsewhere;
    this.circuits = new Circuits(loop, limits, listener, this::tellDrained);
    this.rate = new RequestRate(loop, MAX_REQUESTS, WINDOW_MILLIS);
    this.forwardRate = new RequestRate(loop, MAX_FORWARDED, WINDOW_MILLIS);
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

  /** Where the peer that has a reservation comes from; null when it has none. */
  public @Nullable Multiaddr reservedFrom(PeerId peer) {
    Connection connection = reservations.connection(peer);
    return connection == null ? null : connection.remoteAddress();
  }

  /** How many circuits are open or being opened. */
  public int circuits() {
    return circuits.open();
  }

  /** How many circuits have been opened through another relay since the start. */
  public long forwarded() {
    return circuits.forwarded();
  }

  /** Bytes of all circuits that are over, both directions together. */
  public long relayedBytes() {
    return circuits.relayedBytes();
  }

  /** Takes no new request from now on; done when the last circuit is over. */
  public Promise<Done> drain() {
    Promise<Done> promise = drained == null ? new Promise<>() : drained;
    drained = promise;
    tellDrained();
    return promise;
  }

  private void tellDrained() {
    if (drained != null && circuits.open() == 0) {
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
    PeerId dialer = source.remotePeer();
    Connection reserved = reservations.connection(target);
    List<Connection> relays = reserved == null ? elsewhere.relaysOf(target) : List.of();
    if (reserved == null && relays.isEmpty()) {
      refuse(stream, false, CircuitRelay.NO_RESERVATION);
    } else if (drained != null || !circuits.hasRoom(dialer, target)) {
      refuse(stream, false, CircuitRelay.RESOURCE_LIMIT_EXCEEDED);
    } else if (reserved != null) {
      circuits.toPeer(stream, List.of(dialer, target), reserved);
    } else {
      circuits.toRelay(stream, dialer, target, relays);
    }
  }

  /**
   * Serves {@link CircuitRelay#FORWARD_PROTOCOL}: another relay asks for a peer of its own. It goes
   * to peers that have their reservation here, and never further.
   */
  public void acceptForwarded(Stream incoming) {
    CircuitStream hop = new CircuitStream(loop, incoming);
    hop.message()
        .then(
            body -> {
              CircuitStream stop = new CircuitStream(loop, hop);
              stop.message()
                  .then(
                      source -> forwarded(incoming.connection(), stop, body, source), stop::abort);
            },
            hop::abort);
  }

  private void forwarded(Connection relay, CircuitStream stream, byte[] hop, byte[] stop) {
    PeerId target;
    PeerId dialer;
    try {
      target = CircuitRelay.required(HopMessage.decode(hop).peer());
      dialer = CircuitRelay.required(StopMessage.decode(stop).peer());
    } catch (MeshException malformed) {
      refuse(stream, false, CircuitRelay.MALFORMED_MESSAGE);
      return;
    }
    Connection reserved = reservations.connection(target);
    if (drained != null
        || !forwardRate.admits(relay)
        || !circuits.hasRoom(dialer, target)
        || !circuits.hasRoomFor(relay.remotePeer())) {
      refuse(stream, false, CircuitRelay.RESOURCE_LIMIT_EXCEEDED);
    } else if (reserved == null) {
      refuse(stream, false, CircuitRelay.NO_RESERVATION);
    } else {
      circuits.toPeer(stream, List.of(dialer, target, relay.remotePeer()), reserved);
    }
  }
}
