package dev.weft.pipe;

import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The pipe's front: {@code /api/v1/pipe/{path}}, and {@code /{path}} too on a server of its own,
 * where both name the same pipe. Hands on what is not meant for it. Never blocks.
 */
public final class PipeHandler extends Handler.Wrapper {
  /** Where pipes are, on any server. */
  public static final String PREFIX = "/api/v1/pipe";

  private static final String METHODS = "GET, HEAD, OPTIONS, POST, PUT";

  private final PipeSettings settings;
  private final boolean alone;
  private final Door door;
  private final Fixtures fixtures;
  private final AtomicInteger watching = new AtomicInteger();
  private final Page progressPage = Page.load("progress.html");
  private @Nullable Pipes pipes;
  private @Nullable Metrics metrics;

  private PipeHandler(PipeSettings settings, boolean alone, String version) {
    this.settings = settings;
    this.alone = alone;
    this.door = new Door(settings, InstantSource.system());
    this.fixtures = new Fixtures(version, () -> Objects.requireNonNull(metrics));
  }

  /** For a server that has other things at other paths. */
  public static PipeHandler beside(PipeSettings settings, String version) {
    return new PipeHandler(settings, false, version);
  }

  /** For a server that is a pipe and nothing else. */
  public static PipeHandler alone(PipeSettings settings, String version) {
    return new PipeHandler(settings, true, version);
  }

  @Override
  protected void doStart() throws Exception {
    pipes = new Pipes(settings, Objects.requireNonNull(getServer()).getScheduler());
    metrics = new Metrics(pipes);
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    if (metrics != null) {
      metrics.close();
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    boolean prefixed = path.equals(PREFIX) || path.startsWith(PREFIX + "/");
    if (!prefixed && !alone) {
      return super.handle(request, response, callback);
    }
    String below = prefixed ? path.substring(PREFIX.length()) : path;
    Exchange exchange = new Exchange(request, response, callback);
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("Access-Control-Allow-Origin", "*");
    headers.put("Access-Control-Expose-Headers", "*");
    try {
      serve(
          exchange,
          Ask.of(request.getHttpURI(), below.isEmpty() ? "" : below.substring(1)),
          prefixed);
    } catch (Refusal refusal) {
      exchange.refuse(refusal);
    }
    return true;
  }

  private void serve(Exchange exchange, Ask ask, boolean prefixed) throws Refusal {
    Request request = exchange.request();
    HttpMethod method = HttpMethod.fromString(request.getMethod());
    switch (method == null ? HttpMethod.TRACE : method) {
      case GET -> {
        if (!fixtures.answer(exchange, ask.path())) {
          door.admit(request);
          get(exchange, ask);
        }
      }
      case HEAD -> {
        if (!fixtures.answer(exchange, ask.path())) {
          door.admit(request);
          Looks.answer(exchange, own(), ask);
        }
      }
      case POST, PUT -> {
        door.admit(request);
        send(exchange, ask, prefixed);
      }
      case OPTIONS -> preflight(exchange);
      default -> {
        exchange.response().getHeaders().put(HttpHeader.ALLOW, METHODS);
        throw new Refusal(405, "A pipe is sent to by POST or PUT, and received from by GET.");
      }
    }
  }

  private Pipes own() {
    return Objects.requireNonNull(pipes);
  }

  private void get(Exchange exchange, Ask ask) throws Refusal {
    HttpFields headers = exchange.request().getHeaders();
    if (ask.progress()) {
      if (headers.contains(HttpHeader.ACCEPT, "text/html")) {
        progressPage.answer(exchange);
      } else {
        new Watching(exchange, own(), ask.path(), watching).begin();
      }
      return;
    }
    if ("script".equals(headers.get("Service-Worker"))) {
      throw new Refusal(400, "A service worker is not loaded from a pipe.");
    }
    if (exchange.request().getLength() > 0 || headers.contains(HttpHeader.TRANSFER_ENCODING)) {
      throw new Refusal(400, "A receiver has no body to send; use POST or PUT to send.");
    }
    own().join(new Receiver(exchange, ask));
  }

  private void send(Exchange exchange, Ask ask, boolean prefixed) throws Refusal {
    if (prefixed && ask.path().isEmpty() && HttpMethod.POST.is(exchange.request().getMethod())) {
      Invitation.answer(exchange, ask, door.scheme(exchange.request()));
    } else if (fixtures.has(ask.path())) {
      throw new Refusal(
          400, "This path is the server's own; choose another one, or POST to " + PREFIX + ".");
    } else {
      door.admitSender(exchange.request());
      if (settings.mostBytes() > 0 && exchange.request().getLength() > settings.mostBytes()) {
        throw new Refusal(
            413, "A body has at most " + settings.mostBytes() + " bytes here; send less.");
      }
      own().join(Sender.of(exchange, ask));
    }
  }

  private static void preflight(Exchange exchange) {
    HttpFields.Mutable headers = exchange.response().getHeaders();
    headers.put(HttpHeader.ALLOW, METHODS);
    headers.put("Access-Control-Allow-Methods", METHODS);
    String asked = exchange.request().getHeaders().get("Access-Control-Request-Headers");
    if (asked != null) {
      headers.put("Access-Control-Allow-Headers", asked);
      headers.put(HttpHeader.VARY, "Access-Control-Request-Headers");
    }
    headers.put("Access-Control-Max-Age", "86400");
    exchange.answer(204, null, new byte[0]);
  }
}
