package dev.weft.core.yamux;

/**
 * The wire of yamux. Every frame starts with 12 bytes, big endian; only DATA has a body.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  version = 0  |     type      |             flags             |
 * +---------------+---------------+-------------------------------+
 * |              stream id: initiator odd, responder even, 0 none |
 * +---------------------------------------------------------------+
 * |   length: of the body | window increment | opaque | code      |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class Yamux {
  static final int HEADER_BYTES = 12;
  static final int VERSION = 0;

  static final int DATA = 0;
  static final int WINDOW_UPDATE = 1;
  static final int PING = 2;
  static final int GO_AWAY = 3;

  static final int SYN = 1;
  static final int ACK = 2;
  static final int FIN = 4;
  static final int RST = 8;

  static final int NORMAL = 0;
  static final int PROTOCOL_ERROR = 1;

  /** Bytes that each side may send on a stream before it hears of a window update (the spec's). */
  static final int INITIAL_WINDOW_BYTES = 256 * 1024;

  /**
   * Bytes that a stream's window may grow to, while its receiver is quick: 50 Mbit/s at 160 ms. The
   * far end can make us hold as many for one paused stream.
   */
  static final int MAX_WINDOW_BYTES = 1024 * 1024;

  /** Longest body that we send, so that streams take turns; and it fits one Noise message. */
  static final int MAX_BODY_BYTES = 32 * 1024;

  /** Streams that each side may have open at the other: js-libp2p's own bound. */
  static final int MAX_STREAMS = 1000;

  /** Streams that we open ahead of the far end's answers (libp2p specs, yamux, "ACK backlog"). */
  static final int MAX_UNACKNOWLEDGED = 256;

  /**
   * Bytes held back for paused streams of one session, all together. Each stream alone is held by
   * its window; without this bound 1000 paused streams would hold 250 MiB.
   */
  static final int MAX_HELD_BYTES = 4 * 1024 * 1024;

  /** Control frames queued, 12 bytes each, for a far end that asks for them and does not read. */
  static final int MAX_UNREAD_FRAMES = 1000;

  /** How often we ask whether the far end is there: js-libp2p's interval. */
  static final int PING_INTERVAL_MILLIS = 30_000;

  /** How long the far end may be silent after our PING. */
  static final int PING_TIMEOUT_MILLIS = 10_000;

  /** How long the far end may take to close the channel after we have said that we go. */
  static final int LINGER_MILLIS = 5_000;

  private Yamux() {}

  /** A frame without a body. */
  static byte[] header(int type, int flags, int streamId, int length) {
    return frame(type, flags, streamId, length, 0);
  }

  /** A frame with room for its body. */
  static byte[] frame(int type, int flags, int streamId, int length, int bodyBytes) {
    byte[] frame = new byte[HEADER_BYTES + bodyBytes];
    frame[1] = (byte) type;
    frame[2] = (byte) (flags >> 8);
    frame[3] = (byte) flags;
    putInt(frame, 4, streamId);
    putInt(frame, 8, length);
    return frame;
  }

  static int getInt(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  private static void putInt(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }
}
