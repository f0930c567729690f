package dev.weft.core.relay;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.EventLoop;
import dev.weft.core.multiformats.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who has a reservation, and over which connection. One ends when its time is over or its
 * connection closes; a peer that reserves again, over whichever connection, renews it.
 */
final class ReservationTable {
  private final EventLoop loop;
  private final HopLimits limits;
  private final Consumer<PeerId> whenEnded;
  private final Map<PeerId, Entry> entries = new HashMap<>();

  /** Connections whose end we hear of, however often they reserve. */
  private final Set<Connection> watched = new HashSet<>();

  private final Map<String, Integer> byPrefix = new HashMap<>();

  private record Entry(Connection connection, String prefix, EventLoop.Timer expiry) {}

  ReservationTable(EventLoop loop, HopLimits limits, Consumer<PeerId> whenEnded) {
    this.loop = loop;
    this.limits = limits;
    this.whenEnded = whenEnded;
  }

  int size() {
    return entries.size();
  }

  /** The connection of a peer that has a reservation, or null. */
  @Nullable Connection connection(PeerId peer) {
    Entry entry = entries.get(peer);
    return entry == null ? null : entry.connection;
  }

  /** Reserves for the peer of the connection, or renews; false when a bound is reached. */
  boolean reserve(Connection connection) {
    PeerId peer = connection.remotePeer();
    Entry old = entries.get(peer);
    String prefix = AddressPrefix.of(connection.remoteAddress());
    boolean samePrefix = old != null && old.prefix.equals(prefix);
    boolean full = old == null && entries.size() >= limits.maxReservations();
    boolean prefixFull =
        !samePrefix && byPrefix.getOrDefault(prefix, 0) >= limits.maxReservationsPerPrefix();
    if (full || prefixFull) {
      return false;
    }
    if (old != null) {
      remove(peer, old);
    }
    EventLoop.Timer expiry =
        loop.schedule(limits.reservationSeconds() * 1000L, () -> end(peer, connection));
    entries.put(peer, new Entry(connection, prefix, expiry));
    byPrefix.merge(prefix, 1, Integer::sum);
    if (watched.add(connection)) {
      connection
          .closed()
          .then(
              reason -> {
                watched.remove(connection);
                end(peer, connection);
              },
              reason -> {});
    }
    return true;
  }

  /** Ends the reservation if it still is the connection's. */
  private void end(PeerId peer, Connection connection) {
    Entry entry = entries.get(peer);
    if (entry != null && entry.connection == connection) {
      remove(peer, entry);
      whenEnded.accept(peer);
    }
  }

  private void remove(PeerId peer, Entry entry) {
    entry.expiry.cancel();
    entries.remove(peer);
    byPrefix.computeIfPresent(entry.prefix, (prefix, count) -> count == 1 ? null : count - 1);
  }
}
