package dev.weft.origin;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.manifest.ManifestTerms;
import dev.weft.origin.folder.FolderHandler;
import dev.weft.origin.folder.GzipCache;
import dev.weft.origin.folder.HeaderRules;
import dev.weft.origin.folder.SiteFolder;
import dev.weft.origin.http.AccessEntry;
import dev.weft.origin.http.AccessLog;
import dev.weft.origin.http.AccessLogFile;
import dev.weft.origin.http.CrossOrigin;
import dev.weft.origin.http.ErrorPages;
import dev.weft.origin.http.SlowHandler;
import dev.weft.origin.manifest.ClientScript;
import dev.weft.origin.manifest.ManifestKeeper;
import dev.weft.origin.manifest.WeftHandler;
import dev.weft.pipe.PipeHandler;
import dev.weft.web.Listeners;
import dev.weft.web.StartException;
import dev.weft.web.StartFailures;
import dev.weft.web.TlsFiles;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A running origin. Requests pass through these handlers, outermost first: the pipe, whose paths
 * are secret and therefore not logged, the access log, other sites' pages where they are allowed,
 * the slow line where there is one, Weft's own paths, the site's folder, and Javalin with the paths
 * of the application.
 */
public final class OriginServer implements AutoCloseable {
  private static final String HEALTH = "/healthz";

  /** Threads for handlers that read files, where they are not virtual; as Javalin has it. */
  private static final int MAX_THREADS = 250;

  private final OriginConfig config;
  private final SiteFolder folder;
  private final SiteKey key;
  private final ClientScript client;
  private final PageSettings settings;
  private final @Nullable AccessLogFile accessLog;
  private final HeaderRules headers;
  private final GzipCache gzip = new GzipCache();
  private final Javalin javalin;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong bodyBytes = new AtomicLong();
  private volatile @Nullable ManifestKeeper manifests;

  private OriginServer(
      OriginConfig config,
      SiteFolder folder,
      SiteKey key,
      ClientScript client,
      PageSettings settings,
      @Nullable AccessLogFile accessLog,
      @Nullable KeyStore identity) {
    this.config = config;
    this.folder = folder;
    this.key = key;
    this.client = client;
    this.settings = settings;
    this.accessLog = accessLog;
    this.headers = new HeaderRules(config.headerRules());
    this.javalin = Javalin.create(application -> configure(application, identity));
  }

  /**
   * Starts serving. The manifest follows as soon as files have been read, see {@link
   * #manifestComplete}.
   *
   * @throws StartException when the folder, a file or the port cannot be had
   */
  public static OriginServer start(OriginConfig config) throws StartException {
    SiteFolder folder = Inputs.folder(config);
    TlsFiles tls = config.tls();
    KeyStore identity = tls == null ? null : tls.load();
    SiteKey key = SiteKey.of(config.siteKey(), config.formerKey());
    ClientScript client = Inputs.client();
    PageSettings settings =
        new PageSettings(
            config.client(), key.publicKey(), client, Inputs.turn(config.client().turn()));
    OriginServer server =
        new OriginServer(config, folder, key, client, settings, Inputs.accessLog(config), identity);
    try {
      server.javalin.start();
    } catch (JavalinException refused) {
      server.close();
      throw StartFailures.listening(config.host(), config.port(), refused);
    }
    try {
      server.manifests = server.keepManifest();
    } catch (IOException unwatchable) {
      server.close();
      throw Inputs.missingFolder(config, unwatchable);
    }
    return server;
  }

  private void configure(JavalinConfig application, @Nullable KeyStore identity) {
    application.startup.showJavalinBanner = false;
    application.startup.showOldJavalinVersionWarning = false;
    application.jetty.threadPool = threads();
    application.jetty.modifyHttpConfiguration(Listeners::configure);
    application.jetty.addConnector(
        (server, http) -> {
          ServerConnector connector =
              identity == null
                  ? Listeners.plain(server, http)
                  : Listeners.tls(server, http, identity);
          connector.setHost(config.host());
          connector.setPort(config.port());
          return connector;
        });
    application.jetty.modifyServer(this::insertHandlers);
    application.routes.get(HEALTH, this::health);
  }

  /** Not Javalin's virtual threads: those are all daemons, and would let the program end. */
  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("web");
    // From Java 21 on; none before.
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("web"));
    return threads;
  }

  /** From the innermost to the outermost; Javalin adds its own handler at the end of the chain. */
  private void insertHandlers(Server server) {
    server.setErrorHandler(new ErrorPages());
    List<Handler.Singleton> chain = new ArrayList<>();
    chain.add(new FolderHandler(folder, headers, gzip, Set.of(HEALTH)));
    chain.add(new WeftHandler(() -> manifests, settings::resource, client));
    if (!config.slowness().isNone()) {
      chain.add(new SlowHandler(config.slowness(), Set.of(HEALTH)));
    }
    if (!config.pageOrigins().isEmpty()) {
      chain.add(CrossOrigin.handler(config.pageOrigins()));
    }
    chain.add(new AccessLog(this::count));
    if (config.pipe() != null) {
      chain.add(PipeHandler.beside(config.pipe(), Version.text()));
    }
    chain.forEach(server::insertHandler);
  }

  private ManifestKeeper keepManifest() throws IOException {
    List<String> pageOrigins = new ArrayList<>(ownOrigins());
    pageOrigins.addAll(config.pageOrigins());
    ManifestTerms terms =
        new ManifestTerms(
            key.signer(),
            pageOrigins.stream().distinct().toList(),
            config.client().bootstrap(),
            config.chunkBytes(),
            key.endorsement());
    return new ManifestKeeper(folder, config.sharing(), headers, gzip, config.gzip(), terms);
  }

  private void health(Context context) {
    ManifestKeeper keeper = manifests;
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("status", "ok");
    health.put("manifest", keeper == null ? null : keeper.status());
    context.header("Cache-Control", "no-store").json(health);
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

  /** The site's URL, without a slash at its end: the origin of its pages. */
  public String url() {
    return ownOrigins().get(0);
  }

  /** The names under which a browser on this machine may open the site. */
  private List<String> ownOrigins() {
    String host = config.host();
    String scheme = config.tls() == null ? "http://" : "https://";
    String port = ":" + port();
    String local = scheme + "localhost" + port;
    return switch (host) {
      case "0.0.0.0", "::" -> List.of(local, scheme + "127.0.0.1" + port);
      case "127.0.0.1" -> List.of(scheme + host + port, local);
      default -> List.of(scheme + (host.indexOf(':') < 0 ? host : '[' + host + ']') + port);
    };
  }

  /** The public key that names the site in the mesh. */
  public PublicKey siteKey() {
    return key.publicKey();
  }

  /** The file that was made for the site's key at this start, or null. */
  public @Nullable Path createdKey() {
    return key.created();
  }

  /** The line of pages that take just the version of the script that this server has. */
  public String pinnedScriptTag() {
    return client.pinnedTag();
  }

  /** Completed with its sequence when every file that was there at the start has been read. */
  public CompletableFuture<Long> manifestComplete() {
    return Objects.requireNonNull(manifests).complete();
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
    try {
      javalin.stop();
      if (manifests != null) {
        manifests.close();
      }
      if (accessLog != null) {
        accessLog.close();
      }
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }
}
