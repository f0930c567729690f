package dev.weft.browser;

import dev.weft.browser.page.AssetTaker;
import dev.weft.core.fetch.Asset;
import dev.weft.core.fetch.Fetcher;
import dev.weft.core.fetch.Sink;
import dev.weft.core.io.MeshException;
import dev.weft.core.manifest.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** Hands an asset to the page. */
final class PageSink implements Sink, PageApi.Call {
  /** Up to this size the whole of an asset is shared by all who ask for it, and waits in memory. */
  private static final int SHARED_BYTES = 4 * 1024 * 1024;

  private final Fetcher fetcher;
  private final AssetTaker taker;
  private boolean cancelled;

  PageSink(Fetcher fetcher, AssetTaker taker) {
    this.fetcher = fetcher;
    this.taker = taker;
  }

  /** Fetches the asset, unless the page has called it off already; see {@link Fetcher#fetch}. */
  void fetch(String path, boolean canWait, boolean byName) {
    if (!cancelled) {
      fetcher.fetch(path, canWait, byName, this);
    }
  }

  /** Reads a part of the asset, after its headers. */
  void read(Asset asset, double start, double end, boolean canWait) {
    taker.header("content-length", Long.toString(asset.size));
    taker.header("content-type", asset.mediaType);
    for (ResponseHeader header : asset.headers) {
      taker.header(header.name(), header.value());
    }
    if (start == 0 && end >= asset.size && asset.size <= SHARED_BYTES) {
      fetch(asset.path, canWait, false);
    } else if (!cancelled) {
      double last = Math.min(end, (double) asset.size);
      fetcher.read(asset.path, (long) start, (long) last, canWait, this);
    }
  }

  @Override
  public void taken() {
    fetcher.taken(this);
  }

  @Override
  public int backlog() {
    return taker.backlog();
  }

  @Override
  public void cancel() {
    cancelled = true;
    fetcher.cancel(this);
  }

  @Override
  public void head(int status, long size, @Nullable String mediaType) {
    taker.head(status, (double) size, mediaType);
  }

  @Override
  public void data(byte[] bytes) {
    taker.piece(bytes);
  }

  @Override
  public void end() {
    taker.end();
  }

  @Override
  public void failed(MeshException reason) {
    taker.failed(reason.code(), reason.getMessage());
  }
}
