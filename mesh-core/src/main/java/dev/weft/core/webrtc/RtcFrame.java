package dev.weft.core.webrtc;

import dev.weft.core.multiformats.Uvarint;
import dev.weft.core.protobuf.ProtoReader;

/** Writes the frames of a data channel; see {@link WebRtc} for their layout. */
final class RtcFrame {
  /** The tag of the field that carries bytes. */
  private static final byte DATA = 2 << 3 | ProtoReader.LENGTH_DELIMITED;

  private RtcFrame() {}

  /** How long a frame is that carries so many bytes. */
  static int size(int count) {
    int body = bodySize(count);
    return Uvarint.size(body) + body;
  }

  private static int bodySize(int count) {
    return 1 + Uvarint.size(count) + count;
  }

  /** Writes one that carries the head and {@code count} bytes to the beginning of the array. */
  static void data(byte[] head, byte[] bytes, int from, int count, byte[] frame) {
    int size = head.length + count;
    int at = Uvarint.write(bodySize(size), frame, 0);
    frame[at] = DATA;
    at = Uvarint.write(size, frame, at + 1);
    System.arraycopy(head, 0, frame, at, head.length);
    System.arraycopy(bytes, from, frame, at + head.length, count);
  }

  /** A frame that carries a flag alone. */
  static byte[] flag(int flag) {
    return new byte[] {2, 1 << 3, (byte) flag};
  }
}
