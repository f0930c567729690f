package dev.weft.pipe;

import dev.weft.pipe.Progress.Outcome;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.jspecify.annotations.Nullable;

/**
 * One receiver: its request, its place in the ring, and what became of it. That is decided by its
 * {@link Transfer}, whose events call the methods here.
 */
final class Receiver {
  private final Exchange exchange;
  private final Ask ask;
  private final long arrivedNanos = System.nanoTime();
  private final Pace pace = new Pace();
  private @Nullable ClientWatch watch;
  private Ring.@Nullable Reader reader;
  private volatile @Nullable ReceiverPump pump;
  private int number;
  private Outcome outcome = Outcome.WAITING;
  private String reason = "";
  private boolean confirmed;
  private boolean closedInTime;
  private boolean closedEarly;
  private long writtenNanos;

  Receiver(Exchange exchange, Ask ask) {
    this.exchange = exchange;
    this.ask = ask;
  }

  Ask ask() {
    return ask;
  }

  /** Takes its place in a transfer; from now on that hears when the client leaves. */
  void enter(Transfer transfer) {
    exchange.waitLong();
    exchange.onFailure(cause -> transfer.receiverBroke(this));
    if (!exchange.hasOwnConnection()) {
      return;
    }
    exchange.response().getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    watch =
        new ClientWatch(
            exchange.endPoint(),
            new ClientWatch.Listener() {
              @Override
              public void closed() {
                transfer.receiverClosed(Receiver.this);
              }

              @Override
              public void broken() {
                transfer.receiverBroke(Receiver.this);
              }
            });
    watch.start();
  }

  /** It reads from the ring's first byte on; its number is for people. */
  void take(int place, Ring.Reader from) {
    number = place;
    reader = from;
  }

  /** Sends the head of the response, and then whatever comes into the ring. */
  void begin(Sender.Head head, Transfer transfer) {
    Ring.Reader from = Objects.requireNonNull(reader);
    outcome = Outcome.RECEIVING;
    SendBuffers.bound(exchange.endPoint());
    ReceiverResponse.prepare(exchange, head, transfer::digest);
    ReceiverPump started =
        new ReceiverPump(
            exchange,
            from,
            head.length(),
            new ReceiverPump.Listener() {
              @Override
              public void freed() {
                transfer.wakeSender();
              }

              @Override
              public void written() {
                transfer.receiverWritten(Receiver.this);
              }

              @Override
              public void failed() {
                transfer.receiverPumpFailed(Receiver.this);
              }

              @Override
              public void confirmed() {
                transfer.receiverConfirmed(Receiver.this);
              }
            });
    pump = started;
    exchange.execute(started::iterate);
  }

  /** There may be something in the ring; called beside the events. */
  void wake() {
    ReceiverPump started = pump;
    if (started != null) {
      started.iterate();
    }
  }

  /** Ends its wait with an answer of one sentence. */
  void refuse(Refusal refusal) {
    outcome = Outcome.FAILED;
    reason = refusal.sentence();
    stopWatch();
    exchange.refuse(refusal);
  }

  /** The end of a receiver that left before anything began. */
  void leave() {
    stopWatch();
    exchange.breakOff("the receiver left");
  }

  /** Breaks its response off. */
  void breakOff(String why) {
    outcome = Outcome.FAILED;
    reason = why;
    stopWatch();
    ReceiverPump started = pump;
    if (started != null) {
      started.forgetQuestion();
      started.abort(Exchange.brokenOff(why));
    }
    exchange.breakOff(why);
  }

  /** All was written; what may be missing is the receipt. */
  void written() {
    outcome = Outcome.WRITTEN;
    writtenNanos = System.nanoTime();
  }

  /** The end of a receiver to which all was written. */
  void end(Outcome as) {
    outcome = as;
    stopWatch();
    ReceiverPump started = pump;
    if (started != null) {
      started.forgetQuestion();
    }
    exchange.complete();
  }

  private void stopWatch() {
    if (watch != null) {
      watch.stop();
    }
  }

  private boolean hasBeenHandedAll() {
    ReceiverPump started = pump;
    return started != null && started.isAllHandedOver();
  }

  /** The client closed its side. */
  void closed() {
    closedInTime = hasBeenHandedAll();
    closedEarly = !closedInTime;
  }

  /** The client has confirmed that it has read all. */
  void confirmed() {
    confirmed = true;
  }

  /** Whether it is known that the client has all. */
  boolean isConfirmed() {
    return confirmed || closedInTime;
  }

  /** Whether the client closed its side too early for a receipt. */
  boolean isClosedEarly() {
    return closedEarly;
  }

  /** Whether there is no use in waiting for its receipt any longer than that. */
  boolean isReceiptOverdue(long now, long nanos) {
    boolean gone = !exchange.hasOwnConnection() && !exchange.endPoint().isOpen();
    return gone || now - writtenNanos > nanos;
  }

  /**
   * What a broken connection makes of it. A connection of its own that is reset says that not all
   * was read. One that is shared may be closed by a client that has what it wants.
   */
  Outcome whenBroken() {
    if (exchange.hasOwnConnection() || !hasBeenHandedAll()) {
      return Outcome.FAILED;
    }
    return confirmed ? Outcome.COMPLETED : Outcome.UNCONFIRMED;
  }

  Outcome outcome() {
    return outcome;
  }

  long waitedNanos(long now) {
    return now - arrivedNanos;
  }

  /** Leaves the ring; whether a sender that found it full should go on. */
  boolean leaveRing() {
    return reader != null && reader.leave();
  }

  /** Why it is to be dropped for being slow, or null; to be asked regularly. */
  @Nullable String lateness(long now, PipeSettings settings) {
    Ring.Reader from = reader;
    return from == null ? null : pace.lateness(now, taken(), from.isBehind(), settings);
  }

  private long taken() {
    ReceiverPump started = pump;
    return started == null ? 0 : started.taken();
  }

  Progress.Row row() {
    return new Progress.Row(number, outcome, taken(), reason);
  }
}
