package dev.weft.browser;

import dev.weft.browser.js.BodyStream;
import dev.weft.browser.js.Deferred;
import dev.weft.core.fetch.Fetcher;
import dev.weft.core.fetch.Sink;
import dev.weft.core.io.MeshException;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/** Hands an asset to the page as a {@code Response} whose body streams. */
final class ResponseSink implements Sink {
  private final Deferred response;
  private @Nullable BodyStream body;
  private Fetcher.@Nullable Handle handle;
  private boolean over;

  ResponseSink(Deferred response) {
    this.response = response;
  }

  /** Says how the fetch is called off. */
  void handle(Fetcher.Handle newHandle) {
    handle = newHandle;
    if (over) {
      newHandle.cancel();
    }
  }

  /** The page wants no more. */
  void abort(JSObject reason) {
    broken(reason);
    cancel();
  }

  private void cancel() {
    over = true;
    if (handle != null) {
      handle.cancel();
    }
  }

  @Override
  public void head(int status, long size, @Nullable String mediaType) {
    if (!over) {
      BodyStream stream =
          BodyStream.create(
              status, mediaType == null ? "" : mediaType, (double) size, this::cancel);
      body = stream;
      response.resolve(stream.getResponse());
    }
  }

  @Override
  public void data(byte[] bytes) {
    if (body != null && !over) {
      body.enqueue(bytes);
    }
  }

  @Override
  public void end() {
    if (body != null && !over) {
      body.close();
    }
    over = true;
  }

  @Override
  public void failed(MeshException reason) {
    broken(WeftError.of(reason));
    over = true;
  }

  private void broken(JSObject error) {
    if (!over && body != null) {
      body.error(error);
    }
    response.reject(error);
  }
}
