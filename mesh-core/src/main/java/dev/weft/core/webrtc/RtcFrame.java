package dev.weft.core.webrtc;

import dev.weft.core.multiformats.Uvarint;
import dev.weft.core.protobuf.ProtoReader;

/** Writes the frames of a data channel; see {@link WebRtc} for their layout. */
final class RtcFrame {
  /** The tag of the field that carries bytes. */
  private static final byte DATA = 2 << 3 | ProtoReader.LENGTH_DELIMITED;

  private RtcFrame() {}

  /** A frame that carries {@code count} bytes, from 1 to {@link WebRtc#MAX_PAYLOAD_BYTES}. */
  static byte[] data(byte[] bytes, int from, int count) {
    int body = 1 + Uvarint.size(count) + count;
    byte[] frame = new byte[Uvarint.size(body) + body];
    int at = Uvarint.write(body, frame, 0);
    frame[at] = DATA;
    System.arraycopy(bytes, from, frame, Uvarint.write(count, frame, at + 1), count);
    return frame;
  }

  /** A frame that carries a flag alone. */
  static byte[] flag(int flag) {
    return new byte[] {2, 1 << 3, (byte) flag};
  }
}
