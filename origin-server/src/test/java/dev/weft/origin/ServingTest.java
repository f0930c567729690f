package dev.weft.origin;

import static dev.weft.origin.RunningSite.header;
import static dev.weft.origin.RunningSite.noise;
import static dev.weft.origin.RunningSite.text;
import static dev.weft.origin.RunningSite.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.origin.folder.HeaderRules;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServingTest {
  @TempDir Path folder;
  private RunningSite site;

  @BeforeEach
  void start() throws Exception {
    site =
        RunningSite.start(
            folder,
            options ->
                options.headerRules(
                    List.of(HeaderRules.Rule.parse("/members/**=Cache-Control: private"))));
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  void sendsAFileAsItIs() {
    byte[] picture = noise(200_000);
    write(folder, "img/a.webp", picture);

    HttpResponse<byte[]> answer = site.get("/img/a.webp");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(picture);
    assertThat(header(answer, "content-length")).isEqualTo("200000");
    assertThat(header(answer, "content-type")).isEqualTo("image/webp");
    assertThat(header(answer, "accept-ranges")).isEqualTo("bytes");
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(answer, "etag")).matches("\"[^\"/]+\"");
    assertThat(header(answer, "last-modified")).endsWith(" GMT");
  }

  @ParameterizedTest
  @CsvSource({
    "a.html, text/html; charset=utf-8",
    "a.css, text/css; charset=utf-8",
    "a.js, text/javascript; charset=utf-8",
    "a.mjs, text/javascript; charset=utf-8",
    "a.json, application/json; charset=utf-8",
    "a.svg, image/svg+xml; charset=utf-8",
    "a.WEBP, image/webp",
    "a.avif, image/avif",
    "a.png, image/png",
    "a.jpg, image/jpeg",
    "a.woff2, font/woff2",
    "a.wasm, application/wasm",
    "a.webm, video/webm",
    "a.mp4, video/mp4",
    "a.pdf, application/pdf",
    "a.unheard-of, application/octet-stream",
    "LICENSE, application/octet-stream",
  })
  void knowsTheMediaTypesOfTheWeb(String name, String mediaType) {
    write(folder, name, "x");
    assertThat(header(site.get("/" + name), "content-type")).isEqualTo(mediaType);
  }

  @Test
  void sendsAnEmptyFile() {
    write(folder, "empty.css", "");
    HttpResponse<byte[]> answer = site.get("/empty.css");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void answersHeadWithTheHeadersOfGet() {
    write(folder, "a.webm", noise(5000));
    HttpResponse<byte[]> head = site.send("HEAD", "/a.webm");
    HttpResponse<byte[]> get = site.get("/a.webm");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().map())
        .usingRecursiveComparison()
        .ignoringFields("date")
        .isEqualTo(get.headers().map());
  }

  @Test
  void servesTheIndexOfAFolder() {
    write(folder, "index.html", "top");
    write(folder, "docs/index.html", "docs");
    assertThat(text(site.get("/"))).isEqualTo("top");
    assertThat(text(site.get("/docs/"))).isEqualTo("docs");
  }

  @Test
  void sendsToAFolderWithItsSlash() {
    write(folder, "a b/index.html", "x");
    HttpResponse<byte[]> answer = site.get("/a%20b?q=1");
    assertThat(answer.statusCode()).isEqualTo(301);
    assertThat(header(answer, "location")).isEqualTo("/a%20b/?q=1");
  }

  @Test
  void listsNoFolder() {
    write(folder, "img/a.webp", "x");
    assertThat(site.get("/img/").statusCode()).isEqualTo(404);
    assertThat(site.get("/img").statusCode()).isEqualTo(404);
    assertThat(site.get("/").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ü ö.css", "100%.css", "a#b?c.css", "a+b&c=d.css", "a;b.css"})
  void servesNamesThatNeedEncoding(String name) {
    write(folder, name, "p{}");
    StringBuilder path = new StringBuilder("/");
    for (byte octet : name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      path.append(String.format("%%%02X", octet & 0xff));
    }
    assertThat(text(site.get(path.toString()))).isEqualTo("p{}");
  }

  @Test
  void saysPolitelyThatThereIsNothing() {
    HttpResponse<byte[]> answer = site.get("/<script>".replace("<", "%3C").replace(">", "%3E"));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "content-type")).startsWith("text/html");
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(answer, "cache-control")).contains("no-store");
    assertThat(text(answer)).contains("404 Not Found").doesNotContain("script");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE"})
  void canOnlyBeRead(String method) {
    write(folder, "a.css", "x");
    HttpResponse<byte[]> answer = site.send(method, "/a.css");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(folder.resolve("a.css")).hasContent("x");
  }

  @Test
  void saysWhatItAllows() {
    HttpResponse<byte[]> answer = site.send("OPTIONS", "/");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "allow")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void letsFingerprintedNamesBeKeptForever() {
    write(folder, "app-3f9a1c20.js", "x");
    write(folder, "app.js", "x");
    write(folder, "some-photographs.js", "x");
    write(folder, "members/a.js", "x");
    assertThat(header(site.get("/app-3f9a1c20.js"), "cache-control"))
        .isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(site.get("/app.js"), "cache-control")).isEqualTo("no-cache");
    assertThat(header(site.get("/some-photographs.js"), "cache-control")).isEqualTo("no-cache");
    assertThat(header(site.get("/members/a.js"), "cache-control")).isEqualTo("private");
  }

  @Test
  void isHealthy() {
    HttpResponse<byte[]> answer = site.get("/healthz");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer)).contains("\"status\":\"ok\"").contains("\"manifest\":{");
  }

  @Test
  void setsNoCookie() {
    write(folder, "index.html", "x");
    assertThat(site.get("/").headers().firstValue("set-cookie")).isEmpty();
    assertThat(site.get("/healthz").headers().firstValue("set-cookie")).isEmpty();
  }
}
