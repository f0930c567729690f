package dev.weft.core.fetch;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.unixfs.BlockLayout;
import dev.weft.core.unixfs.DagBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One GET of an asset, whole or a run of leaves, cut into blocks again as its bytes come.
 *
 * <p>The fetch gets the bytes at once and the leaves with their CIDs a little later; what they are
 * worth is its business.
 */
final class OriginRun implements Origin.Response, DagBuilder.Sink {
  private final AssetFetch fetch;
  private final OriginPath path;
  private final BlockLayout layout;
  private final DagBuilder builder;
  private final List<byte[]> queue = new ArrayList<>();
  private final long startMillis;

  /** Whether the whole asset was asked for, not a range. */
  boolean whole;

  /** The leaf behind the last one asked for. */
  int endLeaf;

  /** Where in the asset the next byte belongs. */
  long position;

  /** Whether the answer has begun. */
  boolean answered;

  private int nextLeaf;
  private Origin.@Nullable Request request;
  private long answeredAtMillis;
  private long bytes;
  private boolean feeding;
  private boolean ended;
  private boolean over;

  OriginRun(AssetFetch fetch, OriginPath path, int firstLeaf, int endLeaf, boolean whole) {
    this.fetch = fetch;
    this.path = path;
    this.endLeaf = endLeaf;
    this.whole = whole;
    layout = fetch.asset.layout;
    builder = new DagBuilder(layout.chunkBytes(), fetch.node.digests, this);
    nextLeaf = firstLeaf;
    position = layout.offset(layout.blockOfLeaf(firstLeaf));
    startMillis = fetch.node.loop.nowMillis();
  }

  void start(@Nullable String etag) {
    boolean toEnd = endLeaf == layout.leafCount();
    long last = whole || toEnd ? -1 : end() - 1;
    request = fetch.node.origin.get(fetch.asset.path, position, last, etag, this);
  }

  /** Whether it brings everything up to the asset's end. */
  boolean toEnd() {
    return endLeaf == layout.leafCount();
  }

  /** Whether all bytes that were asked for have come. */
  boolean isComplete() {
    return position == Math.min(fetch.asset.size, end());
  }

  /** When the asset's bytes up to there will be here, in milliseconds from now. */
  double expectedMillis(long end) {
    long rest = Math.max(0, end - position);
    return answered ? path.flowMillis(rest) : path.expectedMillis(rest);
  }

  /** Whether the origin, a round trip away, has most likely sent all of it. */
  boolean isUnderWay() {
    return path.isUnderWay(Math.min(fetch.asset.size, end()) - position);
  }

  private long end() {
    return (long) endLeaf * layout.chunkBytes();
  }

  void cancel() {
    over = true;
    queue.clear();
    if (request != null) {
      request.cancel();
    }
  }

  @Override
  public void head(
      int status,
      long firstByte,
      long totalBytes,
      @Nullable String mediaType,
      @Nullable String etag) {
    if (over) {
      return;
    }
    answered = true;
    answeredAtMillis = fetch.node.loop.nowMillis();
    if (status == 200) {
      whole = true;
      nextLeaf = 0;
      endLeaf = layout.leafCount();
      position = 0;
    }
    boolean expected = status == 200 || (status == 206 && !whole && firstByte == position);
    fetch.origin.answered(this, status, expected, totalBytes, mediaType, etag);
  }

  @Override
  public void data(byte[] piece) {
    if (over) {
      return;
    }
    bytes += piece.length;
    fetch.record.originBytes += piece.length;
    long at = position;
    position += piece.length;
    if (!fetch.origin.isRaw() && position <= fetch.asset.size) {
      queue.add(piece);
      feed();
    }
    fetch.origin.data(this, at, piece);
  }

  private void feed() {
    if (feeding || over) {
      return;
    }
    if (!queue.isEmpty()) {
      feeding = true;
      builder
          .write(queue.remove(0))
          .then(
              done -> {
                feeding = false;
                feed();
              },
              this::failed);
    } else if (ended) {
      ended = false;
      builder.finish().then(root -> fetch.origin.hashed(this, root.cid()), this::failed);
    }
  }

  @Override
  public void block(Cid cid, byte[] block) {
    if (over) {
      return;
    }
    if (cid.codec() == Cid.RAW) {
      fetch.origin.leaf(this, layout.blockOfLeaf(nextLeaf++), cid, block);
    } else if (whole) {
      fetch.blocks.originNode(cid, block);
    }
  }

  @Override
  public void end(long wireBytes, boolean fromHttpCache) {
    if (over) {
      return;
    }
    if (fromHttpCache) {
      fetch.record.originBytes -= bytes;
      fetch.record.httpCacheBytes += bytes;
    } else {
      path.answered(answeredAtMillis - startMillis);
      path.received(bytes, fetch.node.loop.nowMillis() - answeredAtMillis);
      fetch.record.originWireBytes += Math.max(0, wireBytes);
    }
    request = null;
    ended = true;
    fetch.origin.ended(this);
    feed();
  }

  @Override
  public void failed(MeshException reason) {
    if (!over) {
      over = true;
      fetch.origin.failed(reason);
    }
  }
}
