package dev.weft.browser;

import dev.weft.browser.page.AssetTaker;
import dev.weft.core.fetch.Fetcher;
import dev.weft.core.fetch.Sink;
import dev.weft.core.io.MeshException;
import org.jspecify.annotations.Nullable;

/** Hands an asset to the page. */
final class PageSink implements Sink, PageApi.Call {
  private final AssetTaker taker;
  private Fetcher.@Nullable Handle handle;
  private boolean over;

  PageSink(AssetTaker taker) {
    this.taker = taker;
  }

  /** Says how the fetch is called off. */
  void handle(Fetcher.Handle newHandle) {
    handle = newHandle;
    if (over) {
      newHandle.cancel();
    }
  }

  @Override
  public void cancel() {
    over = true;
    if (handle != null) {
      handle.cancel();
    }
  }

  @Override
  public void head(int status, long size, @Nullable String mediaType) {
    if (!over) {
      taker.head(status, (double) size, mediaType);
    }
  }

  @Override
  public void data(byte[] bytes) {
    if (!over) {
      taker.piece(bytes);
    }
  }

  @Override
  public void end() {
    if (!over) {
      over = true;
      taker.end();
    }
  }

  @Override
  public void failed(MeshException reason) {
    if (!over) {
      over = true;
      taker.failed(reason.code(), reason.getMessage());
    }
  }
}
