package dev.weft.core.fetch;

import dev.weft.core.io.MeshException;
import dev.weft.core.io.Same;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The in-order output of one asset to all who asked for it.
 *
 * <p>The page gets verified blocks in order, or the origin's bytes as they come, never a mixture of
 * two versions:
 *
 * <ul>
 *   <li>While the page has only got bytes of one whole answer ({@link #isPure}), these go on at
 *       once. Others' blocks may follow only when what the page has got proves to be the
 *       manifest's.
 *   <li>Once a verified block has gone out, the origin's bytes follow in verified blocks only.
 *   <li>When the answer is not the manifest's, a pure page gets it unchanged to its end ({@link
 *       AssetOrigin#isRaw}); for any other the origin is of no more use.
 *   <li>Who asked for bytes by their name gets verified blocks from the start.
 * </ul>
 */
final class Delivery {
  /** Up to this size an asset's bytes are kept until its end for those who ask meanwhile. */
  private static final int REPLAY_BYTES = 4 * 1024 * 1024;

  private final AssetFetch fetch;
  private final List<Sink> sinks = new ArrayList<>();
  private final @Nullable List<byte[]> replay;
  private boolean pure;
  private boolean begun;
  private boolean over;
  private int status;
  private long size;
  private @Nullable String mediaType;

  /** Where in the asset the next byte that goes out is. */
  long sent;

  Delivery(AssetFetch fetch) {
    this.fetch = fetch;
    pure = !fetch.isPart() && !fetch.byName;
    sent = fetch.start;
    replay = !fetch.metered && fetch.asset.size <= REPLAY_BYTES ? new ArrayList<>() : null;
  }

  /** Adds one who asks; false when that is too late, as bytes have gone by. */
  boolean add(Sink sink) {
    if (over || (sent > fetch.start && replay == null)) {
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

  /** Takes one off; true when nobody is left to whom more would go. */
  boolean remove(Sink sink) {
    return !over && Same.remove(sinks, sink) && sinks.isEmpty();
  }

  boolean isOver() {
    return over;
  }

  /** The most bytes that one of those who asked has still to pass on. */
  int backlog() {
    int most = 0;
    for (Sink sink : sinks) {
      most = Math.max(most, sink.backlog());
    }
    return most;
  }

  boolean has(Sink sink) {
    return Same.isIn(sinks, sink);
  }

  /** Whether no verified block has gone out. */
  boolean isPure() {
    return pure;
  }

  /** Gives out all verified leaves that are next. */
  void advance() {
    Asset asset = fetch.asset;
    while (!over && sent < fetch.end) {
      Block next = fetch.blocks.leaf(asset.layout.leafAt(sent));
      byte[] content = next.bytes;
      if (next.state != Block.VERIFIED || content == null) {
        return;
      }
      int from = (int) (sent - asset.layout.offset(next.number));
      if (pure && sent > 0) {
        if (fetch.blocks.headNumber() < next.number) {
          return;
        }
        if (!fetch.originBlocks.startsLike(content, from)) {
          fetch.origin.changed();
          return;
        }
      }
      pure = false;
      begin(fetch.isPart() ? 206 : 200, asset.size, asset.mediaType);
      int to = (int) Math.min(content.length, from + fetch.end - sent);
      data(to - from == content.length ? content : Arrays.copyOfRange(content, from, to));
      fetch.blocks.release(next);
    }
    if (!pure) {
      end(null);
    }
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

  /** Ends it: the page has got all, or for a reason gets no more. */
  void end(@Nullable MeshException reason) {
    if (over) {
      return;
    }
    over = true;
    fetch.record.millis = (int) (fetch.node.loop.nowMillis() - fetch.startMillis);
    if (reason != null && !isReaders(reason)) {
      fetch.record.failure = reason.code();
    }
    for (Sink sink : new ArrayList<>(sinks)) {
      if (reason == null) {
        sink.end();
      } else {
        sink.failed(reason);
      }
    }
  }

  /** Whether a read has ended by its reader's will, or is left to it: no failure. */
  private boolean isReaders(MeshException reason) {
    return fetch.metered
        && (reason.fault() == MeshException.Fault.CLOSED
            || reason.code().equals(AssetOrigin.ORIGIN_ONLY));
  }
}
