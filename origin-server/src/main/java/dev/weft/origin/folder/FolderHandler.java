package dev.weft.origin.folder;

import dev.weft.origin.http.Body;
import dev.weft.origin.http.Responder;
import dev.weft.origin.http.WebResource;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves the folder; leaves the application's own paths to the handler that it wraps. */
public final class FolderHandler extends Handler.Wrapper {
  private final SiteFolder folder;
  private final HeaderRules headers;
  private final GzipCache gzip;
  private final Set<String> applicationPaths;

  /** Serves the folder at every path but the given ones. */
  public FolderHandler(
      SiteFolder folder, HeaderRules headers, GzipCache gzip, Set<String> applicationPaths) {
    this.folder = folder;
    this.headers = headers;
    this.gzip = gzip;
    this.applicationPaths = Set.copyOf(applicationPaths);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getDecodedPath();
    if (path != null && applicationPaths.contains(path)) {
      return super.handle(request, response, callback);
    }
    if (!Responder.isRead(request, response, callback)) {
      return true;
    }
    SiteFolder.Found found = path == null ? new SiteFolder.Nothing() : folder.find(path);
    if (found instanceof SiteFolder.AFile a) {
      Responder.send(
          request,
          response,
          callback,
          resource(a.file(), request.getComponents().getByteBufferPool()));
    } else if (found instanceof SiteFolder.AFolder a) {
      redirectTo(a.path(), request, response, callback);
    } else {
      Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
    }
    return true;
  }

  private WebResource resource(SiteFile file, ByteBufferPool pool) {
    String mediaType = MediaTypes.of(file.path());
    return new WebResource(
        mediaType,
        file.tag(),
        file.lastModified(),
        Body.of(file.file(), file.size(), pool),
        () -> gzip.variant(file),
        GzipCache.isCandidate(file, mediaType),
        headers.of(file.path()));
  }

  /** Relative, so that the name and scheme of a proxy stand. */
  private static void redirectTo(
      String path, Request request, Response response, Callback callback) {
    String query = request.getHttpURI().getQuery();
    response.setStatus(HttpStatus.MOVED_PERMANENTLY_301);
    response.getHeaders().put(HttpHeader.LOCATION, query == null ? path : path + "?" + query);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
    callback.succeeded();
  }
}
