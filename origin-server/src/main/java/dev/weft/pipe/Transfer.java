package dev.weft.pipe;

import dev.weft.pipe.Progress.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.SerializedInvoker;
import org.jspecify.annotations.Nullable;

/**
 * One use of a path, from the first who comes to the last who is done.
 *
 * <pre>
 * WAITING    all receivers and the sender are here, or enough after a while    → SENDING
 *            the last of them has left                                         → ENDED, path free
 * SENDING    the body is in the ring to its end                                → FINISHING
 *            the sender broke off, the body is not as declared, nobody is left → ENDED, all broken off
 * FINISHING  each receiver is completed, unconfirmed or failed                 → ENDED
 * </pre>
 *
 * <p>All that decides runs as an event, one after the other, on whichever thread brings it; none
 * blocks. Fields are the events' own, but for what is volatile. This class gathers; from SENDING on
 * the {@link Flow} decides, and bytes flow beside the events, see {@link Ring}.
 */
final class Transfer {
  /** How often clocks are looked at. */
  private static final long TICK_MILLIS = 250;

  private static final int TICKS_A_SECOND = (int) (1000 / TICK_MILLIS);

  private final Pipes pipes;
  private final String path;
  private final int n;
  private final PipeSettings settings;
  private final Scheduler scheduler;
  private final SerializedInvoker events = new SerializedInvoker(Transfer.class);

  private final Gathering gathering;
  private boolean emptied;

  /** Senders that have left or failed and whose response is not at its end yet. */
  private final List<Sender> leaving = new ArrayList<>();

  private volatile @Nullable Flow flow;
  private volatile Progress progress;
  private boolean ticking;
  private int ticks;

  Transfer(Pipes pipes, String path, int n, PipeSettings settings, Scheduler scheduler) {
    this.pipes = pipes;
    this.path = path;
    this.n = n;
    this.settings = settings;
    this.scheduler = scheduler;
    this.gathering = new Gathering(n, settings);
    this.progress = gathering.progress(State.WAITING);
  }

  /** How it stands; may be asked by any thread. */
  Progress progress() {
    return progress;
  }

  /**
   * SHA-256 of the whole body in hexadecimal; null until it has come whole, and when it is not
   * hashed.
   */
  @Nullable String digest() {
    Flow now = flow;
    return now == null ? null : now.digest();
  }

  /** There may be space in the ring; called beside the events. */
  void wakeSender() {
    Flow now = flow;
    if (now != null) {
      now.wakeSender();
    }
  }

  /** Runs after the events before it, on this thread or on the one that runs them. */
  void event(Runnable event) {
    events.run(
        () -> {
          event.run();
          Flow now = flow;
          progress =
              now == null
                  ? gathering.progress(emptied ? State.ENDED : State.WAITING)
                  : now.progress(n);
        });
  }

  /** A sender comes; it gets a place or a refusal. */
  void join(Sender coming) {
    event(
        () -> {
          Refusal refusal = refusal(coming.ask().n(), gathering.hasSender(), "a sender already");
          if (emptied) {
            pipes.join(coming);
          } else if (refusal != null) {
            coming.refuse(refusal);
          } else {
            gathering.add(coming, this);
            startWhenReady();
            tick();
          }
        });
  }

  /** A receiver comes; it gets a place or a refusal. */
  void join(Receiver coming) {
    event(
        () -> {
          Refusal refusal =
              refusal(coming.ask().n(), gathering.hasAllReceivers(), "all its receivers already");
          if (emptied) {
            pipes.join(coming);
          } else if (refusal != null) {
            coming.refuse(refusal);
          } else {
            gathering.add(coming, this);
            startWhenReady();
            tick();
          }
        });
  }

