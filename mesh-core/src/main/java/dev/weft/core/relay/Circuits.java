package dev.weft.core.relay;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.PeerId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The circuits of a relay, open or being opened: counted, and bounded by peer. */
final class Circuits {
  /**
   * How long a target may take to answer: less than the dialler's patience, who is to hear of it.
   */
  static final int STOP_TIMEOUT_MILLIS = 8_000;

  /** Circuits that another relay has here for its peers: as many as four diallers of our own. */
  static final int MAX_OF_RELAY = 128;

  private final EventLoop loop;
  private final HopLimits limits;
  private final HopServer.Listener listener;
  private final Runnable whenOver;
  private final Map<PeerId, Integer> byPeer = new HashMap<>();
  private int open;
  private long forwarded;
  private long relayedBytes;

  /**
   * No circuits yet.
   *
   * @param whenOver runs after a circuit has ended
   */
  Circuits(EventLoop loop, HopLimits limits, HopServer.Listener listener, Runnable whenOver) {
    this.loop = loop;
    this.limits = limits;
    this.listener = listener;
    this.whenOver = whenOver;
  }

  int open() {
    return open;
  }

  /** How many have been opened through another relay since the start. */
  long forwarded() {
    return forwarded;
  }

  /** Bytes of all that are over, both directions together. */
  long relayedBytes() {
    return relayedBytes;
  }

  /** Whether there may be one more between the two. */
  boolean hasRoom(PeerId dialer, PeerId target) {
    return open < limits.maxCircuits()
        && of(dialer) < limits.maxCircuitsPerPeer()
        && of(target) < limits.maxCircuitsPerPeer();
  }

  /** Whether there may be one more for a peer of that other relay. */
  boolean hasRoomFor(PeerId relay) {
    return of(relay) < MAX_OF_RELAY;
  }

  private int of(PeerId peer) {
    return byPeer.getOrDefault(peer, 0);
  }

  /**
   * Opens one to a peer of ours, whose answer decides.
   *
   * @param peers for whom it counts: who dials, the target, and the relay that asks if there is one
   */
  void toPeer(CircuitStream stream, List<PeerId> peers, Connection target) {
    Circuit circuit = new Circuit(stream, peers);
    byte[] request = StopMessage.connect(peers.get(0), limits.ofCircuit());
    circuit.ask(List.of(target), 0, CircuitRelay.STOP_PROTOCOL, request);
  }

  /**
   * Opens one to a peer of another relay, whose answer decides.
   *
   * @param relays where the target is said to be: one after the other is asked, and has its share
   *     of the time
   */
  void toRelay(CircuitStream stream, PeerId dialer, PeerId target, List<Connection> relays) {
    Circuit circuit = new Circuit(stream, List.of(dialer, target));
    byte[] request =
        Bytes.join(HopMessage.connect(target), StopMessage.connect(dialer, limits.ofCircuit()));
    circuit.ask(relays, 0, CircuitRelay.FORWARD_PROTOCOL, request);
  }

  private static boolean agrees(String protocol, byte[] answer) {
    if (protocol.equals(CircuitRelay.FORWARD_PROTOCOL)) {
      HopMessage message = HopMessage.decode(answer);
      return message.type() == HopMessage.STATUS && message.status() == CircuitRelay.OK;
    }
    StopMessage message = StopMessage.decode(answer);
    return message.type() == StopMessage.STATUS && message.status() == CircuitRelay.OK;
  }

  /** One of them. */
  private final class Circuit {
    private final CircuitStream stream;
    private final List<PeerId> peers;

    Circuit(CircuitStream stream, List<PeerId> peers) {
      this.stream = stream;
      this.peers = peers;
      open++;
      for (PeerId peer : peers) {
        byPeer.merge(peer, 1, Integer::sum);
      }
    }

    /** Asks the next one on the way, and when that comes to nothing the one after it. */
    void ask(List<Connection> ways, int way, String protocol, byte[] request) {
      if (way == ways.size()) {
        fail();
        return;
      }
      CircuitStream onward;
      try {
        onward =
            new CircuitStream(
                loop, ways.get(way).open(protocol), STOP_TIMEOUT_MILLIS / ways.size());
      } catch (MeshException notOpen) {
        ask(ways, way + 1, protocol, request);
        return;
      }
      onward.write(request);
      Splice splice = new Splice(loop, stream, onward, limits);
      if (way == ways.size() - 1) {
        splice.begin();
      }
      onward
          .message()
          .map(answer -> agrees(protocol, answer))
          .then(
              agreed -> {
                if (agreed) {
                  forwarded += protocol.equals(CircuitRelay.FORWARD_PROTOCOL) ? 1 : 0;
                  join(splice);
                } else {
                  onward.finish();
                  ask(ways, way + 1, protocol, request);
                }
              },
              reason -> {
                onward.abort(reason);
                ask(ways, way + 1, protocol, request);
              });
    }

    private void fail() {
      stream.write(HopMessage.status(CircuitRelay.CONNECTION_FAILED, null, null));
      stream.finish();
      listener.answered(false, CircuitRelay.CONNECTION_FAILED);
      free();
    }

    private void join(Splice splice) {
      stream.write(HopMessage.status(CircuitRelay.OK, null, limits.ofCircuit()));
      listener.answered(false, CircuitRelay.OK);
      splice.join(
          () -> {
            relayedBytes += splice.carriedBytes();
            free();
          });
    }

    private void free() {
      open--;
      for (PeerId peer : peers) {
        byPeer.computeIfPresent(peer, (same, count) -> count == 1 ? null : count - 1);
      }
      whenOver.run();
    }
  }
}
