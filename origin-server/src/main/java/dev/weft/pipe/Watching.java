package dev.weft.pipe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who watches a path: its progress as server-sent events, one a change and at least one
 * every {@link #STILL_TICKS} looks, until the transfer is over. Takes no place in it.
 */
final class Watching extends IteratingCallback {
  /** At once, on one server. */
  static final int MOST = 256;

  private static final long LOOK_MILLIS = 500;
  private static final int STILL_TICKS = 20;

  private final Exchange exchange;
  private final Pipes pipes;
  private final String path;
  private final AtomicInteger watching;

  /** Looks at a path where nobody is as long as anybody would wait for others there. */
  private final long untilNanos;

  private @Nullable Transfer transfer;
  private String told = "";
  private int still;
  private boolean last;

  Watching(Exchange exchange, Pipes pipes, String path, AtomicInteger watching) {
    this.exchange = exchange;
    this.pipes = pipes;
    this.path = path;
    this.watching = watching;
    this.untilNanos = System.nanoTime() + pipes.settings().waitLimit().toNanos();
  }

  /** Answers with a stream of events; refuses when too many watch. */
  void begin() throws Refusal {
    if (watching.incrementAndGet() > MOST) {
      watching.decrementAndGet();
      throw new Refusal(503, "Too many watch transfers here; try again later.");
    }
    exchange.waitLong();
    exchange.onFailure(this::abort);
    HttpFields.Mutable headers = exchange.response().getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store, no-transform");
    headers.put("X-Accel-Buffering", "no");
    exchange.response().setStatus(200);
    iterate();
  }

  @Override
  protected Action process() {
    if (last) {
      return Action.SUCCEEDED;
    }
    Sight now = look();
    if (!now.last() && now.json().equals(told) && still < STILL_TICKS) {
      still++;
      pipes.scheduler().schedule(this::succeeded, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return Action.SCHEDULED;
    }
    told = now.json();
    last = now.last();
    still = 0;
    ByteBuffer event = StandardCharsets.UTF_8.encode("data: " + told + "\n\n");
    exchange.response().write(last, event, this);
    return Action.SCHEDULED;
  }

  private Sight look() {
    Transfer found = pipes.find(path);
    if (found != null) {
      transfer = found;
    }
    boolean gone = found == null && pipes.isGone(path);
    boolean late = System.nanoTime() - untilNanos > 0;
    return Sight.of(transfer == null ? null : transfer.progress(), gone, late);
  }

  @Override
  protected void onCompleteSuccess() {
    watching.decrementAndGet();
    exchange.complete();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    watching.decrementAndGet();
    exchange.breakOff(cause);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
