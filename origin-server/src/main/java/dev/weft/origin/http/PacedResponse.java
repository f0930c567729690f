package dev.weft.origin.http;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/** A response whose body goes out in slices, each when the {@link SlowLine} has had time for it. */
final class PacedResponse extends Response.Wrapper {
  /** A slice is what the line carries in this time, so that many responses share it smoothly. */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  /** Bounds of a slice: below, the work a byte grows; above, the line would look idle for long. */
  private static final int LEAST_SLICE_BYTES = 256;

  private static final int MOST_SLICE_BYTES = 16 * 1024;

  /**
   * A response that asks for its next slice this late at the most was held up by a timer or a
   * thread, not by its reader, and gets its place on the line as if it had been in time.
   */
  private static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final SlowLine line;
  private final int sliceBytes;
  private long sentAtNanos = System.nanoTime() - CATCH_UP_NANOS - 1;

  PacedResponse(Request request, Response wrapped, SlowLine line) {
    super(request, wrapped);
    this.line = line;
    this.sliceBytes = line.bytesIn(SLICE_NANOS, LEAST_SLICE_BYTES, MOST_SLICE_BYTES);
  }

  @Override
  public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
    if (content == null || !content.hasRemaining()) {
      super.write(last, content, callback);
    } else {
      new Slices(last, content, callback).iterate();
    }
  }

  private void writeNow(boolean last, ByteBuffer slice, Callback callback) {
    super.write(last, slice, callback);
  }

  private final class Slices extends IteratingCallback {
    private final boolean last;
    private final ByteBuffer content;
    private final Callback callback;

    Slices(boolean last, ByteBuffer content, Callback callback) {
      this.last = last;
      this.content = content;
      this.callback = callback;
    }

    @Override
    protected Action process() {
      if (!content.hasRemaining()) {
        return Action.SUCCEEDED;
      }
      int count = Math.min(sliceBytes, content.remaining());
      long now = System.nanoTime();
      long ready = now - sentAtNanos <= CATCH_UP_NANOS ? sentAtNanos : now;
      sentAtNanos = line.reserve(count, ready);
      getRequest()
          .getComponents()
          .getScheduler()
          .schedule(
              () -> getRequest().getComponents().getExecutor().execute(() -> send(count)),
              Math.max(0, sentAtNanos - now),
              TimeUnit.NANOSECONDS);
      return Action.SCHEDULED;
    }

    private void send(int count) {
      ByteBuffer slice = content.slice(content.position(), count);
      content.position(content.position() + count);
      writeNow(last && !content.hasRemaining(), slice, this);
    }

    @Override
    protected void onCompleteSuccess() {
      callback.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
      callback.failed(cause);
    }
  }
}
