package dev.weft.pipe;

import dev.weft.web.PingAnswers;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * Moves bytes from the ring to one receiver's connection, one piece after the other, and asks over
 * HTTP/2 whether they were read.
 */
final class ReceiverPump extends IteratingCallback {
  /** Who hears how it goes. */
  interface Listener {
    /** A sender that found the ring full can go on. */
    void freed();

    /** All is written. */
    void written();

    /** Nothing more can be written. */
    void failed();

    /** The client has read all; only over HTTP/2, and maybe before {@link #written}. */
    void confirmed();
  }

  private final Exchange exchange;
  private final Ring.Reader reader;
  private final long length;
  private final Listener listener;
  private boolean begun;
  private boolean ended;
  private int underWay;
  private volatile @Nullable ByteBuffer piece;
  private volatile boolean allHandedOver;
  private volatile long question;

  /**
   * A pump for the body of that response.
   *
   * @param length of the body, -1 when it is unknown
   */
  ReceiverPump(Exchange exchange, Ring.Reader reader, long length, Listener listener) {
    this.exchange = exchange;
    this.reader = reader;
    this.length = length;
    this.listener = listener;
  }

  @Override
  protected Action process() {
    if (!begun) {
      begun = true;
      allHandedOver = length == 0;
      exchange.response().write(false, null, this);
      return Action.SCHEDULED;
    }
    if (ended) {
      return Action.SUCCEEDED;
    }
    ByteBuffer next = reader.next();
    if (next == null) {
      return reader.isAtEnd() ? end() : Action.IDLE;
    }
    underWay = next.remaining();
    piece = next;
    boolean last = reader.endsWith(underWay);
    allHandedOver = last || reader.position() + underWay == length;
    ended = last && (length >= 0 || exchange.hasOwnConnection());
    exchange.response().write(ended, next, this);
    return Action.SCHEDULED;
  }

  /**
   * Ends a body whose bytes are all written. Over HTTP/2 a client may close the connection at the
   * frame that does that, so the question goes before it.
   */
  private Action end() {
    ended = true;
    allHandedOver = true;
    ask();
    exchange.response().write(true, null, this);
    return Action.SCHEDULED;
  }

  private void ask() {
    if (question == 0 && exchange.connection() instanceof HTTP2Connection shared) {
      question =
          PingAnswers.ask(
              shared.getSession(),
              Callback.from(InvocationType.NON_BLOCKING, listener::confirmed, failure -> {}));
    }
  }

  /** No answer is waited for any more. */
  void forgetQuestion() {
    PingAnswers.forget(question);
  }

  @Override
  protected void onSuccess() {
    piece = null;
    int taken = underWay;
    underWay = 0;
    if (taken > 0 && reader.taken(taken)) {
      listener.freed();
    }
  }

  @Override
  protected void onCompleteSuccess() {
    ask();
    listener.written();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    listener.failed();
  }

  /** Bytes that the network took, as near as another thread can tell. */
  long taken() {
    ByteBuffer partly = piece;
    return reader.position() + (partly == null ? 0 : partly.position());
  }

  /** Whether the last byte was given to the network: an end that is seen before is too early. */
  boolean isAllHandedOver() {
    return allHandedOver;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
