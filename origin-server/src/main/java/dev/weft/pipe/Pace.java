package dev.weft.pipe;

import org.jspecify.annotations.Nullable;

/** How fast one receiver takes what is there for it; looked at regularly. */
final class Pace {
  private long taken;
  private long movedNanos = System.nanoTime();
  private long windowTaken;
  private long windowNanos = movedNanos;

  /**
   * Why the receiver is too slow, or null.
   *
   * @param takenNow bytes since the start
   * @param behind whether there is something to take
   */
  @Nullable String lateness(long now, long takenNow, boolean behind, PipeSettings settings) {
    if (!behind || takenNow != taken) {
      taken = takenNow;
      movedNanos = now;
    }
    if (!behind) {
      startWindow(now);
    }
    if (now - movedNanos > settings.idleLimit().toNanos()) {
      return "it took nothing for " + Summary.time(settings.idleLimit());
    }
    PipeSettings.Stall stall = settings.stall();
    long window = now - windowNanos;
    if (stall.bytesPerSecond() == 0 || window < stall.time().toNanos()) {
      return null;
    }
    double seconds = window / 1e9;
    boolean slow = (taken - windowTaken) / seconds < stall.bytesPerSecond();
    startWindow(now);
    return slow
        ? "it took less than "
            + Summary.quantity(stall.bytesPerSecond())
            + "/s for "
            + Summary.time(stall.time())
        : null;
  }

  private void startWindow(long now) {
    windowNanos = now;
    windowTaken = taken;
  }
}
