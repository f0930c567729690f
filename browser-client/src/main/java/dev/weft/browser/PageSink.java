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

  /** No header of a response, nor of a manifest's. */
  private static final String INFLATED = "weft-inflated";

  private final Fetcher fetcher;
  private final AssetTaker taker;
  private boolean cancelled;

  PageSink(Fetcher fetcher, AssetTaker taker) {
    this.fetcher = fetcher;
    this.taker = taker;
  }

  /** Fetches the asset, unless the page has called it off already; see {@link Fetcher#fetch}. */
  void fetch(Asset asset, boolean canWait, boolean byName) {
    if (!cancelled) {
      fetcher.fetch(asset, canWait, byName, this);
    }
  }

  /**
   * Reads a part of the asset, after its headers; the whole as its gzip variant where that is asked
   * for and had, after its own size in the header {@value #INFLATED}.
   */
  void read(Asset asset, double start, double end, boolean canWait, boolean gzip) {
    Asset sent = gzip ? fetcher.variant(asset) : asset;
    if (sent != asset) {
      taker.header(INFLATED, Long.toString(asset.size));
    }
    taker.header("content-length", Long.toString(sent.size));
    taker.header("content-type", asset.mediaType);
    for (ResponseHeader header : asset.headers) {
      taker.header(header.name(), header.value());
    }
    if (sent != asset || (start == 0 && end >= asset.size && asset.size <= SHARED_BYTES)) {
      fetch(sent, canWait, sent != asset);
    } else if (!cancelled) {
      fetcher.read(asset, (long) start, (long) end, canWait, this);
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
