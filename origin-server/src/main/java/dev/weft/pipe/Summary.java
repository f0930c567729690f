package dev.weft.pipe;

import dev.weft.pipe.Progress.Outcome;
import dev.weft.pipe.Progress.Row;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The lines that a sender reads, in words. */
final class Summary {
  private Summary() {}

  static String waiting(int here, int n) {
    return "waiting for receivers: " + here + " of " + n;
  }

  static String started(int receivers) {
    return "started: " + receivers + (receivers == 1 ? " receiver" : " receivers");
  }

  /** How it goes; the rate is that of the last second. */
  static String flowing(Progress now, long bytesPerSecond) {
    return "sent "
        + quantity(now.bytes())
        + ", "
        + quantity(bytesPerSecond)
        + "/s; receiving "
        + now.count(Outcome.RECEIVING)
        + ", all written "
        + now.count(Outcome.WRITTEN)
        + ", completed "
        + now.count(Outcome.COMPLETED)
        + ", not completed "
        + now.count(Outcome.FAILED);
  }

  /** One receiver, when something became of it. */
  static String changed(Row row) {
    return "receiver "
        + row.number()
        + ": "
        + row.outcome().words()
        + (row.reason().isEmpty() ? "" : ": " + row.reason())
        + " ("
        + row.bytes()
        + " bytes)";
  }

  /**
   * The last lines: one for all, one a receiver.
   *
   * @param digest SHA-256 of the whole body; null when it did not come whole, or is not hashed
   * @param why what ended the transfer early, or empty
   */
  static String end(Progress end, @Nullable String digest, String why) {
    StringBuilder text = new StringBuilder();
    if (!why.isEmpty()) {
      text.append("failed: ").append(why).append('\n');
    }
    text.append("summary: ").append(end.bytes()).append(" bytes");
    text.append(sha256(digest));
    text.append(", completed ").append(end.count(Outcome.COMPLETED));
    text.append(", unconfirmed ").append(end.count(Outcome.UNCONFIRMED));
    text.append(", not completed ").append(end.count(Outcome.FAILED));
    for (Row row : end.rows()) {
      text.append("\nreceiver ").append(row.number());
      text.append(": ").append(row.bytes()).append(" bytes");
      text.append(sha256(row.outcome().hasAll() ? digest : null));
      text.append(", ").append(row.outcome().words());
      text.append(row.reason().isEmpty() ? "" : ": " + row.reason());
    }
    return text.toString();
  }

  private static String sha256(@Nullable String digest) {
    return digest == null ? ", no sha-256" : ", sha-256 " + digest;
  }

  /** A limit, as in a sentence. */
  static String time(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }

  static String quantity(long bytes) {
    if (bytes < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}
