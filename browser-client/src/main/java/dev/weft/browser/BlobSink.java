package dev.weft.browser;

import dev.weft.core.fetch.Sink;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.file.Blob;

/** Gathers an asset for an element; the pieces are not joined. */
final class BlobSink implements Sink {
  private final Promise<Blob> blob;
  private final JSArray<JSObject> pieces = new JSArray<>();
  private int status;
  private String mediaType = "";

  BlobSink(Promise<Blob> blob) {
    this.blob = blob;
  }

  @Override
  public void head(int withStatus, long size, @Nullable String ofType) {
    status = withStatus;
    mediaType = ofType == null ? "" : ofType;
  }

  @Override
  public void data(byte[] bytes) {
    push(pieces, bytes);
  }

  @Override
  public void end() {
    if (status == 200) {
      blob.resolve(blob(pieces, mediaType));
    } else {
      blob.fail(MeshException.local("unavailable", "status " + status));
    }
  }

  @Override
  public void failed(MeshException reason) {
    blob.fail(reason);
  }

  @JSBody(
      params = {"pieces", "bytes"},
      script = "pieces.push(bytes)")
  private static native void push(JSArray<JSObject> pieces, @JSByRef byte[] bytes);

  @JSBody(
      params = {"pieces", "type"},
      script = "return new Blob(pieces,{type:type})")
  private static native Blob blob(JSArray<JSObject> pieces, String type);
}
