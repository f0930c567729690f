package dev.weft.bench.pipe;

import java.time.Duration;

/**
 * What a server did for one transfer.
 *
 * @param wall from the sender's start to the last receiver's end
 * @param cpu that the server's processes used meanwhile
 */
record Load(Duration wall, Duration cpu) {
  /** Bytes that reached receivers, in millions a second. */
  double megabytesPerSecond(long bytes, int receivers) {
    return bytes / 1e6 * receivers / (wall.toNanos() / 1e9);
  }
}
