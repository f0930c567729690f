package dev.weft.core.multistream;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.Utf8;
import java.util.List;

/**
 * Agrees on a channel's protocol.
 *
 * <pre>
 * initiator                            responder
 *   /multistream/1.0.0                   /multistream/1.0.0
 *   /proto/a                             na
 *   /proto/b                             /proto/b
 * </pre>
 *
 * <p>Each message is its length as a uvarint, its text, and a newline that the length counts.
 */
public final class Multistream {
  /** The longest message in bytes, newline included; js-libp2p has the same bound. */
  public static final int MAX_MESSAGE_BYTES = 1024;

  /** How long a negotiation may take, as in js-libp2p. */
  public static final long TIMEOUT_MILLIS = 10_000;

  /** Most messages that a responder answers before it gives up on the initiator. */
  static final int MAX_PROPOSALS = 32;

  static final String HEADER = "/multistream/1.0.0";
  static final String NOT_AVAILABLE = "na";
  static final String LIST = "ls";

  private Multistream() {}

  /**
   * Proposes one protocol, and takes writes at once: the proposal travels with the first of them,
   * or by itself at the end of this turn of the loop.
   *
   * @return the channel after the negotiation; it fails with code {@code protocol-not-supported}
   *     when the far end refuses, and with {@code bad-multistream} or a timeout
   */
  public static ByteChannel propose(ByteChannel channel, String protocol, EventLoop loop) {
    Negotiation negotiation = new Negotiation(channel, protocol, null);
    negotiation.start(loop);
    return negotiation;
  }

  /** Answers an initiator's proposals until one of them is spoken. */
  public static void answer(ByteChannel channel, Responder responder, EventLoop loop) {
    new Negotiation(channel, "", responder).start(loop);
  }

  /** A token as a message. */
  static byte[] message(String token) {
    return Delimited.frame(Utf8.encode(token + '\n'));
  }

  /** The responder's side of a negotiation. */
  public interface Responder {
    /** Whether the protocol is spoken here. */
    boolean speaks(String protocol);

    /** All protocols that are spoken, for an initiator that asks for the list. */
    List<String> protocols();

    /** The sides agreed; set the channel's receiver within this call. */
    void agreed(String protocol, ByteChannel channel);

    /** The negotiation failed, and the channel is gone. */
    void failed(MeshException reason);
  }
}
