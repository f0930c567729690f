package dev.weft.core.fetch;

/** How fast bytes come, by looking at their count now and then. */
final class FlowMeter {
  /** Looks closer together than this are not worth a sample. */
  private static final int MIN_MILLIS = 25;

  private long atMillis = -1;
  private long atBytes;
  private double bytesPerMilli;

  /** Takes the count of all bytes so far, which may shrink when some are lost. */
  void look(long nowMillis, long bytes) {
    if (bytes == 0 || (atMillis >= 0 && nowMillis - atMillis < MIN_MILLIS)) {
      return;
    }
    if (atMillis >= 0) {
      // Never quite 0, which stands for unknown.
      double sample = (double) Math.max(1, bytes - atBytes) / (nowMillis - atMillis);
      bytesPerMilli = bytesPerMilli == 0 ? sample : (bytesPerMilli + sample) / 2;
    }
    atMillis = nowMillis;
    atBytes = bytes;
  }

  /** When so many more bytes will be here, in milliseconds from now; 0 when that is not known. */
  double expectedMillis(long bytes) {
    return bytesPerMilli == 0 ? 0 : bytes / bytesPerMilli;
  }
}
