package dev.weft.core.multistream;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.LayeredChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.multistream.Multistream.Responder;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * One side of a negotiation, and then the channel that it was about. The initiator proposes one
 * protocol and trusts that it is spoken; the responder refuses proposals until one is.
 */
final class Negotiation extends LayeredChannel {
  /** What the initiator proposes; empty at the responder. */
  private final String proposal;

  private final @Nullable Responder responder;
  private EventLoop.@Nullable Timer deadline;
  private boolean headerSeen;
  private int proposals;

  /** Messages that travel with the next bytes. */
  private byte[] unsent = Bytes.NONE;

  private final Delimited messages = new Delimited(Multistream.MAX_MESSAGE_BYTES, this::take);
  private boolean agreed;
  private boolean finishing;

  Negotiation(ByteChannel below, String proposal, @Nullable Responder responder) {
    super(below);
    this.proposal = proposal;
    this.responder = responder;
  }

  /** Begins. */
  void start(EventLoop loop) {
    deadline =
        loop.schedule(
            Multistream.TIMEOUT_MILLIS, () -> abort(MeshException.timeout("multistream-select")));
    below.receiver(this);
    if (responder == null) {
      say(Multistream.HEADER);
      say(proposal);
      loop.post(this::flush);
    }
  }

  private void take(byte[] message) {
    int end = message.length - 1;
    if (end < 0 || message[end] != '\n') {
      throw malformed();
    }
    String token = Utf8.decode(message, 0, end);
    if (!headerSeen) {
      headerSeen = token.equals(Multistream.HEADER);
      if (!headerSeen) {
        throw malformed();
      }
      if (responder != null) {
        say(token);
      }
    } else if (responder != null) {
      proposed(token, responder);
    } else if (token.equals(proposal)) {
      arrive(agree());
    } else if (token.equals(Multistream.NOT_AVAILABLE)) {
      throw MeshException.local("protocol-not-supported", proposal);
    } else {
      throw malformed();
    }
  }

  private void proposed(String token, Responder to) {
    if (++proposals > Multistream.MAX_PROPOSALS) {
      throw malformed();
    }
    if (to.speaks(token)) {
      say(token);
      flush();
      byte[] rest = agree();
      to.agreed(token, this);
      arrive(rest);
    } else if (token.equals(Multistream.LIST)) {
      // One message that holds a message for each protocol, and a newline.
      byte[] list = Bytes.NONE;
      for (String protocol : to.protocols()) {
        list = Bytes.join(list, Multistream.message(protocol));
      }
      unsent = Bytes.join(unsent, Delimited.frame(Bytes.join(list, new byte[] {'\n'})));
    } else {
      say(Multistream.NOT_AVAILABLE);
    }
  }

  /** The sides agreed; what has come behind are the protocol's bytes. */
  private byte[] agree() {
    agreed = true;
    stopClock();
    if (finishing) {
      below.finish();
    }
    return messages.detach();
  }

  private void stopClock() {
    if (deadline != null) {
      deadline.cancel();
    }
  }

  private void say(String token) {
    unsent = Bytes.join(unsent, Multistream.message(token));
  }

  private void flush() {
    if (unsent.length > 0) {
      write(Bytes.NONE);
    }
  }

  private static MeshException malformed() {
    return MeshException.peer("bad-multistream");
  }

  @Override
  public void write(byte[] bytes) {
    byte[] out = unsent.length == 0 ? bytes : Bytes.join(unsent, bytes);
    unsent = Bytes.NONE;
    below.write(out);
  }

  @Override
  public void write(byte[] head, byte[] bytes, int from, int count) {
    flush();
    below.write(head, bytes, from, count);
  }

  /**
   * Ends our side, the initiator's not before the sides agreed: js-libp2p resets a stream whose end
   * comes while it still negotiates (its unread bytes go back into a stream closed for reading).
   */
  @Override
  public void finish() {
    flush();
    finishing = true;
    if (agreed) {
      below.finish();
    }
  }

  @Override
  public void data(byte[] bytes) {
    if (agreed) {
      arrive(bytes);
    } else {
      messages.feed(bytes);
      flush();
    }
  }

  @Override
  public void end() {
    if (agreed) {
      arriveEnd();
    } else {
      abort(MeshException.closed("ended before a protocol was agreed on"));
    }
  }

  @Override
  public void failed(MeshException reason) {
    stopClock();
    super.failed(reason);
    if (responder != null && !agreed) {
      agreed = true;
      responder.failed(reason);
    }
  }
}
