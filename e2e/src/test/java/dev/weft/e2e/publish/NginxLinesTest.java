package dev.weft.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.page.SmallSite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines for nginx of {@code docs/hosting.md}, as they stand there. */
class NginxLinesTest {
  private static final Path HOSTING = Path.of("../docs/hosting.md");
  private static final String BEGIN = "```nginx\n";
  private static final String KEPT = "public, max-age=31536000, immutable";

  @TempDir Path folder;
  @TempDir Path home;

  private static String lines() throws IOException {
    String text = Files.readString(HOSTING);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    return text.substring(begin, text.indexOf("```", begin));
  }

  private static HttpHeaders headers(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Accept-Encoding", "gzip").build();
    HttpResponse<Void> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    assertThat(answer.statusCode()).as(url).isEqualTo(200);
    return answer.headers();
  }

  /** How each written file is cached, under its path with what is a hash left out. */
  private Map<String, String> caching(PublishedSite site) throws Exception {
    Map<String, String> caching = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString();
        if (path.matches("(\\.well-known/)?weft.*")) {
          String cache =
              headers(site.nginx().url() + '/' + path).firstValue("Cache-Control").orElse("none");
          caching.put(path.replaceAll("[0-9a-f]{12}|baf\\w+", "*"), cache);
        }
      }
    }
    return caching;
  }

  @Test
  void whatIsNamedByItsHashIsKeptAndTheRestIsAskedForAnew() throws Exception {
    new SmallSite(folder).page().file("words.txt", "many words ".repeat(1000));
    try (PublishedSite site = PublishedSite.open(folder, home, lines())) {
      site.publish("--gzip");
      assertThat(caching(site))
          .containsOnly(
              Map.entry(".well-known/weft/config.json", "no-cache"),
              Map.entry(".well-known/weft/gzip/*", KEPT),
              Map.entry(".well-known/weft/manifest", "no-cache"),
              Map.entry(".well-known/weft/shards/*", KEPT),
              Map.entry("weft-sw.js", "no-cache"),
              Map.entry("weft/weft-*.js", KEPT),
              Map.entry("weft/weft-ask.js", "no-cache"),
              Map.entry("weft/weft-sw-*.js", KEPT),
              Map.entry("weft/weft.js", "no-cache"),
              Map.entry("weft/weft.js.sri", "no-cache"));
    }
  }

  @Test
  void theScriptIsCompressed() throws Exception {
    new SmallSite(folder).page().picture("a.png", 10);
    try (PublishedSite site = PublishedSite.open(folder, home, lines())) {
      site.publish();
      assertThat(headers(site.nginx().url() + "/weft/weft.js").firstValue("Content-Encoding"))
          .hasValue("gzip");
    }
  }
}
