package dev.weft.core.webrtc;

import dev.weft.core.multiformats.Uvarint;
import dev.weft.core.protobuf.ProtoReader;

/** Writes the frames of a data channel; see {@link WebRtc} for their layout. */
final class RtcFrame {
  /** The tag of the field that carries bytes. */
  private static final byte DATA = 2 << 3 | ProtoReader.LENGTH_DELIMITED;

  private RtcFrame() {}

  /** A frame that carries {@code count} bytes, at least one. */
  static byte[] data(byte[] bytes, int from, int count) {
    byte[] frame = new byte[size(count)];
    data(bytes, from, count, frame);
    return frame;
  }

  /** How long a frame is that carries so many bytes. */
  static int size(int count) {
    int body = bodySize(count);
    return Uvarint.size(body) + body;
  }

  private static int bodySize(int count) {
    return 1 + Uvarint.size(count) + count;
  }

  /** Writes the frame to the beginning of the array. */
  static void data(byte[] bytes, int from, int count, byte[] frame) {
    int at = Uvarint.write(bodySize(count), frame, 0);
    frame[at] = DATA;
    System.arraycopy(bytes, from, frame, Uvarint.write(count, frame, at + 1), count);
  }

  /** A frame that carries a flag alone. */
  static byte[] flag(int flag) {
    return new byte[] {2, 1 << 3, (byte) flag};
  }
}
