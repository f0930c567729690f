package dev.weft.pipe;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * One sender: its request, the pump that moves its body into the ring, and the report that it reads
 * meanwhile. What becomes of it is decided by its {@link Transfer}.
 */
final class Sender {
  /** How long a sender may go on sending what nobody takes any more, to get its report. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Exchange exchange;
  private final Ask ask;
  private final @Nullable String boundary;
  private final DigestWish digest;
  private final long arrivedNanos = System.nanoTime();
  private @Nullable SenderReport report;
  private @Nullable BodyPump body;
  private boolean over;
  private boolean drained;
  private boolean reported;
  private long reportedNanos;
  private long headAtLastLook;
  private long movedNanos;

  private Sender(Exchange exchange, Ask ask, @Nullable String boundary, DigestWish digest) {
    this.exchange = exchange;
    this.ask = ask;
    this.boundary = boundary;
    this.digest = digest;
  }

  /** A sender of that request, when its headers make sense. */
  static Sender of(Exchange exchange, Ask ask) throws Refusal {
    HttpFields headers = exchange.request().getHeaders();
    if (headers.contains(HttpHeader.CONTENT_RANGE)) {
      throw new Refusal(400, "A pipe takes whole bodies; leave Content-Range out.");
    }
    String type = headers.get(HttpHeader.CONTENT_TYPE);
    String boundary = null;
    if (type != null
        && type.toLowerCase(Locale.ROOT)
            .startsWith(MimeTypes.Type.MULTIPART_FORM_DATA.asString())) {
      boundary = MultiPart.extractBoundary(type);
      if (boundary == null) {
        throw new Refusal(400, "The form has no boundary; send it as curl -F does.");
      }
    }
    Forwarded.check(headers);
    return new Sender(exchange, ask, boundary, DigestWish.of(headers));
  }

  Ask ask() {
    return ask;
  }

  /** Takes its place in a transfer; from now on that hears when the client leaves. */
  SenderReport enter(Transfer entered) {
    exchange.waitLong();
    exchange.onFailure(cause -> entered.senderBroke(this));
    Request request = exchange.request();
    if (request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString())) {
      CompletableFuture<?> unused =
          exchange.response().writeInterim(HttpStatus.CONTINUE_100, HttpFields.EMPTY);
    }
    exchange.response().setStatus(HttpStatus.OK_200);
    HttpFields.Mutable headers = exchange.response().getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store, no-transform");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Accel-Buffering", "no");
    SenderReport lines = new SenderReport(exchange.response(), () -> entered.senderBroke(this));
    report = lines;
    return lines;
  }

  /** Ends its request with an answer of one sentence; it has no place in a transfer. */
  void refuse(Refusal refusal) {
    exchange.refuse(refusal);
  }

  /**
   * Moves its body into the ring.
   *
   * @param onHead gets the headers for receivers, before the first byte is in the ring
   */
  void begin(Ring ring, long mostBytes, Consumer<Head> onHead, BodyPump.Listener listener) {
    movedNanos = System.nanoTime();
    Request request = exchange.request();
    HttpFields headers = request.getHeaders();
    Content.Source source = request;
    long length = -1;
    if (boundary == null) {
      length = request.getLength();
      onHead.accept(head(Forwarded.of(headers), length));
    } else {
      source =
          new FirstFile(
              request, boundary, part -> onHead.accept(head(Forwarded.of(headers, part), -1)));
    }
    BodyBounds bounds = new BodyBounds(length, digest, mostBytes);
    body = new BodyPump(source, ring, bounds, exchange::execute, listener);
    wakeLater();
  }

  private Head head(HttpFields headers, long length) {
    return new Head(headers, length, digest.reckoned());
  }

  /**
   * What receivers are told before the first byte.
   *
   * @param length -1 when it is unknown
   * @param digest whether there will be one
   */
  record Head(HttpFields headers, long length, boolean digest) {}

  /** There may be space in the ring. */
  void wake() {
    if (body != null) {
      body.iterate();
    }
  }

  /** As {@link #wake}, on another thread: moving bytes would hold up who calls. */
  void wakeLater() {
    execute(this::wake);
  }

  /** Runs that soon on another thread. */
  void execute(Runnable task) {
    exchange.execute(task);
  }

  long waitedNanos(long now) {
    return now - arrivedNanos;
  }

  /** How long nothing came while there was space for it; looked at regularly. */
  long silentNanos(long now, long head, boolean heldUp) {
    if (heldUp || head != headAtLastLook) {
      headAtLastLook = head;
      movedNanos = now;
    }
    return now - movedNanos;
  }

  /** The transfer is over for it: the last lines of its report, and then its response's end. */
  void conclude(String text, boolean good, Runnable written) {
    if (body == null) {
      drained = true;
    } else if (!good) {
      body.discard();
    }
    if (report != null) {
      report.end(text, good, written);
    }
  }

  /** The body was read to its end, or cannot be read. */
  void drained() {
    drained = true;
  }

  /** The report is written, or cannot be written. */
  void reported(boolean good) {
    reported = true;
    reportedNanos = System.nanoTime();
    if (good) {
      over = true;
      exchange.complete();
    } else if (exchange.hasOwnConnection()) {
      exchange.endPoint().shutdownOutput();
    }
  }

  /** Breaks off the response of a transfer that failed, when its client had time to read it. */
  boolean isOver(long now) {
    if (!over && reported && (drained || now - reportedNanos > LINGER_NANOS)) {
      over = true;
      exchange.breakOff("the transfer failed");
    }
    return over;
  }

  /** The end of a sender that left. */
  void leave() {
    over = true;
    exchange.breakOff("the sender left");
  }
}
