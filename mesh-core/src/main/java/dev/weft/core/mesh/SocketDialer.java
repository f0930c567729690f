package dev.weft.core.mesh;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;

/** Opens WebSockets; the driver's. */
public interface SocketDialer {
  /**
   * The open socket to a {@code …/ws} or {@code …/wss} address. Fails when it cannot be opened
   * within 10 seconds, or with code {@code address} when the address names no WebSocket.
   */
  Promise<ByteChannel> dial(Multiaddr address);
}
