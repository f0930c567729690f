package dev.weft.origin.manifest;

import dev.weft.origin.http.Responder;
import dev.weft.origin.http.WebResource;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Serves what pages need of Weft itself: the manifest with its shards, the settings, the client.
 * All other paths go to the handler that it wraps.
 */
public final class WeftHandler extends Handler.Wrapper {
  /** Says the script's SRI hash to people who look at the response. */
  private static final String INTEGRITY = "X-Weft-Integrity";

  /** How far up from its own folder a worker may reach (Service Workers, section 6.5). */
  private static final String SCOPE = "Service-Worker-Allowed";

  private static final String SCRIPT_TYPE = "text/javascript; charset=utf-8";

  private final Supplier<@Nullable ManifestKeeper> keeper;
  private final Supplier<WebResource> config;
  private final Map<String, WebResource> scripts;

  /**
   * A handler of these paths.
   *
   * @param keeper null as long as there is none
   * @param config the settings, as this request is to have them
   */
  public WeftHandler(
      Supplier<@Nullable ManifestKeeper> keeper,
      Supplier<WebResource> config,
      ClientScript client) {
    this.keeper = keeper;
    this.config = config;
    byte[] hash = (client.integrity() + "\n").getBytes(StandardCharsets.US_ASCII);
    scripts =
        Map.of(
            WeftPaths.CLIENT,
            page(client, WebResource.REVALIDATED),
            client.versionedPath(),
            page(client, WebResource.FOREVER),
            WeftPaths.CLIENT + ".sri",
            WebResource.inMemory("text/plain; charset=utf-8", hash, WebResource.REVALIDATED),
            WeftPaths.ASK,
            WebResource.inMemory(SCRIPT_TYPE, client.ask(), WebResource.REVALIDATED),
            WeftPaths.WORKER,
            worker(client, WebResource.REVALIDATED),
            client.versionedWorkerPath(),
            worker(client, WebResource.FOREVER));
  }

  private static WebResource page(ClientScript client, Map<String, String> caching) {
    return script(client.bytes(), caching, INTEGRITY, client.integrity());
  }

  private static WebResource worker(ClientScript client, Map<String, String> caching) {
    return script(client.worker(), caching, SCOPE, "/");
  }

  private static WebResource script(
      byte[] bytes, Map<String, String> caching, String name, String value) {
    Map<String, String> headers = new HashMap<>(caching);
    headers.put(name, value);
    return WebResource.inMemory(SCRIPT_TYPE, bytes, headers);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getDecodedPath();
    if (path == null || !isOurs(path)) {
      return super.handle(request, response, callback);
    }
    if (!Responder.isRead(request, response, callback)) {
      return true;
    }
    ManifestKeeper manifests = keeper.get();
    Publication current = manifests == null ? null : manifests.current();
    if (path.equals(WeftPaths.MANIFEST) && current == null) {
      sayLater(response, callback);
      return true;
    }
    WebResource resource = find(path, manifests, current);
    if (resource == null) {
      Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
    } else {
      Responder.send(request, response, callback, resource);
    }
    return true;
  }

  private boolean isOurs(String path) {
    return path.startsWith(WeftPaths.WELL_KNOWN) || scripts.containsKey(path);
  }

  private @Nullable WebResource find(
      String path, @Nullable ManifestKeeper manifests, @Nullable Publication current) {
    return switch (path) {
      case WeftPaths.CONFIG -> config.get();
      case WeftPaths.MANIFEST -> current == null ? null : current.manifest();
      default -> {
        if (path.startsWith(WeftPaths.SHARDS) && manifests != null) {
          yield manifests.shard(path.substring(WeftPaths.SHARDS.length()));
        }
        if (path.startsWith(WeftPaths.GZIP) && current != null) {
          yield current.variant(path.substring(WeftPaths.GZIP.length()));
        }
        yield scripts.get(path);
      }
    };
  }

  /** The first manifest takes as long as its first files take to read. */
  private static void sayLater(Response response, Callback callback) {
    response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
    response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    callback.succeeded();
  }
}
