package dev.weft.core.fetch;

import dev.weft.core.io.MeshException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The in-order output of one asset to all who asked for it. */
final class Delivery {
  /** Up to this size an asset's bytes are kept until its end for those who ask meanwhile. */
  private static final int REPLAY_BYTES = 4 * 1024 * 1024;

  private final List<Sink> sinks = new ArrayList<>();
  private final @Nullable List<byte[]> replay;
  private boolean begun;
  private boolean over;
  private int status;
  private long size;
  private @Nullable String mediaType;

  /** How many bytes have gone out. */
  long sent;

  Delivery(long size) {
    replay = size <= REPLAY_BYTES ? new ArrayList<>() : null;
  }

  /** Adds one who asks; false when that is too late, as bytes have gone by. */
  boolean add(Sink sink) {
    if (over || (sent > 0 && replay == null)) {
      return false;
    }
    sinks.add(sink);
    if (begun) {
      sink.head(status, size, mediaType);
    }
    if (replay != null) {
      for (byte[] bytes : replay) {
        sink.data(bytes);
      }
    }
    return true;
  }

  /** Takes one off; true when nobody is left. */
  boolean remove(Sink sink) {
    return sinks.remove(sink) && sinks.isEmpty();
  }

  boolean isOver() {
    return over;
  }

  void begin(int withStatus, long ofSize, @Nullable String ofType) {
    if (begun || over) {
      return;
    }
    begun = true;
    status = withStatus;
    size = ofSize;
    mediaType = ofType;
    for (Sink sink : new ArrayList<>(sinks)) {
      sink.head(status, size, mediaType);
    }
  }

  void data(byte[] bytes) {
    if (over) {
      return;
    }
    sent += bytes.length;
    if (replay != null && sent <= REPLAY_BYTES) {
      replay.add(bytes);
    }
    for (Sink sink : new ArrayList<>(sinks)) {
      sink.data(bytes);
    }
  }

  /** Ends it: in order, or for a reason. */
  void end(@Nullable MeshException reason) {
    if (over) {
      return;
    }
    over = true;
    for (Sink sink : new ArrayList<>(sinks)) {
      if (reason == null) {
        sink.end();
      } else {
        sink.failed(reason);
      }
    }
  }
}
