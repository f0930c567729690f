package dev.weft.core.exchange;

/**
 * What is known of the path from one peer: its round-trip time, its rate, and from these the window
 * of bytes that may be outstanding.
 *
 * <p>The window is what the path carries in its shortest round trip and {@value #QUEUE_MILLIS} ms
 * more. With the window full, rate × round trip = window (Little's law), so it grows while the
 * round trip stays within that queue and shrinks when it swells. Without such a bound one big
 * request fills a deep uplink buffer and SCTP collapses (design.md, "Exchange").
 */
public final class PathEstimate {
  /** Before anything was measured: four blocks of 64 KiB. */
  static final int START_WINDOW_BYTES = 256 * 1024;

  /** Four slices: enough that a 2 Mbit/s uplink never idles. */
  static final int MIN_WINDOW_BYTES = 4 * ExchangeWire.SLICE_BYTES;

  /** The most that one peer may make us gather. */
  public static final int MAX_WINDOW_BYTES = 1024 * 1024;

  /**
   * The most that we want of one, and half a block: what a fast path brings in bursts beyond that,
   * SCTP stands still after, 400 ms at a time. With blocks of 1 MiB at most it is never more than
   * the peer bears.
   */
  static final int MAX_OUTSTANDING_BYTES = MAX_WINDOW_BYTES / 2;

  /** Queueing that is borne for the sake of throughput; also covers the sender's disk. */
  static final int QUEUE_MILLIS = 100;

  /** Taken for the rate before it was measured: 10 Mbit/s, a usual uplink. */
  static final double START_BYTES_PER_MILLI = 1_250;

  private static final int FAST_BYTES_PER_MILLI = 5_000;

  /** Taken for the round trip before it was measured. */
  static final int START_RTT_MILLIS = 50;

  /**
   * A sample that takes longer counts before it is whole: the first, and a later one, whose peer is
   * known to be faster and may be busy.
   */
  private static final int FIRST_SAMPLE_MILLIS = 100;

  private static final int SAMPLE_MILLIS = 500;

  private double bytesPerMilli = START_BYTES_PER_MILLI;
  private int rttMillis = START_RTT_MILLIS;
  private boolean rttKnown;
  private boolean rateKnown;

  /** The current sample: bytes since its start, which is −1 until some come. */
  private long sampleStartMillis = -1;

  private int sampleBytes;

  /** How many bytes may be outstanding. */
  int windowBytes() {
    if (!rateKnown) {
      return START_WINDOW_BYTES;
    }
    double window = bytesPerMilli * (rttMillis + QUEUE_MILLIS);
    return (int) Math.max(MIN_WINDOW_BYTES, Math.min(MAX_OUTSTANDING_BYTES, window));
  }

  /** Whether a large slice takes no longer than others do at 10 Mbit/s: 13 ms. */
  boolean isFast() {
    return rateKnown && bytesPerMilli >= FAST_BYTES_PER_MILLI;
  }

  /** The shortest time from a want to its first byte, or a guess. */
  public int rttMillis() {
    return rttMillis;
  }

  /** How fast bytes come while some are outstanding, smoothed, or a guess. */
  public double bytesPerMilli() {
    return bytesPerMilli;
  }

  /**
   * The same for judging the peer: no bound while nothing is known, and no more than what came of
   * late when that is little, from a peer that drips.
   */
  public double bytesPerMilli(long nowMillis) {
    long elapsed = sampleStartMillis < 0 ? 0 : nowMillis - sampleStartMillis;
    double most = rateKnown ? bytesPerMilli : Double.MAX_VALUE;
    return elapsed <= (rateKnown ? SAMPLE_MILLIS : FIRST_SAMPLE_MILLIS)
        ? most
        : Math.min(most, Math.max(1.0, sampleBytes) / elapsed);
  }

  /** No bytes are owed any more. */
  void idle() {
    sampleStartMillis = -1;
  }

  /** The first byte came of a want that nothing was queued before. */
  void firstByte(int millis) {
    rttMillis = rttKnown && rttMillis < millis ? rttMillis : millis;
    rttKnown = true;
  }

  /**
   * Bytes came. {@code idleBefore}: these are the first after a time with nothing under way.
   *
   * <p>A sample of a rate that is known spans a round trip at least: what a page that was held up
   * then takes in at once says nothing of the path.
   */
  void received(int bytes, boolean idleBefore, long nowMillis) {
    if (idleBefore || sampleStartMillis < 0) {
      sampleStartMillis = nowMillis;
      sampleBytes = 0;
      return;
    }
    sampleBytes += bytes;
    long elapsed = nowMillis - sampleStartMillis;
    if (sampleBytes >= 3 * ExchangeWire.SLICE_BYTES && elapsed > (rateKnown ? rttMillis : 0)) {
      double sample = (double) sampleBytes / elapsed;
      bytesPerMilli = rateKnown ? 4 / (3 / bytesPerMilli + 1 / sample) : sample;
      rateKnown = true;
      sampleStartMillis = nowMillis;
      sampleBytes = 0;
    }
  }
}
