package dev.weft.core.relay;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Upgrader;
import dev.weft.core.io.Entropy;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * The use of one relay, over one connection to it: a reservation that is kept, and circuits to
 * other peers.
 *
 * <p>{@link #reserve} writes its request at once, so it travels in the connection's first flight.
 * The reservation is renewed between one and two quarters of its time before it ends (at most 5 to
 * 10 minutes), at a random moment, so that the peers of a restarted node do not come back all at
 * once; a renewal that fails is tried again until the reservation has ended.
 */
public final class RelayClient {
  /** How long before the end renewal is due at the latest, in seconds, as in js-libp2p. */
  static final int MAX_MARGIN_SECONDS = 300;

  /** How long a reservation is believed to last at most: one day; beyond it a unit was confused. */
  static final int MAX_LIFETIME_SECONDS = 86_400;

  /** How long one is believed to last at least, so that a bad clock does not make us storm. */
  static final int MIN_LIFETIME_SECONDS = 60;

  /** How many times a renewal is tried in the time that is left for it. */
  static final int RENEWAL_TRIES = 4;

  private final EventLoop loop;
  private final Entropy entropy;
  private final Upgrader upgrader;
  private final Connection relay;
  private final Listener listener;
  private @Nullable Reservation reservation;
  private long endsAtMillis;
  private EventLoop.@Nullable Timer renewal;
  private boolean closed;

  /** Who hears how the reservation stands. */
  public interface Listener {
    /** It was made, or renewed. */
    void reserved(Reservation reservation);

    /** It ended: with its connection, or because the relay would not renew it. */
    void reservationLost(MeshException reason);
  }

  /** Uses the connection, which must be direct, for as long as it lasts. */
  public RelayClient(
      EventLoop loop, Entropy entropy, Upgrader upgrader, Connection relay, Listener listener) {
    this.loop = loop;
    this.entropy = entropy;
    this.upgrader = upgrader;
    this.relay = relay;
    this.listener = listener;
    relay.closed().then(this::lost, this::lost);
  }

  /** The connection to the relay. */
  public Connection relay() {
    return relay;
  }

  /** The reservation that we have, or null. */
  public @Nullable Reservation reservation() {
    return reservation;
  }

  /**
   * Reserves, and keeps the reservation from then on. Fails with code {@code relay-refused} when
   * the relay gives none; nothing is tried again then, nor after a loss, unless this is called
   * again.
   */
  public Promise<Reservation> reserve() {
    return ask(HopMessage.reserve())
        .flatMap(
            stream ->
                answer(stream)
                    .map(
                        message -> {
                          stream.finish();
                          return take(CircuitRelay.required(message.reservation()));
                        }));
  }

  /** Renews the reservation no more; the relay forgets it with the connection. */
  public void close() {
    closed = true;
    stopRenewing();
  }

  private void stopRenewing() {
    if (renewal != null) {
      renewal.cancel();
      renewal = null;
    }
  }

  private Reservation take(Reservation made) {
    if (closed) {
      throw MeshException.closed("relay no longer used");
    }
    long lifetime = made.expireUnixSeconds() - loop.unixSeconds();
    int seconds = (int) Math.max(MIN_LIFETIME_SECONDS, Math.min(MAX_LIFETIME_SECONDS, lifetime));
    int marginMillis = 1000 * Math.min(MAX_MARGIN_SECONDS, seconds / 4);
    reservation = made;
    endsAtMillis = loop.nowMillis() + seconds * 1000L;
    renewIn(seconds * 1000 - marginMillis - entropy.below(marginMillis));
    listener.reserved(made);
    return made;
  }

  private void renewIn(long delayMillis) {
    stopRenewing();
    renewal = loop.schedule(delayMillis, this::renew);
  }

  private void renew() {
    int left = (int) (endsAtMillis - loop.nowMillis());
    if (left <= 0) {
      lost(MeshException.timeout("relay-expired", "reservation could not be renewed"));
      return;
    }
    // Comes true unless the answer does first: the next try, or the end.
    renewIn(Math.min(left, MAX_MARGIN_SECONDS * 1000 / RENEWAL_TRIES));
    reserve().then(made -> {}, reason -> {});
  }

  private void lost(MeshException reason) {
    stopRenewing();
    if (reservation != null) {
      reservation = null;
      listener.reservationLost(reason);
    }
  }

  /**
   * A limited connection to a peer with a reservation at this relay, authenticated and encrypted
   * end to end. Fails with code {@code relay-refused} and the status in the message, or as {@link
   * Upgrader#dial}.
   *
   * <p>The handshake begins behind the request; the relay passes it on when the peer agrees.
   */
  public Promise<Connection> connect(PeerId target) {
    return ask(HopMessage.connect(target))
        .flatMap(
            stream -> {
              answer(stream);
              return upgrader.dial(stream, target, circuitTo(target), true);
            });
  }

  /** The address of a peer with a reservation at this relay. */
  public Multiaddr circuitTo(PeerId target) {
    return circuitAddress(relay).with(target);
  }

  /** The address of a relay, followed by {@code /p2p-circuit}. */
  static Multiaddr circuitAddress(Connection relay) {
    Multiaddr address = relay.remoteAddress();
    if (address.peerId() == null) {
      address = address.with(relay.remotePeer());
    }
    return address.with(Multiaddr.P2P_CIRCUIT);
  }

  /** One request, on a stream of its own, which is there at once. */
  private Promise<CircuitStream> ask(byte[] request) {
    return Promise.of(request)
        .map(
            bytes -> {
              CircuitStream stream = new CircuitStream(loop, relay.open(CircuitRelay.HOP_PROTOCOL));
              stream.write(bytes);
              return stream;
            });
  }

  /** The answer, whose status is OK; for any other the stream is aborted. */
  private static Promise<HopMessage> answer(CircuitStream stream) {
    Promise<HopMessage> answer =
        stream
            .message()
            .map(
                body -> {
                  HopMessage message = HopMessage.decode(body);
                  if (message.type() != HopMessage.STATUS || message.status() != CircuitRelay.OK) {
                    throw MeshException.local("relay-refused", "status " + message.status());
                  }
                  return message;
                });
    answer.then(ok -> {}, stream::abort);
    return answer;
  }
}
