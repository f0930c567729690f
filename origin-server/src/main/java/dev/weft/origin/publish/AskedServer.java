package dev.weft.origin.publish;

import dev.weft.origin.folder.HeaderRules;
import dev.weft.origin.folder.Responses;
import dev.weft.origin.folder.SiteFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * How the server of a static build answers for each of its files. It was asked by {@code HEAD}, as
 * a stranger without cookies, so that what is private of its headers is seen, and what visitors get
 * from one another has the headers that it has from the server.
 */
public final class AskedServer implements Responses {
  /** Requests that are under way at a time: as many as a few browsers make. */
  private static final int AT_ONCE = 16;

  /** What tells of a transfer, and not of the file. */
  private static final Set<String> OF_THE_TRANSFER =
      Set.of(
          ":status",
          "accept-ranges",
          "age",
          "alt-svc",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "date",
          "keep-alive",
          "server",
          "strict-transport-security",
          "transfer-encoding",
          "via");

  /** The same, of the large CDNs. */
  private static final List<String> OF_A_CDN = List.of("cf-", "x-amz-", "x-cache", "x-served-by");

  private final Map<String, Response> answers = new HashMap<>();

  private AskedServer() {}

  /**
   * Asks it for the files.
   *
   * @param site its URL, whose path is not looked at
   * @param rules headers that it does not send yet
   * @throws IOException with a sentence for people when it cannot be reached
   */
  public static AskedServer of(URI site, List<SiteFile> files, HeaderRules rules)
      throws IOException {
    AskedServer asked = new AskedServer();
    HttpClient client = HttpClient.newBuilder().connectTimeout(SiteSource.PATIENCE).build();
    Semaphore places = new Semaphore(AT_ONCE);
    Map<SiteFile, CompletableFuture<HttpResponse<Void>>> coming = new HashMap<>();
    for (SiteFile file : files) {
      places.acquireUninterruptibly();
      coming.put(
          file,
          client
              .sendAsync(head(site, file.path()), HttpResponse.BodyHandlers.discarding())
              .whenComplete((answer, failure) -> places.release()));
    }
    try {
      for (var answer : coming.entrySet()) {
        SiteFile file = answer.getKey();
        Response response = response(answer.getValue().join(), file.size());
        if (response != null) {
          response.headers().putAll(rules.of(file.path()));
          asked.answers.put(file.path(), response);
        }
      }
    } catch (CompletionException failed) {
      throw new IOException("nothing answers at " + site, failed);
    }
    return asked;
  }

  private static HttpRequest head(URI site, String path) {
    URI uri = URI.create(site.getScheme() + "://" + site.getRawAuthority() + path);
    return HttpRequest.newBuilder(uri)
        .method("HEAD", HttpRequest.BodyPublishers.noBody())
        .timeout(SiteSource.PATIENCE)
        .build();
  }

  private static @Nullable Response response(HttpResponse<Void> answer, long size) {
    var fields = answer.headers();
    if (answer.statusCode() != 200
        || fields.firstValueAsLong("content-length").orElse(-1) != size) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields
        .map()
        .forEach(
            (name, values) -> {
              if (!isOfTheTransfer(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, String.join(", ", values));
              }
            });
    return new Response(
        fields.firstValue("content-type").orElse("application/octet-stream"), headers);
  }

  private static boolean isOfTheTransfer(String name) {
    return OF_THE_TRANSFER.contains(name) || OF_A_CDN.stream().anyMatch(name::startsWith);
  }

  @Override
  public @Nullable Response of(SiteFile file) {
    return answers.get(file.path());
  }
}
