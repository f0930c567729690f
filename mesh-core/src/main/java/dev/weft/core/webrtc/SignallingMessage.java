package dev.weft.core.webrtc;

import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;

/**
 * One message of the signalling protocol (libp2p specs, webrtc/webrtc.md, "Signaling Protocol").
 *
 * @param type one of the constants
 * @param data an SDP, or a candidate as JSON
 */
record SignallingMessage(int type, String data) {
  static final int SDP_OFFER = 0;
  static final int SDP_ANSWER = 1;
  static final int ICE_CANDIDATE = 2;

  /** Bytes of a message: an SDP for data channels alone has 500 to 1,500; 16 KiB is ample. */
  static final int MAX_BYTES = 16 << 10;

  /** Characters of a candidate's JSON; the longest real ones have some 300. */
  static final int MAX_CANDIDATE_CHARS = 1024;

  /** The message after its length. The type is always written, 0 too. */
  byte[] frame() {
    return Delimited.frame(new ProtoWriter().varint(1, type).string(2, data).toBytes());
  }

  /**
   * Reads a message.
   *
   * @throws MeshException code {@code signalling} when it is malformed
   */
  static SignallingMessage decode(byte[] body) {
    int type = -1;
    String data = "";
    ProtoReader reader = new ProtoReader(body);
    while (reader.next()) {
      if (reader.field() == 1) {
        type = reader.varint(ICE_CANDIDATE);
      } else if (reader.field() == 2) {
        data = reader.string();
      } else {
        reader.skip();
      }
    }
    if (type < 0 || (type == ICE_CANDIDATE && data.length() > MAX_CANDIDATE_CHARS)) {
      throw MeshException.peer(WebRtc.FAILED_SIGNALLING);
    }
    return new SignallingMessage(type, data);
  }
}
