package dev.weft.pipe;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** The transfers of a server by their paths. Thread-safe. */
final class Pipes {
  private final PipeSettings settings;
  private final Scheduler scheduler;
  private final Gone gone;
  private final RingPool rings = new RingPool();
  private final Counters counters = new Counters();
  private final ConcurrentMap<String, Transfer> live = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();

  Pipes(PipeSettings settings, Scheduler scheduler) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.gone = new Gone(settings.goneFor());
  }

  PipeSettings settings() {
    return settings;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  RingPool rings() {
    return rings;
  }

  Counters counters() {
    return counters;
  }

  /** Transfers that are waiting or under way. */
  int open() {
    return open.get();
  }

  /** Gives a sender its place, or an answer why it has none. */
  void join(Sender sender) {
    try {
      transfer(sender.ask()).join(sender);
    } catch (Refusal refusal) {
      sender.refuse(refusal);
    }
  }

  /** Gives a receiver its place, or an answer why it has none. */
  void join(Receiver receiver) {
    try {
      transfer(receiver.ask()).join(receiver);
    } catch (Refusal refusal) {
      receiver.refuse(refusal);
    }
  }

  /** The transfer of that path, or null when there is none. */
  @Nullable Transfer find(String path) {
    return live.get(path);
  }

  boolean isGone(String path) {
    return gone.contains(path);
  }

  private Transfer transfer(Ask ask) throws Refusal {
    Transfer transfer =
        live.compute(
            ask.path(), (path, found) -> found == null && !gone.contains(path) ? make(ask) : found);
    if (transfer != null) {
      return transfer;
    }
    throw gone.contains(ask.path())
        ? gone()
        : new Refusal(503, "All " + settings.mostPipes() + " pipes are in use; try again later.");
  }

  private @Nullable Transfer make(Ask ask) {
    if (open.incrementAndGet() > settings.mostPipes()) {
      open.decrementAndGet();
      return null;
    }
    return new Transfer(this, ask.path(), ask.n(), settings, scheduler);
  }

  static Refusal gone() {
    return new Refusal(
        410, "The transfer on this path is over, nothing is kept; choose another path.");
  }

  /** All have left before anything began: the path is free. */
  void emptied(String path, Transfer transfer) {
    live.computeIfPresent(
        path,
        (key, found) -> {
          if (found != transfer) {
            return found;
          }
          open.decrementAndGet(); // before anybody can see that the path is free
          return null;
        });
  }

  /** The transfer is over: its path answers 410 for a while. */
  void ended(String path, Transfer transfer) {
    live.compute(
        path,
        (key, found) -> {
          gone.add(key);
          open.decrementAndGet();
          return transfer.equals(found) ? null : found;
        });
  }
}
