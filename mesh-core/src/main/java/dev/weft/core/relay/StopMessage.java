package dev.weft.core.relay;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * A message of the stop protocol (circuit-v2.md, "Protobuf"): 1 type, 2 peer, 3 limit, 4 status.
 *
 * @param type one of the constants
 * @param peer who connects, in a CONNECT
 * @param status of a STATUS, else 0
 */
record StopMessage(int type, @Nullable PeerId peer, int status) {
  static final int CONNECT = 0;
  static final int STATUS = 1;

  /** A CONNECT, framed. Its type is 0 and stands on the wire all the same. */
  static byte[] connect(PeerId source, Limit limit) {
    return Delimited.frame(
        new ProtoWriter()
            .varint(1, CONNECT)
            .message(2, CircuitRelay.peer(source))
            .message(3, limit.encode())
            .toBytes());
  }

  /** A STATUS, framed. */
  static byte[] status(int status) {
    return Delimited.frame(new ProtoWriter().varint(1, STATUS).varint(4, status).toBytes());
  }

  /**
   * Reads a message without its length.
   *
   * @throws MeshException with fault PEER when it is malformed
   */
  static StopMessage decode(byte[] body) {
    int type = -1;
    PeerId peer = null;
    int status = 0;
    ProtoReader reader = new ProtoReader(body);
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> type = reader.varint(STATUS);
        case 2 -> peer = CircuitRelay.readPeer(reader.message());
        case 4 -> status = reader.varint(CircuitRelay.MAX_STATUS);
        default -> reader.skip();
      }
    }
    if (type < 0) {
      throw MeshException.peer("circuit-message");
    }
    return new StopMessage(type, peer, status);
  }
}
