package dev.weft.origin.http;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/** Bytes of a known length that can be sent, whole or in part, any number of times. */
public interface Body {
  /** How much is read from a file at once; a page of the demo is a few of them. */
  int READ_BYTES = 64 * 1024;

  /** How many bytes there are. */
  long length();

  /**
   * Sends {@code length} bytes from {@code offset} on and ends the response. Both lie within the
   * body and {@code length} is positive.
   */
  void writeTo(Content.Sink sink, long offset, long length, Callback callback);

  /** A body in memory; the array is not copied and must not change. */
  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void writeTo(Content.Sink sink, long offset, long length, Callback callback) {
        sink.write(
            true,
            ByteBuffer.wrap(bytes, Math.toIntExact(offset), Math.toIntExact(length)).slice(),
            callback);
      }
    };
  }

  /**
   * A file's bytes. A file that has become shorter than {@code length} fails the response, so that
   * the client sees it cut off and never takes it for whole.
   */
  static Body of(Path file, long length, ByteBufferPool pool) {
    return new Body() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public void writeTo(Content.Sink sink, long offset, long count, Callback callback) {
        ByteBufferPool.Sized sized = new ByteBufferPool.Sized(pool, false, READ_BYTES);
        Content.copy(Content.Source.from(sized, file, offset, count), sink, callback);
      }
    };
  }
}
