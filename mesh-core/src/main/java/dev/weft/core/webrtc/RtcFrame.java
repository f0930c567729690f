package dev.weft.core.webrtc;

import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoWriter;
import java.util.Arrays;

/** Writes the frames of a data channel; see {@link WebRtc} for their layout. */
final class RtcFrame {
  private RtcFrame() {}

  /** A frame that carries {@code count} bytes, from 1 to {@link WebRtc#MAX_PAYLOAD_BYTES}. */
  static byte[] data(byte[] bytes, int from, int count) {
    byte[] payload = Arrays.copyOfRange(bytes, from, from + count);
    return Delimited.frame(new ProtoWriter().bytes(2, payload).toBytes());
  }

  /** A frame that carries a flag alone. */
  static byte[] flag(int flag) {
    return new byte[] {2, 1 << 3, (byte) flag};
  }
}
