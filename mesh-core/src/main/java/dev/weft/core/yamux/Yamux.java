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

  /** Longest body that we send: js-libp2p's own, so that streams take turns. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  /** Streams that the far end may have open; its resets of more than these are its own affair. */
  static final int MAX_INBOUND_STREAMS = 256;

  /** Streams that we open at most; js-libp2p accepts 1,000. */
  static final int MAX_OUTBOUND_STREAMS = 512;

  /**
   * Bytes held back for paused streams of one session, all together. Each stream alone is held by
   * its window; without this bound 256 paused streams would hold 64 MiB.
   */
  static final int MAX_HELD_BYTES = 4 * 1024 * 1024;

  /** How often we ask whether the far end is there: js-libp2p's interval. */
  static final int PING_INTERVAL_MILLIS = 30_000;

  /** How long an answer to our PING may take. */
  static final int PING_TIMEOUT_MILLIS = 10_000;

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
