package dev.weft.origin.publish;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A site to read: a folder of static files, or a URL. */
public interface SiteSource {
  /** A server that says nothing for so long is given up. */
  Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * The file at a path.
   *
   * @param path as a manifest has it: of a URL, percent-encoded
   * @throws IOException with a sentence for people when it is not there
   */
  InputStream open(String path) throws IOException;

  /**
   * The bytes of a small file.
   *
   * @throws IOException when it is not there, or larger than that
   */
  default byte[] read(String path, int mostBytes) throws IOException {
    try (InputStream in = open(path)) {
      byte[] bytes = in.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        throw new IOException(path + " is larger than " + mostBytes + " bytes");
      }
      return bytes;
    }
  }

  /**
   * A folder, or an {@code http://} or {@code https://} URL.
   *
   * @throws IOException with a sentence for people when it is a URL that names no server
   */
  static SiteSource of(String text) throws IOException {
    if (!text.matches("https?://.*")) {
      return folder(Path.of(text));
    }
    try {
      URI site = new URI(text);
      if (site.getRawAuthority() != null) {
        return site(site);
      }
    } catch (URISyntaxException malformed) {
      throw new IOException("'" + text + "' is no URL", malformed);
    }
    throw new IOException("'" + text + "' names no server");
  }

  private static SiteSource folder(Path root) {
    return path -> {
      Path file = root.resolve(URI.create(path).getPath().substring(1)).normalize();
      if (!file.startsWith(root.normalize()) || !Files.isRegularFile(file)) {
        throw new IOException("there is no " + file);
      }
      return new BufferedInputStream(Files.newInputStream(file));
    };
  }

  private static SiteSource site(URI site) {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    return path -> {
      // Not resolved: a path may begin with two slashes, which would name another host.
      URI uri = URI.create(site.getScheme() + "://" + site.getRawAuthority() + path);
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
      try {
        HttpResponse<InputStream> answer =
            client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
          answer.body().close();
          throw new IOException(uri + " answers " + answer.statusCode());
        }
        return answer.body();
      } catch (ConnectException unreachable) {
        throw new IOException("nothing answers at " + uri, unreachable);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", stopped);
      }
    };
  }
}
