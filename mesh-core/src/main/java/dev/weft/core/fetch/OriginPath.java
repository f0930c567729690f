package dev.weft.core.fetch;

/** What is known of the path from the origin: how long it takes to answer, and how fast. */
final class OriginPath {
  /** Taken before anything was measured: a usual distance and rate, in bytes a millisecond. */
  private static final int START_MILLIS = 100;

  private static final double START_BYTES_PER_MILLI = 2_500;

  /** Bodies smaller than this say nothing about the rate. */
  private static final int MIN_SAMPLE_BYTES = 64 * 1024;

  private double answerMillis = START_MILLIS;
  private double bytesPerMilli = START_BYTES_PER_MILLI;
  private boolean answerKnown;
  private boolean rateKnown;

  void answered(long millis) {
    answerMillis = answerKnown ? (3 * answerMillis + millis) / 4 : millis;
    answerKnown = true;
  }

  void received(long bytes, long millis) {
    if (bytes >= MIN_SAMPLE_BYTES) {
      double sample = (double) bytes / Math.max(1, millis);
      bytesPerMilli = rateKnown ? (3 * bytesPerMilli + sample) / 4 : sample;
      rateKnown = true;
    }
  }

  /** How long it takes to answer, in milliseconds; what is {@code unknown} before it ever did. */
  double answerMillis(int unknown) {
    return answerKnown ? answerMillis : unknown;
  }

  /** When that many bytes would be here if they were asked for now, in milliseconds from now. */
  double expectedMillis(long bytes) {
    return answerMillis + flowMillis(bytes);
  }

  /** How long that many bytes take once they flow. */
  double flowMillis(long bytes) {
    return bytes / bytesPerMilli;
  }
}
