package dev.weft.origin;

import dev.weft.origin.folder.FolderHandler;
import dev.weft.origin.folder.GzipCache;
import dev.weft.origin.folder.HeaderRules;
import dev.weft.origin.folder.SiteFolder;
import dev.weft.origin.http.AccessEntry;
import dev.weft.origin.http.AccessLog;
import dev.weft.origin.http.AccessLogFile;
import dev.weft.origin.http.ErrorPages;
import dev.weft.origin.http.Listeners;
import dev.weft.origin.http.PemIdentity;
import dev.weft.origin.http.SlowHandler;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyStore;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * A running origin. Requests pass through these handlers, outermost first: the access log, the slow
 * line where there is one, the site's folder, and Javalin with the paths of the application.
 */
public final class OriginServer implements AutoCloseable {
  private static final String HEALTH = "/healthz";

  private final OriginConfig config;
  private final @Nullable AccessLogFile accessLog;
  private final Javalin javalin;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong bodyBytes = new AtomicLong();

  private OriginServer(
      OriginConfig config,
      SiteFolder folder,
      @Nullable KeyStore identity,
      @Nullable AccessLogFile accessLog) {
    this.config = config;
    this.accessLog = accessLog;
    GzipCache gzip = new GzipCache();
    HeaderRules headers = new HeaderRules(config.headerRules());
    Handler.Wrapper site = new FolderHandler(folder, headers, gzip, Set.of(HEALTH));
    javalin =
        Javalin.create(
            javalinConfig -> {
              configure(javalinConfig, identity);
              javalinConfig.jetty.modifyServer(server -> insert(server, site));
              javalinConfig.routes.get(HEALTH, context -> context.result("ok\n"));
            });
  }

  /**
   * Starts serving.
   *
   * @throws StartException when the folder, a file or the port cannot be had
   */
  public static OriginServer start(OriginConfig config) throws StartException {
    SiteFolder folder = openFolder(config);
    KeyStore identity = loadIdentity(config.tls());
    OriginServer server = new OriginServer(config, folder, identity, openAccessLog(config));
    try {
      server.javalin.start();
    } catch (JavalinException refused) {
      server.close();
      throw notListening(config, refused);
    }
    return server;
  }

  private static SiteFolder openFolder(OriginConfig config) throws StartException {
    try {
      return new SiteFolder(config.folder());
    } catch (IOException missing) {
      throw new StartException(
          "DIR: there is no readable folder at " + config.folder() + ".", missing);
    }
  }

  private static @Nullable KeyStore loadIdentity(OriginConfig.@Nullable Tls tls)
      throws StartException {
    try {
      return tls == null ? null : PemIdentity.load(tls.certificate(), tls.key());
    } catch (IOException unusable) {
      throw new StartException(
          "--tls-cert, --tls-key: cannot use " + reason(unusable) + ".", unusable);
    }
  }

  private static @Nullable AccessLogFile openAccessLog(OriginConfig config) throws StartException {
    try {
      return config.accessLog() == null ? null : new AccessLogFile(config.accessLog());
    } catch (IOException unwritable) {
      throw new StartException(
          "--access-log: cannot write " + reason(unwritable) + ".", unwritable);
    }
  }

  private static StartException notListening(OriginConfig config, JavalinException refused) {
    if (rootMessage(refused).contains("already in use")) {
      return new StartException(
          "--port: port "
              + config.port()
              + " on "
              + config.host()
              + " is taken; choose another one, or 0 for a free one.",
          refused);
    }
    return new StartException(
        "--host, --port: cannot listen on "
            + config.host()
            + " port "
            + config.port()
            + ": "
            + rootMessage(refused)
            + ".",
        refused);
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return reason(root);
  }

  private static String reason(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }

  private void configure(JavalinConfig javalinConfig, @Nullable KeyStore identity) {
    javalinConfig.startup.showJavalinBanner = false;
    javalinConfig.startup.showOldJavalinVersionWarning = false;
    javalinConfig.jetty.modifyHttpConfiguration(Listeners::configure);
    javalinConfig.jetty.addConnector(
        (server, http) -> {
          ServerConnector connector =
              identity == null
                  ? Listeners.plain(server, http)
                  : Listeners.tls(server, http, identity);
          connector.setHost(config.host());
          connector.setPort(config.port());
          return connector;
        });
  }

  /** Javalin adds its own handler at the end of the chain. */
  private void insert(Server server, Handler.Wrapper site) {
    server.setErrorHandler(new ErrorPages());
    server.insertHandler(site);
    if (!config.slowness().isNone()) {
      server.insertHandler(new SlowHandler(config.slowness()));
    }
    server.insertHandler(new AccessLog(this::count));
  }

  private void count(AccessEntry entry) {
    requests.incrementAndGet();
    bodyBytes.addAndGet(entry.bodyBytes());
    if (accessLog != null) {
      accessLog.accept(entry);
    }
    config.accessListener().accept(entry);
  }

  /** The port that it listens on. */
  public int port() {
    return javalin.port();
  }

  /** The site's URL, without a slash at its end. */
  public String url() {
    String scheme = config.tls() == null ? "http://" : "https://";
    return scheme + urlHost(config.host()) + ':' + port();
  }

  /** A name for the address that a browser on this machine can open. */
  private static String urlHost(String host) {
    if (host.equals("0.0.0.0") || host.equals("::")) {
      return "localhost";
    }
    return host.indexOf(':') < 0 ? host : '[' + host + ']';
  }

  /** How many requests are finished. */
  public long requests() {
    return requests.get();
  }

  /** Body bytes of all finished requests, as the access log counts them. */
  public long bodyBytes() {
    return bodyBytes.get();
  }

  /** Stops listening, ends what is under way and frees the port. */
  @Override
  public void close() {
    javalin.stop();
    if (accessLog != null) {
      try {
        accessLog.close();
      } catch (IOException lost) {
        throw new UncheckedIOException(lost);
      }
    }
  }
}
