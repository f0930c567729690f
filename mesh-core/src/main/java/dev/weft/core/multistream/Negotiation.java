package dev.weft.core.multistream;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.LayeredChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.Utf8;
import org.jspecify.annotations.Nullable;

/** One side of a negotiation, and then the channel that it was about. */
abstract class Negotiation extends LayeredChannel {
  private EventLoop.@Nullable Timer deadline;
  private boolean headerSeen;

  /** Reads messages until the sides agreed. */
  private @Nullable Delimited messages = new Delimited(Multistream.MAX_MESSAGE_BYTES, this::take);

  Negotiation(ByteChannel below) {
    super(below);
  }

  /** Begins to read. */
  void start(EventLoop loop) {
    deadline =
        loop.schedule(
            Multistream.TIMEOUT_MILLIS, () -> abort(MeshException.timeout("multistream-select")));
    below.receiver(this);
  }

  /** The far end's header came. */
  void header() {}

  /** The far end's next message after its header. */
  abstract void token(String token);

  /** The sides agreed; what follows are the protocol's bytes. */
  void agreed(String protocol) {}

  /** Ends the negotiation from within {@link #token}. */
  final void agree(String protocol) {
    Delimited reader = messages;
    if (reader != null) {
      messages = null;
      stopClock();
      byte[] rest = reader.detach();
      agreed(protocol);
      arrive(rest);
    }
  }

  private void take(byte[] message) {
    int end = message.length - 1;
    if (end < 0 || message[end] != '\n') {
      throw malformed();
    }
    String token = Utf8.decode(message, 0, end);
    if (headerSeen) {
      token(token);
    } else if (token.equals(Multistream.HEADER)) {
      headerSeen = true;
      header();
    } else {
      throw malformed();
    }
  }

  static MeshException malformed() {
    return MeshException.peer("bad-multistream", "unexpected message");
  }

  private void stopClock() {
    if (deadline != null) {
      deadline.cancel();
    }
  }

  @Override
  public void data(byte[] bytes) {
    if (messages == null) {
      arrive(bytes);
    } else {
      messages.feed(bytes);
    }
  }

  @Override
  public void end() {
    if (messages == null) {
      arriveEnd();
    } else {
      abort(MeshException.closed("ended before a protocol was agreed on"));
    }
  }

  @Override
  public void failed(MeshException reason) {
    stopClock();
    super.failed(reason);
  }
}