  private @Nullable Refusal refusal(int theirs, boolean full, String who) {
    Flow now = flow;
    if (now != null && now.isEnded()) {
      return Pipes.gone();
    }
    if (theirs != n) {
      return new Refusal(
          400,
          "Here n is "
              + n
              + ", and you ask for n="
              + theirs
              + "; both sides must give the same n.");
    }
    if (now != null) {
      return new Refusal(409, "This transfer is under way; choose another path.");
    }
    return full ? new Refusal(409, "This path has " + who + "; choose another path.") : null;
  }

  private void startWhenReady() {
    Flow started = flow == null ? gathering.start(this, pipes) : null;
    if (started != null) {
      flow = started;
      started.begin();
    }
  }

  /** The sender's client has left, or cannot be told anything any more. */
  void senderBroke(Sender broken) {
    event(
        () -> {
          Flow now = flow;
          if (now != null) {
            now.senderBroke(broken);
          } else if (gathering.remove(broken)) {
            broken.leave();
            endWhenEmpty();
          }
        });
  }

  /** A receiver's client has closed its side of the connection. */
  void receiverClosed(Receiver closed) {
    event(
        () -> {
          Flow now = flow;
          if (now != null) {
            now.receiverClosed(closed);
          } else {
            leave(closed);
          }
        });
  }

  /** A receiver's connection broke. */
  void receiverBroke(Receiver broken) {
    event(
        () -> {
          Flow now = flow;
          if (now != null) {
            now.receiverBroke(broken);
          } else {
            leave(broken);
          }
        });
  }

  /** A receiver's client has confirmed that it has read all. */
  void receiverConfirmed(Receiver confirmed) {
    inFlow(now -> now.receiverConfirmed(confirmed));
  }

  /** All was written to a receiver's connection. */
  void receiverWritten(Receiver written) {
    inFlow(now -> now.receiverWritten(written));
  }

  /** Nothing can be written to a receiver's connection any more. */
  void receiverPumpFailed(Receiver failed) {
    inFlow(now -> now.receiverPumpFailed(failed));
  }

  private void inFlow(Consumer<Flow> part) {
    event(
        () -> {
          Flow now = flow;
          if (now != null) {
            part.accept(now);
          }
        });
  }

  private void leave(Receiver left) {
    if (gathering.remove(left)) {
      left.leave();
      endWhenEmpty();
    }
  }

  private void endWhenEmpty() {
    if (gathering.isEmpty() && !emptied) {
      emptied = true;
      pipes.emptied(path, this);
    }
  }

  private void tick() {
    if (!ticking) {
      ticking = true;
      scheduler.schedule(() -> event(this::onTick), TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void onTick() {
    ticking = false;
    ticks++;
    long now = System.nanoTime();
    Flow flowing = flow;
    if (flowing != null) {
      flowing.tick(now, ticks % TICKS_A_SECOND == 0);
    } else {
      expire(now);
      startWhenReady();
      if (flow == null && ticks % TICKS_A_SECOND == 0) {
        gathering.dot();
      }
    }
    leaving.removeIf(each -> each.isOver(now));
    boolean over = flowing == null ? emptied : flowing.isReleased();
    if (!over || !leaving.isEmpty()) {
      tick();
    }
  }

  private void expire(long now) {
    List<Receiver> late = gathering.expiredReceivers(now);
    Sender from = gathering.expiredSender(now);
    late.forEach(gathering::remove);
    Sender lateSender = from != null && gathering.remove(from) ? from : null;
    endWhenEmpty(); // before anybody is told: who then tries again finds the places free
    String limit = Summary.time(settings.waitLimit());
    for (Receiver waiting : late) {
      waiting.refuse(new Refusal(408, "The others did not come within " + limit + "; try again."));
    }
    if (lateSender != null) {
      conclude(
          lateSender, "408: the receivers did not come within " + limit + "; try again.", false);
    }
  }

  /** Ends a sender's report and, when that is written, its response. */
  void conclude(Sender from, String lastLines, boolean good) {
    leaving.add(from);
    from.conclude(lastLines, good, () -> event(() -> from.reported(good)));
  }

  /** The flow has ended: the path is gone for a while. */
  void ended() {
    pipes.ended(path, this);
  }
}
