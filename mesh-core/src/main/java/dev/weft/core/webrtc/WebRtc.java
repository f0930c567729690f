package dev.weft.core.webrtc;

/**
 * Wire constants of WebRTC between private peers (libp2p specs, webrtc/webrtc.md and
 * webrtc/README.md, "Multiplexing").
 *
 * <p>A data channel carries length-prefixed frames, each a protobuf message:
 *
 * <pre>
 * uvarint length | 1: flag (varint, optional) | 2: message (bytes, optional)
 * </pre>
 *
 * A frame need not be one message of the data channel, although everybody sends it so.
 */
public final class WebRtc {
  private WebRtc() {}

  /** The protocol on which session descriptions and candidates are exchanged. */
  public static final String SIGNALLING_PROTOCOL = "/webrtc-signaling/0.0.1";

  /** Bytes of a sent frame, its length prefix included: what every implementation takes. */
  static final int MAX_FRAME_BYTES = 16_384;

  /** Payload bytes of a sent frame: what is left beside prefix (2), flag (2) and field (3). */
  static final int MAX_PAYLOAD_BYTES = MAX_FRAME_BYTES - 7;

  /**
   * Bytes of a received frame without its prefix: 32 more than anybody should send, for senders who
   * count 16,384 bytes of payload alone or write their fields at greater length.
   */
  static final int MAX_RECEIVED_FRAME_BYTES = MAX_FRAME_BYTES + 32;

  /**
   * Payload bytes of a frame between two that have agreed on large messages, sent or received: in a
   * message of 64 KiB, which every browser takes (RFC 8841, section 6.1), beside prefix (3) and
   * field (4). Each message of a data channel is work in both browsers.
   */
  static final int LARGE_PAYLOAD_BYTES = (64 << 10) - 7;

  /** No more bytes will come from the sender of the flag. */
  static final int FIN = 0;

  /** The sender of the flag reads no more. */
  static final int STOP_SENDING = 1;

  /** The stream is aborted in both directions. */
  static final int RESET = 2;

  /** A FIN arrived. */
  static final int FIN_ACK = 3;

  /** The label of a stream's channel. */
  static final String STREAM_LABEL = "";

  /** The label of the channel that gives the first offer something to negotiate; never a stream. */
  static final String INIT_LABEL = "init";

  /** The code of a failure before both descriptions were known. */
  public static final String FAILED_SIGNALLING = "signalling";

  /** The code of a failure to find a path between the peers. */
  public static final String FAILED_ICE = "ice";

  /** The code of a failure to open a data channel on a path that was found. */
  public static final String FAILED_CHANNEL = "channel";
}
