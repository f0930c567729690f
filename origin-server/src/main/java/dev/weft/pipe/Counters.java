package dev.weft.pipe;

import java.util.concurrent.atomic.LongAdder;

/** What a server's pipes have done since its start. */
final class Counters {
  final LongAdder delivered = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder receiversCompleted = new LongAdder();
  final LongAdder receiversUnconfirmed = new LongAdder();
  final LongAdder receiversFailed = new LongAdder();
  final LongAdder bytesIn = new LongAdder();
  final LongAdder bytesOut = new LongAdder();

  /** A transfer is over. */
  void ended(Progress end, boolean good) {
    (good ? delivered : failed).increment();
    bytesIn.add(end.bytes());
    for (Progress.Row row : end.rows()) {
      bytesOut.add(row.bytes());
      switch (row.outcome()) {
        case COMPLETED -> receiversCompleted.increment();
        case UNCONFIRMED -> receiversUnconfirmed.increment();
        default -> receiversFailed.increment();
      }
    }
  }
}
