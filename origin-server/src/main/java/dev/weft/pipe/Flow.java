package dev.weft.pipe;

import dev.weft.pipe.Progress.Outcome;
import dev.weft.pipe.Progress.State;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What decides from the start of a {@link Transfer} on: the states SENDING, FINISHING and ENDED of
 * its table. Its methods are parts of the transfer's events, but for those that say otherwise.
 */
final class Flow {
  /** How long a receiver has to confirm that it has all. */
  private static final long RECEIPT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Transfer transfer;
  private final Pipes pipes;
  private final PipeSettings settings;
  private final Sender sender;
  private final SenderReport report;
  private final List<Receiver> receivers;
  private final Ring ring;
  private final Wakers wakers;

  /** Who may touch the ring: pumps of receivers, and the body while {@link #bodyInRing}. */
  private final Set<Receiver> pumping = new HashSet<>();

  private boolean bodyInRing = true;
  private boolean released;
  private State state = State.SENDING;
  private String failure = "";
  private volatile @Nullable String digest;
  private long bytesASecondAgo;

  Flow(
      Transfer transfer,
      Pipes pipes,
      PipeSettings settings,
      Sender sender,
      SenderReport report,
      List<Receiver> receivers) {
    this.transfer = transfer;
    this.pipes = pipes;
    this.settings = settings;
    this.sender = sender;
    this.report = report;
    this.receivers = receivers;
    this.ring = pipes.rings().acquire();
    this.wakers =
        new Wakers(receivers.stream().<Runnable>map(each -> each::wake).toList(), sender::execute);
  }

  void begin() {
    int number = 0;
    for (Receiver receiver : receivers) {
      number++;
      receiver.take(number, ring.reader());
      pumping.add(receiver);
    }
    report.line(Summary.started(receivers.size()));
    sender.begin(
        ring,
        settings.mostBytes(),
        head -> transfer.event(() -> open(head)),
        new BodyPump.Listener() {
          @Override
          public void filled() {
            wakers.wake();
          }

          @Override
          public void complete(@Nullable String sha256) {
            digest = sha256;
            ring.finish();
            transfer.event(Flow.this::bodyComplete);
          }

          @Override
          public void broken(String why) {
            transfer.event(() -> fail(why));
          }

          @Override
          public void leftRing() {
            transfer.event(Flow.this::bodyLeftRing);
          }

          @Override
          public void drained() {
            transfer.event(sender::drained);
          }
        });
  }

  /** There may be space in the ring; called beside the events. */
  void wakeSender() {
    sender.wakeLater();
  }

  private void open(Sender.Head head) {
    for (Receiver receiver : receivers) {
      if (receiver.outcome() == Outcome.WAITING) {
        receiver.begin(head, transfer);
      }
    }
  }

  private void bodyComplete() {
    if (state == State.SENDING) {
      state = State.FINISHING;
      wakers.wake();
    }
  }

  void senderBroke(Sender broken) {
    if (state == State.SENDING && broken.equals(sender)) {
      fail("the sender broke off");
    }
  }

  /** Breaks off all receivers that are not done. */
  private void fail(String why) {
    if (state != State.SENDING) {
      return;
    }
    failure = why;
    for (Receiver receiver : receivers) {
      if (receiver.outcome() == Outcome.WAITING) {
        receiver.refuse(new Refusal(502, "There is nothing to receive: " + why + "."));
        leaveRing(receiver);
      } else if (!receiver.outcome().isFinal()) {
        receiver.breakOff(why);
      }
    }
    endWhenAllAre();
  }

  /** All was written to a receiver's connection. */
  void receiverWritten(Receiver receiver) {
    leaveRing(receiver);
    if (receiver.outcome() != Outcome.RECEIVING) {
      return;
    }
    receiver.written();
    if (receiver.isConfirmed()) {
      end(receiver, Outcome.COMPLETED);
    } else if (receiver.isClosedEarly()) {
      end(receiver, Outcome.UNCONFIRMED);
    }
  }

