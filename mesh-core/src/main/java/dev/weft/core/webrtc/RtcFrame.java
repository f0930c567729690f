package dev.weft.core.webrtc;

import dev.weft.core.multiformats.Uvarint;
import dev.weft.core.protobuf.ProtoReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes the frames of a data channel; see {@link WebRtc} for their layout. */
final class RtcFrame {
  /** The tag of the field that carries bytes. */
  private static final byte DATA = 2 << 3 | ProtoReader.LENGTH_DELIMITED;

  /** Of the length of a frame that may be received. */
  private static final int MAX_LENGTH_BYTES = 3;

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

  /**
   * The bytes that a message of the data channel carries when it is one frame with nothing else, as
   * most are; null for any other, and for what is malformed.
   */
  static byte @Nullable [] payload(byte[] message) {
    int body = lengthBefore(message, 0);
    if (body < 0
        || message.length - body > WebRtc.MAX_RECEIVED_FRAME_BYTES
        || message[body] != DATA) {
      return null;
    }
    int from = lengthBefore(message, body + 1);
    return from < 0 ? null : Arrays.copyOfRange(message, from, message.length);
  }

  /** Where what follows the length at the offset begins, if it is all that follows; else −1. */
  private static int lengthBefore(byte[] message, int offset) {
    int from = Uvarint.end(message, offset, message.length, MAX_LENGTH_BYTES);
    int length = message.length - from;
    return from > 0
            && length > 0
            && from - offset == Uvarint.size(length)
            && Uvarint.value(message, offset, from) == length
        ? from
        : -1;
  }

  /** A frame that carries a flag alone. */
  static byte[] flag(int flag) {
    return new byte[] {2, 1 << 3, (byte) flag};
  }
}
