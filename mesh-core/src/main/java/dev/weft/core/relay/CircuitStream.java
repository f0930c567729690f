package dev.weft.core.relay;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.LayeredChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.protobuf.Delimited;

/** A hop or stop stream: one message from the far end, then raw bytes. */
final class CircuitStream extends LayeredChannel {
  /**
   * How long the message may take to come, in milliseconds: as long as a whole dial in js-libp2p.
   */
  static final int MESSAGE_TIMEOUT_MILLIS = 10_000;

  /** Bytes that may follow the message before there is a receiver: the start of a handshake. */
  static final int MAX_EARLY_BYTES = 16 << 10;

  private final Promise<byte[]> message = new Promise<>();
  private final Delimited opening = new Delimited(CircuitRelay.MAX_MESSAGE_BYTES, this::opened);

  CircuitStream(EventLoop loop, ByteChannel stream) {
    this(loop, stream, MESSAGE_TIMEOUT_MILLIS);
  }

  CircuitStream(EventLoop loop, ByteChannel stream, int timeoutMillis) {
    super(stream);
    message.within(loop, timeoutMillis, "no circuit message in time");
    stream.receiver(this);
  }

  /** The far end's message. After a failure the stream is still to be aborted. */
  Promise<byte[]> message() {
    return message;
  }

  private void opened(byte[] body) {
    arriveBounded(opening.detach());
    message.resolve(body);
  }

  private void arriveBounded(byte[] bytes) {
    arrive(bytes);
    if (heldBytes() > MAX_EARLY_BYTES) {
      abort(MeshException.peer("circuit-flood"));
    }
  }

  @Override
  public void data(byte[] bytes) {
    if (message.isSettled()) {
      arriveBounded(bytes);
      return;
    }
    try {
      opening.feed(bytes);
    } catch (MeshException malformed) {
      message.fail(malformed);
    }
  }

  @Override
  public void end() {
    message.fail(MeshException.closed("circuit stream ended"));
    arriveEnd();
  }

  @Override
  public void failed(MeshException reason) {
    message.fail(reason);
    super.failed(reason);
  }
}
