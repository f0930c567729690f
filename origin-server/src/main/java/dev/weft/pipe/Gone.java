package dev.weft.pipe;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Paths whose transfer is over, for a while. Thread-safe. */
final class Gone {
  /** Forgotten from the oldest on: some megabytes at the longest paths. */
  static final int MOST_PATHS = 16_384;

  private final long nanos;
  private final Map<String, Long> endedNanos =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_PATHS;
        }
      };

  Gone(Duration time) {
    this.nanos = time.toNanos();
  }

  synchronized void add(String path) {
    long now = System.nanoTime();
    endedNanos.values().removeIf(ended -> now - ended >= nanos);
    if (nanos > 0) {
      endedNanos.put(path, now);
    }
  }

  synchronized boolean contains(String path) {
    Long ended = endedNanos.get(path);
    return ended != null && System.nanoTime() - ended < nanos;
  }
}
