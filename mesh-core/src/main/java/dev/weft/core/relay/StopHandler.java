package dev.weft.core.relay;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.ProtocolHandler;
import dev.weft.core.connection.Stream;
import dev.weft.core.connection.Upgrader;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Same;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes the connections that come through our relays; serves {@link CircuitRelay#STOP_PROTOCOL}.
 * Only relays that we use may bring any, and only {@link #MAX_UPGRADING} at once: the handshakes
 * cost us signatures.
 */
public final class StopHandler implements ProtocolHandler {
  /** Incoming circuits whose handshake is under way. */
  static final int MAX_UPGRADING = 16;

  private final EventLoop loop;
  private final Upgrader upgrader;
  private final Consumer<Connection> whenConnected;
  private final List<Connection> relays = new ArrayList<>();
  private int upgrading;

  /**
   * Hands each limited connection that comes to the consumer, after its handshake, in which the
   * peer has proven to be the one that the relay announced. Streams on it are served by the
   * upgrader's protocols.
   */
  public StopHandler(EventLoop loop, Upgrader upgrader, Consumer<Connection> whenConnected) {
    this.loop = loop;
    this.upgrader = upgrader;
    this.whenConnected = whenConnected;
  }

  /** Lets connections in that the relay brings, for as long as the connection to it lasts. */
  public void allow(Connection relay) {
    relays.add(relay);
    relay.closed().then(reason -> Same.remove(relays, relay), reason -> {});
  }

  @Override
  public void accept(Stream incoming) {
    CircuitStream stream = new CircuitStream(loop, incoming);
    Connection relay = incoming.connection();
    stream.message().then(body -> request(relay, stream, body), stream::abort);
  }

  private void request(Connection relay, CircuitStream stream, byte[] body) {
    PeerId source;
    try {
      StopMessage message = StopMessage.decode(body);
      if (message.type() != StopMessage.CONNECT) {
        refuse(stream, CircuitRelay.UNEXPECTED_MESSAGE);
        return;
      }
      source = CircuitRelay.required(message.peer());
    } catch (MeshException malformed) {
      refuse(stream, CircuitRelay.MALFORMED_MESSAGE);
      return;
    }
    if (!Same.isIn(relays, relay)) {
      refuse(stream, CircuitRelay.PERMISSION_DENIED);
    } else if (upgrading >= MAX_UPGRADING) {
      refuse(stream, CircuitRelay.RESOURCE_LIMIT_EXCEEDED);
    } else {
      upgrade(relay, stream, source);
    }
  }

  private static void refuse(CircuitStream stream, int status) {
    stream.write(StopMessage.status(status));
    stream.finish();
  }

  private void upgrade(Connection relay, CircuitStream stream, PeerId source) {
    stream.write(StopMessage.status(CircuitRelay.OK));
    upgrading++;
    Multiaddr address = RelayClient.circuitAddress(relay).with(source);
    upgrader
        .accept(stream, source, address, true)
        .then(
            connection -> {
              upgrading--;
              whenConnected.accept(connection);
            },
            reason -> upgrading--);
  }
}
