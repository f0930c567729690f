package dev.weft.pipe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A request with its response and how to end them: what senders and receivers have in common. */
final class Exchange {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private boolean waits;
  private long idleTimeoutMillis;

  Exchange(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  Request request() {
    return request;
  }

  Response response() {
    return response;
  }

  /** Whether the connection is this exchange's own, as in HTTP/1. */
  boolean hasOwnConnection() {
    return request.getConnectionMetaData().getHttpVersion().getVersion()
        < HttpVersion.HTTP_2.getVersion();
  }

  Connection connection() {
    return request.getConnectionMetaData().getConnection();
  }

  EndPoint endPoint() {
    return connection().getEndPoint();
  }

  /** From now on the transfer bounds the waits, not the connection. */
  void waitLong() {
    waits = true;
    request.addHttpStreamWrapper(
        stream -> {
          idleTimeoutMillis = stream.getIdleTimeout();
          return withIdleTimeout(stream, 0);
        });
  }

  private static HttpStream withIdleTimeout(HttpStream stream, long millis) {
    stream.setIdleTimeout(millis);
    return stream;
  }

  /** Tells of the end of the exchange that its client or the network brings about. */
  void onFailure(Consumer<Throwable> listener) {
    request.addFailureListener(listener);
  }

  /** Ends the exchange; the response was written to its end. */
  void complete() {
    if (waits) {
      request.addHttpStreamWrapper(stream -> withIdleTimeout(stream, idleTimeoutMillis));
    }
    callback.succeeded();
  }

  /** Breaks the response off for a reason of ours. */
  void breakOff(String why) {
    breakOff(brokenOff(why));
  }

  /** Breaks the response off, so that no client can take it for a whole one. */
  void breakOff(Throwable cause) {
    if (hasOwnConnection() && isDelimitedByItsEnd()) {
      Resets.onClose(endPoint());
    }
    callback.failed(cause);
  }

  /** HTTP/1.0 without a length: a plain end of the connection would look like the end of all. */
  private boolean isDelimitedByItsEnd() {
    return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0
        && !response.getHeaders().contains(HttpHeader.CONTENT_LENGTH);
  }

  /** Runs that soon on another thread. */
  void execute(Runnable task) {
    request.getComponents().getExecutor().execute(task);
  }

  /** Answers with one sentence in plain text, and ends the exchange. */
  void refuse(Refusal refusal) {
    answer(refusal.status(), "text/plain; charset=utf-8", bytes(refusal));
  }

  private static byte[] bytes(Refusal refusal) {
    return (refusal.status() + ": " + refusal.sentence() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Answers with that body, or without one when it has no type, and ends the exchange. */
  void answer(int status, @Nullable String type, byte[] body) {
    response.setStatus(status);
    HttpFields.Mutable headers = response.getHeaders();
    if (type != null) {
      headers.put(HttpHeader.CONTENT_TYPE, type);
      headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    }
    headers.put("X-Content-Type-Options", "nosniff");
    if (!headers.contains(HttpHeader.CACHE_CONTROL)) {
      headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    }
    response.write(true, ByteBuffer.wrap(body), Callback.from(this::complete, callback::failed));
  }

  /** Why a transfer's other end sees it break off; without a trace, for it is no fault of ours. */
  static Exception brokenOff(String why) {
    return new BrokenOff(why);
  }

  private static final class BrokenOff extends Request.Handler.AbortException
      implements QuietException {
    private static final long serialVersionUID = 1;

    BrokenOff(String why) {
      super(why);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
