package dev.weft.core.relay;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * A message of the hop protocol (circuit-v2.md, "Protobuf"): 1 type, 2 peer, 3 reservation, 4
 * limit, 5 status.
 *
 * @param type one of the constants
 * @param peer whom a CONNECT is for
 * @param reservation in the answer to a RESERVE that was granted
 * @param limit of the circuits that a reservation gives, or of the one that was opened
 * @param status of a STATUS, else 0
 */
record HopMessage(
    int type,
    @Nullable PeerId peer,
    @Nullable Reservation reservation,
    @Nullable Limit limit,
    int status) {
  static final int RESERVE = 0;
  static final int CONNECT = 1;
  static final int STATUS = 2;

  /** A RESERVE, framed. Its type is 0 and stands on the wire all the same. */
  static byte[] reserve() {
    return Delimited.frame(new ProtoWriter().varint(1, RESERVE).toBytes());
  }

  /** A CONNECT, framed. */
  static byte[] connect(PeerId target) {
    return Delimited.frame(
        new ProtoWriter().varint(1, CONNECT).message(2, CircuitRelay.peer(target)).toBytes());
  }

  /** A STATUS, framed. */
  static byte[] status(int status, @Nullable Reservation reservation, @Nullable Limit limit) {
    ProtoWriter writer = new ProtoWriter().varint(1, STATUS);
    if (reservation != null) {
      writer.message(3, reservation.encode());
    }
    if (limit != null) {
      writer.message(4, limit.encode());
    }
    return Delimited.frame(writer.varint(5, status).toBytes());
  }

  /**
   * Reads a message without its length.
   *
   * @throws MeshException with fault PEER when it is malformed
   */
  static HopMessage decode(byte[] body) {
    int type = -1;
    PeerId peer = null;
    Reservation reservation = null;
    Limit limit = null;
    int status = 0;
    ProtoReader reader = new ProtoReader(body);
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> type = reader.varint(STATUS);
        case 2 -> peer = CircuitRelay.readPeer(reader.message());
        case 3 -> reservation = Reservation.read(reader.message());
        case 4 -> limit = Limit.read(reader.message());
        case 5 -> status = reader.varint(CircuitRelay.MAX_STATUS);
        default -> reader.skip();
      }
    }
    if (type < 0) {
      throw MeshException.peer("circuit-message");
    }
    return new HopMessage(type, peer, reservation, limit, status);
  }
}