  /** Nothing more can be written to a receiver's connection. */
  void receiverPumpFailed(Receiver receiver) {
    leaveRing(receiver);
    receiverBroke(receiver);
  }

  /** A receiver's client closed its side. */
  void receiverClosed(Receiver receiver) {
    if (receiver.outcome() == Outcome.WRITTEN) {
      end(receiver, Outcome.COMPLETED);
    } else {
      receiver.closed();
    }
  }

  /** A receiver's connection broke. */
  void receiverBroke(Receiver receiver) {
    if (receiver.outcome().isFinal()) {
      return;
    }
    Outcome became = receiver.whenBroken();
    if (became == Outcome.FAILED) {
      drop(receiver, "its connection broke");
    } else {
      end(receiver, became);
    }
  }

  /** A receiver's client has confirmed that it has read all. */
  void receiverConfirmed(Receiver receiver) {
    if (receiver.outcome() == Outcome.WRITTEN) {
      end(receiver, Outcome.COMPLETED);
    } else {
      receiver.confirmed();
    }
  }

  private void drop(Receiver receiver, String why) {
    boolean pumps = receiver.outcome() != Outcome.WAITING;
    receiver.breakOff(why);
    if (!pumps) {
      leaveRing(receiver);
    }
    tell(receiver);
    endWhenAllAre();
  }

  private void end(Receiver receiver, Outcome as) {
    receiver.end(as);
    tell(receiver);
    endWhenAllAre();
  }

  private void tell(Receiver receiver) {
    report.line(Summary.changed(receiver.row()));
  }

  private void endWhenAllAre() {
    if (state == State.ENDED || !receivers.stream().allMatch(each -> each.outcome().isFinal())) {
      return;
    }
    if (state == State.SENDING && failure.isEmpty()) {
      failure = "no receiver is left";
    }
    state = State.ENDED;
    transfer.ended();
    boolean good = receivers.stream().anyMatch(each -> each.outcome().hasAll());
    Progress end = progress(receivers.size());
    pipes.counters().ended(end, good);
    transfer.conclude(sender, Summary.end(end, digest, failure), good);
  }

  private void leaveRing(Receiver receiver) {
    if (pumping.remove(receiver)) {
      if (receiver.leaveRing()) {
        sender.wakeLater();
      }
      release();
    }
  }

  private void bodyLeftRing() {
    bodyInRing = false;
    release();
  }

  private void release() {
    if (!bodyInRing && pumping.isEmpty() && !released) {
      released = true;
      pipes.rings().release(ring);
    }
  }

  /** Looks at the clock. */
  void tick(long now, boolean second) {
    if (state == State.ENDED) {
      return;
    }
    for (Receiver receiver : receivers) {
      String late = receiver.lateness(now, settings);
      if (receiver.outcome() == Outcome.WRITTEN && receiver.isReceiptOverdue(now, RECEIPT_NANOS)) {
        end(receiver, Outcome.UNCONFIRMED);
      } else if (receiver.outcome() == Outcome.RECEIVING && late != null) {
        drop(receiver, late);
      }
    }
    long silence = sender.silentNanos(now, ring.head(), ring.isWriterHeldUp());
    if (state == State.SENDING && silence > settings.idleLimit().toNanos()) {
      fail("the sender sent nothing for " + Summary.time(settings.idleLimit()));
    }
    if (second && state != State.ENDED) {
      long bytes = ring.head();
      report.momentary(Summary.flowing(progress(receivers.size()), bytes - bytesASecondAgo));
      bytesASecondAgo = bytes;
    }
  }

  Progress progress(int n) {
    return new Progress(
        state, true, n, ring.head(), receivers.stream().map(Receiver::row).toList());
  }

  @Nullable String digest() {
    return digest;
  }

  boolean isEnded() {
    return state == State.ENDED;
  }

  /** Whether it has ended and its memory is given back. */
  boolean isReleased() {
    return state == State.ENDED && released;
  }
}
