package dev.weft.origin.http;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Counts the body bytes of every response as the network takes them and tells of each request when
 * it is over, however it ended. Stands outermost, so that nothing is sent past it.
 */
public final class AccessLog extends Handler.Wrapper {
  private static final String INFLATED = AccessLog.class.getName() + ".inflated";

  private final Consumer<AccessEntry> listener;

  /**
   * An access log.
   *
   * @param listener called once a request, on the thread that finished it; must not block
   */
  public AccessLog(Consumer<AccessEntry> listener) {
    this.listener = listener;
  }

  /** Says that the body of this response is encoded and what it decodes to. */
  static void inflated(Request request, long encodedBytes, long decodedBytes) {
    request.setAttribute(INFLATED, new Inflated(encodedBytes, decodedBytes));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Counted counted = new Counted(request, response);
    Instant arrival = Instant.now();
    long start = System.nanoTime();
    Request.addCompletionListener(
        request, failure -> listener.accept(entry(request, counted, arrival, start, failure)));
    return super.handle(request, counted, callback);
  }

  private static AccessEntry entry(
      Request request, Counted response, Instant arrival, long start, @Nullable Throwable failure) {
    long bytes = response.written.get();
    String range = request.getHeaders().get(HttpHeader.RANGE);
    String userAgent = request.getHeaders().get(HttpHeader.USER_AGENT);
    return new AccessEntry(
        arrival,
        request.getMethod(),
        request.getHttpURI().getPathQuery(),
        response.getStatus(),
        bytes,
        request.getAttribute(INFLATED) instanceof Inflated inflated
            ? inflated.decodedPart(bytes)
            : bytes,
        range == null ? "-" : range,
        request.getConnectionMetaData().getProtocol(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
        failure != null,
        userAgent == null ? "-" : userAgent);
  }

  private record Inflated(long encodedBytes, long decodedBytes) {
    long decodedPart(long written) {
      return written == encodedBytes ? decodedBytes : written * decodedBytes / encodedBytes;
    }
  }

  private static final class Counted extends Response.Wrapper {
    final AtomicLong written = new AtomicLong();

    Counted(Request request, Response wrapped) {
      super(request, wrapped);
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
      int count = content == null ? 0 : content.remaining();
      super.write(
          last,
          content,
          Callback.from(
              callback.getInvocationType(),
              () -> {
                written.addAndGet(count);
                callback.succeeded();
              },
              callback::failed));
    }
  }
}
