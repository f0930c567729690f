package dev.weft.origin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code weft publish}, {@code keygen} and {@code manifest}, as somebody with a static build. */
class PublishTest {
  private static final String NODE =
      "/ip4/192.0.2.1/tcp/4001/ws/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";

  @TempDir Path site;
  @TempDir Path elsewhere;
  private Path key;

  private record Ended(int code, String out, String err) {}

  private static Ended run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Tools.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] words = Stream.of(args).map(String::valueOf).toArray(String[]::new);
    return new Ended(command.execute(words), out.toString(), err.toString());
  }

  @BeforeEach
  void build() throws IOException {
    key = elsewhere.resolve("site.key");
    Files.createDirectories(site.resolve("img"));
    Files.writeString(site.resolve("index.html"), "<p>a page</p>");
    Files.writeString(site.resolve("app.js"), "let a = 1;\n".repeat(10_000));
    Files.write(site.resolve("img/a b.png"), new byte[200_000]);
  }

  private Ended publish(Object... more) {
    Object[] args =
        Stream.concat(Stream.of("publish", site, "--key", key), Stream.of(more)).toArray();
    Ended ended = run(args);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  private Set<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private JsonNode shown() throws IOException {
    Ended ended = run("manifest", "show", site, "--json");
    assertThat(ended.code()).as(ended.err()).isZero();
    return new ObjectMapper().readTree(ended.out());
  }

  @Test
  void writesWhatPagesNeedBesideTheFiles() throws IOException {
    Ended ended = publish("--bootstrap", NODE, "--page-origin", "https://example.org");
    assertThat(files(site.resolve("weft")))
        .contains("weft.js", "weft.js.sri", "weft-ask.js")
        .hasSize(5);
    assertThat(site.resolve("weft-sw.js")).isRegularFile();
    assertThat(files(site.resolve(".well-known/weft")))
        .contains("manifest", "config.json")
        .filteredOn(name -> name.startsWith("shards/"))
        .hasSize(1);
    JsonNode config =
        new ObjectMapper().readTree(site.resolve(".well-known/weft/config.json").toFile());
    assertThat(config.at("/bootstrap/0").asText()).isEqualTo(NODE);
    JsonNode manifest = shown();
    assertThat(config.at("/siteKey")).isEqualTo(manifest.at("/siteKey"));
    assertThat(manifest.at("/pageOrigins/0").asText()).isEqualTo("https://example.org");
    assertThat(manifest.at("/files").findValuesAsText("path"))
        .containsExactly("/app.js", "/img/a%20b.png");
    assertThat(manifest.at("/files/0/headers")).as("another server's tags are its own").isEmpty();
    assertThat(ended.out())
        .contains("2 files with 310,000 bytes are shared, 1 are not")
        .contains("key         made: " + key)
        .contains("<script src=\"/weft/weft.js\" defer></script>")
        .containsPattern("<script src=\"/weft/weft-\\w+\\.js\" defer integrity=\"sha384-");
  }

  @Test
  void anOriginServesTheSameVersionForEver() throws Exception {
    publish();
    String name =
        files(site.resolve("weft")).stream()
            .filter(file -> file.matches("weft-[0-9a-f]{12}[.]js"))
            .findFirst()
            .orElseThrow();
    byte[] published = Files.readAllBytes(site.resolve("weft").resolve(name));
    Path empty = Files.createDirectories(elsewhere.resolve("empty"));
    try (RunningSite served = RunningSite.start(empty)) {
      HttpResponse<byte[]> answer = served.get("/weft/" + name);
      assertThat(answer.body()).isEqualTo(published);
      assertThat(answer.headers().firstValue("cache-control").orElse("")).contains("immutable");
      assertThat(served.get("/weft/weft-000000000000.js").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void theWorkerStandsAtTheTopAndAVersionOfItMayReachAsFar() throws Exception {
    publish();
    byte[] published = Files.readAllBytes(site.resolve("weft-sw.js"));
    String version =
        files(site.resolve("weft")).stream()
            .filter(file -> file.matches("weft-sw-[0-9a-f]{12}[.]js"))
            .findFirst()
            .orElseThrow();
    Path empty = Files.createDirectories(elsewhere.resolve("empty"));
    try (RunningSite served = RunningSite.start(empty)) {
      for (String path : List.of("/weft-sw.js", "/weft/" + version)) {
        HttpResponse<byte[]> answer = served.get(path);
        assertThat(answer.body()).isEqualTo(published);
        assertThat(answer.headers().firstValue("content-type").orElse(""))
            .startsWith("text/javascript");
        assertThat(answer.headers().firstValue("service-worker-allowed")).contains("/");
      }
      assertThat(served.get("/weft-sw.js").headers().firstValue("cache-control"))
          .contains("no-cache");
    }
  }

  @Test
  void writesIntoAnotherFolderWhenToldSo() throws IOException {
    Set<String> before = files(site);
    Path out = elsewhere.resolve("overlay");
    publish("--out", out);
    assertThat(files(site)).isEqualTo(before);
    assertThat(files(out)).contains(".well-known/weft/manifest", "weft/weft.js");
  }

  @Test
  void theWebServerMayReadWhatIsWritten() throws IOException {
    publish();
    for (String name : List.of(".well-known/weft/manifest", "weft/weft.js")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(site.resolve(name))))
          .isEqualTo("rw-r--r--");
    }
  }

  @Test
  void aSecondRunSharesNoFileOfOurOwnAndGoesOnInSequence() throws IOException {
    publish();
    long first = shown().at("/sequence").asLong();
    Ended second = publish();
    assertThat(second.out()).contains("2 files with").contains("; 1 files written");
    assertThat(shown().at("/sequence").asLong()).isGreaterThan(first);
  }

  @Test
  void keepsTheShardsOfTheManifestBeforeAndNoOlderOnes() throws IOException {
    Path shards = site.resolve(".well-known/weft/shards");
    publish();
    Set<String> first = files(shards);
    Files.writeString(site.resolve("app.js"), "let a = 2;");
    publish();
    Set<String> second = files(shards);
    assertThat(second).hasSize(2).containsAll(first);
    Files.writeString(site.resolve("app.js"), "let a = 3;");
    publish();
    assertThat(files(shards)).hasSize(2).doesNotContainAnyElementsOf(first);
  }

  @Test
  void sharesWhatItIsToldTo() throws IOException {
    publish(
        "--exclude",
        "*.js",
        "--include",
        "/index.html",
        "--header",
        "*.png=Cache-Control: max-age=60");
    JsonNode manifest = shown();
    assertThat(manifest.at("/files").findValuesAsText("path"))
        .containsExactly("/img/a%20b.png", "/index.html");
    assertThat(manifest.at("/files/0/headers/cache-control").asText()).isEqualTo("max-age=60");
  }

  @Test
  void refusesAnotherKeyUnlessTheFormerOneVouches() throws IOException {
    publish();
    Path next = elsewhere.resolve("next.key");
    Ended refused = run("publish", site, "--key", next);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).startsWith("weft publish: --key: ").contains("--former-key");
    assertThat(run("publish", site, "--key", next, "--former-key", key).code()).isZero();
    assertThat(shown().at("/endorsed").asBoolean()).isTrue();
  }

  @Test
  void refusesAKeyThatWouldBePublished() {
    Ended ended = run("publish", site, "--key", site.resolve("site.key"));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).startsWith("weft publish: --key: ").contains("keep it elsewhere");
    assertThat(site.resolve("site.key")).doesNotExist();
  }

  @Test
  void saysInOneSentenceWhatIsWrong() throws IOException {
    assertThat(run("publish", site.resolve("none"), "--key", key).err())
        .isEqualToIgnoringNewLines(
            "weft publish: DIR: there is no readable folder at " + site.resolve("none") + ".");
    assertThat(run("publish", site, "--key", key, "--chunk-size", "3").code()).isEqualTo(2);
    assertThat(run("publish", site, "--key", key, "--server", "localhost:80").err())
        .isEqualToIgnoringNewLines("weft publish: --server: 'localhost:80' is no http(s) URL");
    publish();
    Files.writeString(site.resolve(".well-known/weft/manifest"), "nonsense");
    Ended broken = run("publish", site, "--key", key);
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err().lines()).hasSize(1);
    assertThat(broken.err()).contains("remove it to start over");
  }

  @Test
  void verifiesWhatItHasPublished() {
    publish();
    Ended good = run("manifest", "verify", site);
    assertThat(good.err()).isEmpty();
    assertThat(good.code()).isZero();
    assertThat(good.out()).contains("2 files, every hash is right");
  }

  @Test
  void verifiesASiteThroughItsUrl() throws Exception {
    String url;
    try (OriginServer server = OriginServer.start(OriginConfig.builder(site).build())) {
      server.manifestComplete().join();
      url = server.url();
      Ended good = run("manifest", "verify", url);
      assertThat(good.err()).isEmpty();
      assertThat(good.out()).contains("2 files, every hash is right");
    }
    Ended gone = run("manifest", "verify", url);
    assertThat(gone.code()).isEqualTo(1);
    assertThat(gone.err()).startsWith("weft manifest verify: SITE: ").contains(url);
    assertThat(gone.err().lines()).hasSize(1);
  }

  @Test
  void findsFilesOfAnotherSizeAndMissingOnes() throws IOException {
    publish();
    Files.writeString(site.resolve("app.js"), "let a = 2;");
    Files.delete(site.resolve("img/a b.png"));
    Ended wrong = run("manifest", "verify", site);
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err().lines())
        .containsExactly(
            "wrong: /app.js is not of 110000 bytes",
            "wrong: there is no " + site.resolve("img/a b.png"));
    assertThat(run("manifest", "verify", site, "--no-files").code()).isZero();
  }

  @Test
  void findsOneOtherByte() throws IOException {
    publish();
    byte[] bytes = Files.readAllBytes(site.resolve("img/a b.png"));
    bytes[199_999] = 1;
    Files.write(site.resolve("img/a b.png"), bytes);
    Ended wrong = run("manifest", "verify", site);
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("wrong: /img/a%20b.png has other bytes than were signed");
  }

  @ParameterizedTest
  @CsvSource({
    "http://bad|host, is no URL.",
    "http:///x, names no server.",
  })
  void aSiteIsAFolderOrTheUrlOfAServer(String text, String sentence) {
    for (String command : List.of("show", "verify")) {
      Ended ended = run("manifest", command, text);
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.err())
          .isEqualToIgnoringNewLines(
              "weft manifest " + command + ": SITE: '" + text + "' " + sentence);
    }
  }

  @Test
  void findsABrokenShardAndASignatureOfAnotherKey() throws IOException {
    publish();
    assertThat(run("manifest", "verify", site, "--key", "CAESIAAA").err())
        .contains("wrong: it is signed with the key ");
    Path shards = site.resolve(".well-known/weft/shards");
    Path shard = shards.resolve(files(shards).iterator().next());
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length - 1] ^= 1;
    Files.write(shard, bytes);
    Ended broken = run("manifest", "verify", site);
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err()).contains("SITE: shard ").contains("is broken");
  }

  @Test
  void tellsWhatDiffersBetweenTwoManifests() throws IOException {
    Path old = elsewhere.resolve("old");
    publish("--out", old);
    assertThat(run("manifest", "diff", old, old).code()).isZero();
    Files.writeString(site.resolve("app.js"), "let a = 2;");
    Files.delete(site.resolve("img/a b.png"));
    Files.writeString(site.resolve("new.css"), "p {}");
    publish();
    Ended diff = run("manifest", "diff", old, site);
    assertThat(diff.code()).isEqualTo(1);
    assertThat(diff.out().lines())
        .containsExactly(
            "~ /app.js  10 bytes, was 110,000",
            "- /img/a%20b.png",
            "+ /new.css  4 bytes",
            "3 of 3 files differ; 14 bytes are new to visitors");
  }

  @Test
  void makesAKeyAndNeverReplacesOne() throws IOException {
    Ended made = run("keygen", key);
    assertThat(made.code()).isZero();
    assertThat(made.out().strip()).matches("[A-Za-z0-9_-]{48}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    byte[] before = Files.readAllBytes(key);
    Ended again = run("keygen", key);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err())
        .isEqualToIgnoringNewLines(
            "weft keygen: FILE: " + key + " is there; a key is never replaced.");
    assertThat(key).hasBinaryContent(before);
    publish();
    assertThat(run("manifest", "verify", site, "--key", made.out().strip()).code()).isZero();
  }
}
