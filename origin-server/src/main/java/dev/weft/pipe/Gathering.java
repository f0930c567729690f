package dev.weft.pipe;

import dev.weft.pipe.Progress.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who waits at a path for the others; tells the sender of every change. */
final class Gathering {
  private final int n;
  private final PipeSettings settings;
  private @Nullable Sender sender;
  private @Nullable SenderReport report;
  private List<Receiver> receivers = List.of();

  Gathering(int n, PipeSettings settings) {
    this.n = n;
    this.settings = settings;
  }

  boolean hasSender() {
    return sender != null;
  }

  boolean hasAllReceivers() {
    return receivers.size() == n;
  }

  boolean isEmpty() {
    return sender == null && receivers.isEmpty();
  }

  void add(Sender coming, Transfer transfer) {
    sender = coming;
    report = coming.enter(transfer);
    tell();
  }

  void add(Receiver coming, Transfer transfer) {
    List<Receiver> more = new ArrayList<>(receivers);
    more.add(coming);
    receivers = List.copyOf(more);
    coming.enter(transfer);
    tell();
  }

  /** Frees the sender's place; false when it was not this one's. */
  boolean remove(Sender leaving) {
    if (!leaving.equals(sender)) {
      return false;
    }
    sender = null;
    report = null;
    return true;
  }

  /** Frees a receiver's place; false when it had none. */
  boolean remove(Receiver leaving) {
    List<Receiver> others = new ArrayList<>(receivers);
    if (!others.remove(leaving)) {
      return false;
    }
    receivers = List.copyOf(others);
    tell();
    return true;
  }

  private void tell() {
    if (report != null) {
      report.line(Summary.waiting(receivers.size(), n));
    }
  }

  /** A sign of life for the sender; how its leaving is noticed, too. */
  void dot() {
    if (report != null) {
      report.dot();
    }
  }

  /** The flow that follows when all are here, or enough after a while; else null. */
  @Nullable Flow start(Transfer transfer, Pipes pipes) {
    Sender from = sender;
    SenderReport to = report;
    if (from == null || to == null) {
      return null;
    }
    Duration asked = from.ask().minWait();
    Duration patience = asked == null ? settings.minWait() : asked;
    boolean enough =
        receivers.size() >= from.ask().min()
            && from.waitedNanos(System.nanoTime()) >= patience.toNanos();
    return hasAllReceivers() || enough
        ? new Flow(transfer, pipes, settings, from, to, receivers)
        : null;
  }

  /** Receivers that have waited for as long as anybody may. */
  List<Receiver> expiredReceivers(long now) {
    return receivers.stream().filter(each -> isExpired(each.waitedNanos(now))).toList();
  }

  /** The sender, when it has waited for as long as anybody may. */
  @Nullable Sender expiredSender(long now) {
    Sender waiting = sender;
    return waiting != null && isExpired(waiting.waitedNanos(now)) ? waiting : null;
  }

  private boolean isExpired(long waitedNanos) {
    return waitedNanos >= settings.waitLimit().toNanos();
  }

  Progress progress(State state) {
    return new Progress(
        state, sender != null, n, 0, receivers.stream().map(Receiver::row).toList());
  }
}
