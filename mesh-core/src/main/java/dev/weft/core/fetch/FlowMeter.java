package dev.weft.core.fetch;

/** How fast an asset's bytes come from peers, by looking at their count now and then. */
final class FlowMeter {
  private long atMillis;
  private double atBytes;
  private double bytesPerMilli;

  /** Takes the count of all bytes so far, which may shrink when some are lost. */
  void look(long nowMillis, double bytes) {
    if (atBytes > 0 && nowMillis > atMillis) {
      // Never quite 0, which stands for unknown.
      double sample = Math.max(1, bytes - atBytes) / (nowMillis - atMillis);
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
