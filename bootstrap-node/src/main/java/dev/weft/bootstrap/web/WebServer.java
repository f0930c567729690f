package dev.weft.bootstrap.web;

import dev.weft.bootstrap.libp2p.MeshSnapshot;
import dev.weft.bootstrap.offload.OffloadLedger;
import dev.weft.bootstrap.stun.StunServer;
import dev.weft.jvm.net.Http1;
import dev.weft.jvm.net.TrustedProxies;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server: pages, API, reports, health and metrics. WebSocket upgrades on {@code /} belong
 * to whoever configures the servlet context.
 *
 * <p>Handlers run on Jetty's threads and touch only thread-safe state.
 */
public final class WebServer implements AutoCloseable {
  /** Everything of a page comes from the node; nothing may frame it. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Threads for handlers and WebSocket callbacks, none of which waits for long. */
  private static final int MAX_THREADS = 64;

  /** An HTTP connection that says nothing for so long is closed. */
  private static final long IDLE_MILLIS = 30_000;

  /**
   * A body is gathered without a thread before a handler sees it, so that one that drips holds
   * none; this many bytes at most, each piece counted with {@link #PIECE_OVERHEAD_BYTES}.
   */
  private static final int MAX_GATHERED_BYTES = 16 * 1024;

  private static final int PIECE_OVERHEAD_BYTES = 64;

  /** TCP connections beside those that became WebSockets. */
  private static final int MAX_HTTP_CONNECTIONS = 1000;

  private final Javalin javalin;
  private final Metrics metrics;
  private final Lifecycle lifecycle;

  /** What the server shows and takes. */
  public record Sources(
      NodeInfo node,
      Supplier<MeshSnapshot> mesh,
      Supplier<Long> refusedConnections,
      @Nullable StunServer stun,
      OffloadLedger ledger,
      TrustedProxies proxies,
      InstantSource clock,
      int maxWebSockets,
      int maxConnectionsPerAddress) {}

  /** Hands in the WebSocket side before the server starts. */
  @FunctionalInterface
  public interface ContextCustomizer {
    /** Called once with the context whose root the upgrades come to. */
    void customize(ServletContextHandler context);
  }

  private static final class Lifecycle {
    private volatile boolean draining;
  }

  private WebServer(Javalin javalin, Metrics metrics, Lifecycle lifecycle) {
    this.javalin = javalin;
    this.metrics = metrics;
    this.lifecycle = lifecycle;
  }

  /** Serves on a socket that is bound already and becomes the server's. */
  public static WebServer start(
      ServerSocketChannel socket, Sources sources, ContextCustomizer customizer) {
    Lifecycle lifecycle = new Lifecycle();
    ReportHandler reports =
        new ReportHandler(sources.ledger(), new ClientAddress(sources.proxies()), sources.clock());
    Metrics metrics =
        new Metrics(sources.mesh(), sources.refusedConnections(), sources.stun(), reports);
    Javalin javalin =
        Javalin.create(
            config -> {
              configureJetty(config, socket, sources);
              config.jetty.modifyServletContextHandler(customizer::customize);
              addRoutes(config, sources, reports, metrics, lifecycle);
            });
    javalin.start();
    return new WebServer(javalin, metrics, lifecycle);
  }

  private static void configureJetty(
      JavalinConfig config, ServerSocketChannel socket, Sources sources) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("web");
    // From Java 21 on; none before.
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("web"));
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(
        server -> {
          server.setHandler(
              new EagerContentHandler(
                  new EagerContentHandler.RetainedContentLoaderFactory(
                      MAX_GATHERED_BYTES, PIECE_OVERHEAD_BYTES, true)));
          server.addBean(
              new NetworkConnectionLimit(sources.maxWebSockets() + MAX_HTTP_CONNECTIONS, server));
        });
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    HttpConnectionsPerAddress perAddress =
        new HttpConnectionsPerAddress(sources.proxies(), sources.maxConnectionsPerAddress());
    config.jetty.addConnector(
        (server, http) -> {
          ServerConnector connector = connector(server, http, socket);
          connector.addEventListener(perAddress);
          return connector;
        });
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, ServerSocketChannel socket) {
    ServerConnector connector = new ServerConnector(server, new Http1(http));
    connector.setIdleTimeout(IDLE_MILLIS);
    try {
      connector.open(socket);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return connector;
  }

  private static void addRoutes(
      JavalinConfig config,
      Sources sources,
      ReportHandler reports,
      Metrics metrics,
      Lifecycle lifecycle) {
    config.routes.before(
        context -> {
          context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
          context.header("X-Content-Type-Options", "nosniff");
          context.header("Referrer-Policy", "no-referrer");
        });
    new Pages(sources.node(), sources.mesh()).addTo(config.routes);
    reports.addTo(config.routes);
    config.routes.get("/api/v1/offload", new OffloadApi(sources.ledger(), sources.mesh())::handle);
    config.routes.get("/metrics", metrics::handle);
    config.routes.get(
        "/healthz",
        context -> {
          context.header("Cache-Control", "no-store");
          context.status(lifecycle.draining ? 503 : 200);
          context.result(lifecycle.draining ? "draining\n" : "ok\n");
        });
  }

  /** From now on {@code /healthz} answers 503, so that load balancers send nobody here. */
  public void drain() {
    lifecycle.draining = true;
  }

  @Override
  public void close() {
    javalin.stop();
    metrics.close();
  }
}
