package dev.weft.core.relay;

import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;

/**
 * What a relay lets pass over one circuit.
 *
 * @param durationSeconds how long it may last, 0 for any time. The specification says seconds;
 *     js-libp2p's relay sends milliseconds, so what is read here informs and binds nobody
 * @param dataBytes bytes in each direction, 0 for any number
 */
public record Limit(long durationSeconds, long dataBytes) {

  ProtoWriter encode() {
    return new ProtoWriter().varint(1, durationSeconds).varint(2, dataBytes);
  }

  static Limit read(ProtoReader reader) {
    long duration = 0;
    long data = 0;
    while (reader.next()) {
      if (reader.field() == 1) {
        duration = reader.varint();
      } else if (reader.field() == 2) {
        data = reader.varint();
      } else {
        reader.skip();
      }
    }
    return new Limit(duration, data);
  }
}
