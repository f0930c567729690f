package dev.weft.origin.http;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Makes the server look far away: every answer starts after the delay, and all bodies together go
 * out at the rate. Every answer but an error page says so in {@code X-Weft-Slowed}.
 *
 * <p>Requests wait as timers, not as threads.
 */
public final class SlowHandler extends Handler.Wrapper {
  /** The header that says that a response was slowed, and how. */
  public static final String HEADER = "X-Weft-Slowed";

  private final Slowness slowness;
  private final @Nullable SlowLine line;

  private final Set<String> prompt;

  /** Slows what it wraps, but for the paths that are to be answered promptly. */
  public SlowHandler(Slowness slowness, Set<String> promptPaths) {
    this.slowness = slowness;
    this.prompt = Set.copyOf(promptPaths);
    this.line = slowness.bitsPerSecond() == 0 ? null : new SlowLine(slowness.bitsPerSecond());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getDecodedPath();
    if (path != null && prompt.contains(path)) {
      return super.handle(request, response, callback);
    }
    response.getHeaders().put(HEADER, slowness.describe());
    Response paced = line == null ? response : new PacedResponse(request, response, line);
    if (slowness.delay().isZero()) {
      return super.handle(request, paced, callback);
    }
    request
        .getComponents()
        .getScheduler()
        .schedule(
            () ->
                request
                    .getComponents()
                    .getExecutor()
                    .execute(() -> handleLate(request, paced, callback)),
            slowness.delay().toNanos(),
            TimeUnit.NANOSECONDS);
    return true;
  }

  @SuppressWarnings("CatchingUnchecked") // the contract of a handler: Throwable becomes a 500
  private void handleLate(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, 404);
      }
    } catch (Exception thrown) {
      Response.writeError(request, response, callback, thrown);
    }
  }
}
