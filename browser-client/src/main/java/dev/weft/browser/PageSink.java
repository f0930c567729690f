package dev.weft.browser;

import dev.weft.browser.page.AssetTaker;
import dev.weft.core.fetch.Fetcher;
import dev.weft.core.fetch.Sink;
import dev.weft.core.io.MeshException;
import org.jspecify.annotations.Nullable;

/** Hands an asset to the page. */
final class PageSink implements Sink, PageApi.Call {
  private final Fetcher fetcher;
  private final AssetTaker taker;
  private boolean cancelled;

  PageSink(Fetcher fetcher, AssetTaker taker) {
    this.fetcher = fetcher;
    this.taker = taker;
  }

  /** Fetches the asset, unless the page has called it off already. */
  void fetch(String path, boolean canWait) {
    if (!cancelled) {
      fetcher.fetch(path, canWait, this);
    }
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
