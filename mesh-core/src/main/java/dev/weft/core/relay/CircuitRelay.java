package dev.weft.core.relay;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * Wire constants of circuit relay v2 (libp2p specs, relay/circuit-v2.md), and what its two message
 * types share. A message stands after its length as a uvarint.
 */
public final class CircuitRelay {
  private CircuitRelay() {}

  /** From a peer to its relay: reserve, or connect to another peer. */
  public static final String HOP_PROTOCOL = "/libp2p/circuit/relay/0.2.0/hop";

  /** From a relay to a peer with a reservation: somebody connects. */
  public static final String STOP_PROTOCOL = "/libp2p/circuit/relay/0.2.0/stop";

  /**
   * From a relay to another one, on behalf of a peer: connect it to one of yours. Weft's own. A hop
   * CONNECT names the target, a stop CONNECT after it the peer; the answer is hop's, and then both
   * are one pipe. What the relay says of the peer need not be believed: the target's handshake
   * proves it, as with stop.
   */
  public static final String FORWARD_PROTOCOL = "/weft/relay/forward/1.0.0";

  /** Bytes of a message, as in other implementations; a reservation has some 500. */
  static final int MAX_MESSAGE_BYTES = 4096;

  /** Addresses read from a reservation; a relay has a few. */
  static final int MAX_ADDRESSES = 16;

  /** It worked. */
  public static final int OK = 100;

  /** The relay gives no reservation. */
  public static final int RESERVATION_REFUSED = 200;

  /** A bound on reservations or circuits is reached. */
  public static final int RESOURCE_LIMIT_EXCEEDED = 201;

  /** Not allowed, such as a hop over a connection that is relayed itself. */
  public static final int PERMISSION_DENIED = 202;

  /** The target could not be reached, or refused. */
  public static final int CONNECTION_FAILED = 203;

  /** The target has no reservation. */
  public static final int NO_RESERVATION = 204;

  /** A message could not be read. */
  public static final int MALFORMED_MESSAGE = 400;

  /** A message of a type that is not due. */
  public static final int UNEXPECTED_MESSAGE = 401;

  /** The largest status that is read; a status is a small number. */
  static final int MAX_STATUS = 0xffff;

  /** A Peer message: field 1 is the id; its addresses are neither sent nor needed. */
  static ProtoWriter peer(PeerId peer) {
    return new ProtoWriter().bytes(1, peer.encode());
  }

  /** The id of a Peer message; throws when it has none. */
  static PeerId readPeer(ProtoReader reader) {
    PeerId id = null;
    while (reader.next()) {
      if (reader.field() == 1) {
        id = PeerId.decode(reader.bytes());
      } else {
        reader.skip();
      }
    }
    return required(id);
  }

  /** The value of a field that must be there. */
  static <T> T required(@Nullable T value) {
    if (value == null) {
      throw MeshException.peer("circuit-message");
    }
    return value;
  }
}
