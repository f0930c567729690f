package dev.weft.core.connection;

import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;

/** A connection to an authenticated peer that carries streams. */
public interface Connection {
  /** Who is at the far end, as proven by the handshake. */
  PeerId remotePeer();

  /** Where the far end is, as far as known. */
  Multiaddr remoteAddress();

  /** Whether we dialled it. */
  boolean isInitiator();

  /** Whether a relay carries it, with bounds on time and bytes; few protocols may use it then. */
  boolean isLimited();

  /** Whether a TURN server carries it: without such bounds, but its operator pays for each byte. */
  boolean isOverTurn();

  /**
   * Opens a stream at once. Writes are pipelined behind the proposal of the protocol; when the far
   * end refuses it, the stream fails with code {@code protocol-not-supported}.
   *
   * @throws MeshException when the connection is closed, full, or limited and the protocol not
   *     registered for limited connections
   */
  Stream open(String protocol);

  /** Closes it in order. Without effect when it is closed. */
  void close();

  /** Closes it at once, for a reason. */
  void abort(MeshException reason);

  /** Settles with the reason when the connection is over; never fails. */
  Promise<MeshException> closed();
}
