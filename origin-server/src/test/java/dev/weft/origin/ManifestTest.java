package dev.weft.origin;

import static dev.weft.origin.RunningSite.header;
import static dev.weft.origin.RunningSite.noise;
import static dev.weft.origin.RunningSite.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Promise;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.manifest.ManifestTrust;
import dev.weft.core.manifest.ResponseHeader;
import dev.weft.core.manifest.ShardRef;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.unixfs.DagBuilder;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmDigests;
import dev.weft.jvm.JvmSignatures;
import dev.weft.jvm.SecureEntropy;
import dev.weft.origin.folder.Glob;
import dev.weft.origin.folder.HeaderRules;
import dev.weft.origin.manifest.SharingRules;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final String NODE =
      "/ip4/127.0.0.1/tcp/4001/ws/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";

  private final JvmSignatures signatures = new JvmSignatures(Effects.direct(), new SecureEntropy());
  private final JvmDigests digests = new JvmDigests(Effects.direct());

  @TempDir Path folder;
  @TempDir Path keys;

  private static <T> T answer(Promise<T> promise) {
    AtomicReference<T> value = new AtomicReference<>();
    promise.then(
        value::set,
        failure -> {
          throw failure;
        });
    return value.get();
  }

  private ManifestRoot root(RunningSite site) {
    return answer(ManifestRoot.open(signatures, site.get("/.well-known/weft/manifest").body()));
  }

  private Map<String, ManifestEntry> entries(RunningSite site) {
    ManifestRoot root = root(site);
    Map<String, ManifestEntry> entries = new TreeMap<>();
    for (ShardRef ref : root.shards()) {
      HttpResponse<byte[]> answer = site.get("/.well-known/weft/shards/" + ref.cid());
      ManifestShard shard =
          answer(ManifestShard.open(digests, ref, root.chunkBytes(), answer.body()));
      shard.entries().forEach(entry -> entries.put(entry.path(), entry));
    }
    return entries;
  }

  private RunningSite complete(UnaryOperator<OriginConfig.Builder> options) throws Exception {
    RunningSite site = RunningSite.start(folder, options);
    site.server.manifestComplete().get(20, TimeUnit.SECONDS);
    return site;
  }

  private RunningSite complete() throws Exception {
    return complete(options -> options);
  }

  private Cid cid(byte[] content, int chunkBytes) {
    DagBuilder builder = new DagBuilder(chunkBytes, digests, (cid, block) -> {});
    answer(builder.write(content));
    return answer(builder.finish()).cid();
  }

  @Test
  void signsWhatTheSiteIs() throws Exception {
    write(folder, "a.webp", "x");
    Multiaddr node = Multiaddr.parse(NODE);
    try (RunningSite site =
        complete(
            options ->
                options
                    .client(new ClientSettings(List.of(node), List.of(), null, false, null, false))
                    .pageOrigins(List.of("https://www.example.org")))) {
      ManifestRoot root = root(site);
      long now = Instant.now().getEpochSecond();
      assertThat(root.siteKey().encode()).isEqualTo(site.server.siteKey().encode());
      assertThat(root.issuedUnixSeconds()).isBetween(now - 20, now);
      assertThat(root.expiresUnixSeconds() - root.issuedUnixSeconds()).isEqualTo(30 * 86_400);
      assertThat(root.bootstrap()).containsExactly(node);
      assertThat(root.chunkBytes()).isEqualTo(65_536);
      assertThat(root.allowedOrigins())
          .containsExactly(
              site.server.url(),
              "http://localhost:" + site.server.port(),
              "https://www.example.org");
    }
  }

  @Test
  void namesFilesByTheirContent() throws Exception {
    byte[] small = noise(100_000);
    byte[] large = noise(1_000_000);
    write(folder, "img/small.webp", small);
    write(folder, "large.webm", large);
    try (RunningSite site = complete(options -> options.chunkBytes(1 << 16))) {
      Map<String, ManifestEntry> entries = entries(site);
      assertThat(entries).containsOnlyKeys("/img/small.webp", "/large.webm");
      ManifestEntry entry = entries.get("/large.webm");
      assertThat(entry.root()).isEqualTo(cid(large, 1 << 16));
      assertThat(entry.size()).isEqualTo(1_000_000);
      assertThat(entry.encodedSize()).isEqualTo(1_000_000);
      assertThat(entry.mediaType()).isEqualTo("video/webm");
      assertThat(entries.get("/img/small.webp").root()).isEqualTo(cid(small, 1 << 16));
    }
  }

  @Test
  void tellsWhatTheOriginWouldSend() throws Exception {
    write(folder, "a b.css", "p { color: black }\n".repeat(1000));
    try (RunningSite site = complete()) {
      HttpResponse<byte[]> gzip = site.get("/a%20b.css", "accept-encoding", "gzip");
      HttpResponse<byte[]> plain = site.get("/a%20b.css");
      ManifestEntry entry = entries(site).get("/a%20b.css");
      assertThat(entry.size()).isEqualTo(19_000);
      assertThat(entry.encodedSize()).isEqualTo(gzip.body().length);
      assertThat(entry.mediaType()).isEqualTo(header(plain, "content-type"));
      assertThat(entry.headers())
          .containsExactly(
              new ResponseHeader("cache-control", header(plain, "cache-control")),
              new ResponseHeader("etag", header(plain, "etag")),
              new ResponseHeader("last-modified", header(plain, "last-modified")),
              new ResponseHeader("x-content-type-options", "nosniff"));
    }
  }

  @Test
  void sharesNoPageUnlessByName() throws Exception {
    write(folder, "index.html", "x");
    write(folder, "about.html", "x");
    write(folder, "old.xhtml", "x");
    write(folder, "a.css", "x");
    try (RunningSite site = complete()) {
      assertThat(entries(site)).containsOnlyKeys("/a.css");
    }
    SharingRules rules = rules(List.of("/about.html"), List.of());
    try (RunningSite site = complete(options -> options.sharing(rules))) {
      assertThat(entries(site)).containsOnlyKeys("/a.css", "/about.html");
    }
    SharingRules all = rules(List.of("**"), List.of());
    try (RunningSite site = complete(options -> options.sharing(all))) {
      assertThat(entries(site)).containsOnlyKeys("/a.css");
    }
  }

  @Test
  void sharesWhatTheRulesSay() throws Exception {
    write(folder, "img/a.webp", noise(2000));
    write(folder, "img/raw/b.webp", noise(2000));
    write(folder, "img/tiny.webp", noise(10));
    write(folder, "img/huge.webp", noise(5000));
    write(folder, "a.css", noise(2000));
    SharingRules rules =
        new SharingRules(List.of(new Glob("/img/**")), List.of(new Glob("/img/raw/**")), 100, 4000);
    try (RunningSite site = complete(options -> options.sharing(rules))) {
      assertThat(entries(site)).containsOnlyKeys("/img/a.webp");
    }
  }

  @Test
  void sharesNothingThatIsNotPublic() throws Exception {
    write(folder, ".hidden.css", "x");
    write(folder, ".git/a.css", "x");
    write(folder, "empty.css", "");
    for (String name : List.of("private", "nostore", "cookie", "csp", "vary", "cached", "plain")) {
      write(folder, name + "/a.css", "x");
    }
    Path outside = write(keys, "outside.css", "x");
    Files.createSymbolicLink(folder.resolve("outside.css"), outside);
    List<HeaderRules.Rule> headers =
        List.of(
            HeaderRules.Rule.parse("/private/**=Cache-Control: max-age=60, Private"),
            HeaderRules.Rule.parse("/nostore/**=Cache-Control: no-store"),
            HeaderRules.Rule.parse("/cookie/**=Set-Cookie: a=b"),
            HeaderRules.Rule.parse("/csp/**=Content-Security-Policy: default-src 'none'"),
            HeaderRules.Rule.parse("/vary/**=Vary: Cookie"),
            HeaderRules.Rule.parse("/cached/**=Cache-Control: public, max-age=60"));
    try (RunningSite site = complete(options -> options.headerRules(headers))) {
      assertThat(header(site.get("/cookie/a.css"), "set-cookie")).isEqualTo("a=b");
      assertThat(entries(site)).containsOnlyKeys("/cached/a.css", "/plain/a.css");
    }
  }

  @Test
  void followsTheFolder() throws Exception {
    write(folder, "stays.css", "x");
    write(folder, "goes.css", "x");
    write(folder, "changes.css", "x");
    try (RunningSite site = complete()) {
      long first = root(site).sequence();
      Cid stays = entries(site).get("/stays.css").root();

      write(folder, "changes.css", "other");
      write(folder, "new/deep/comes.css", "x");
      Files.delete(folder.resolve("goes.css"));

      await()
          .untilAsserted(
              () -> {
                Map<String, ManifestEntry> entries = entries(site);
                assertThat(entries)
                    .containsOnlyKeys("/stays.css", "/changes.css", "/new/deep/comes.css");
                assertThat(entries.get("/changes.css").root())
                    .isEqualTo(Cid.raw(Sha256.digest("other".getBytes())));
              });
      assertThat(entries(site).get("/stays.css").root()).isEqualTo(stays);
      assertThat(root(site).sequence()).isGreaterThan(first);
    }
  }

  @Test
  void noticesAChangeThatKeepsSizeAndSecond() throws Exception {
    write(folder, "a.css", "one");
    try (RunningSite site = complete()) {
      Cid one = entries(site).get("/a.css").root();
      write(folder, "a.css", "two");
      await().untilAsserted(() -> assertThat(entries(site).get("/a.css").root()).isNotEqualTo(one));
    }
  }

  @Test
  void reissuesNothingWhenNoSharedFileChanges() throws Exception {
    Path file = write(folder, "a.css", "x");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    try (RunningSite site = complete()) {
      long sequence = root(site).sequence();
      write(folder, "page.html", "x");
      await()
          .during(Duration.ofMillis(800))
          .untilAsserted(() -> assertThat(root(site).sequence()).isEqualTo(sequence));
    }
  }

  @Test
  void growsItsSequenceOverRestarts() throws Exception {
    write(folder, "a.css", "x");
    Path key = keys.resolve("site.key");
    long before;
    byte[] siteKey;
    try (RunningSite site = complete(options -> options.siteKey(key))) {
      assertThat(site.server.createdKey()).isEqualTo(key);
      before = root(site).sequence();
      siteKey = site.server.siteKey().encode();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    try (RunningSite site = complete(options -> options.siteKey(key))) {
      assertThat(site.server.createdKey()).isNull();
      assertThat(site.server.siteKey().encode()).isEqualTo(siteKey);
      assertThat(root(site).sequence()).isGreaterThan(before);
    }
  }

  @Test
  void letsTheFormerKeyVouchForTheNewOne() throws Exception {
    write(folder, "a.css", "x");
    Path former = keys.resolve("former.key");
    Path next = keys.resolve("next.key");
    ManifestTrust trust = new ManifestTrust(signatures, null, 0);
    try (RunningSite site = complete(options -> options.siteKey(former))) {
      answer(trust.fromOrigin(site.get("/.well-known/weft/manifest").body()));
    }
    try (RunningSite site = complete(options -> options.siteKey(next).formerKey(former))) {
      answer(trust.fromOrigin(site.get("/.well-known/weft/manifest").body()));
      assertThat(trust.key()).isNotNull();
      assertThat(trust.key().encode()).isEqualTo(site.server.siteKey().encode());
    }
  }

  @Test
  void letsTheManifestBeRevalidatedAndShardsBeKept() throws Exception {
    write(folder, "a.css", "x");
    try (RunningSite site = complete()) {
      HttpResponse<byte[]> manifest = site.get("/.well-known/weft/manifest");
      assertThat(header(manifest, "cache-control")).isEqualTo("no-cache");
      String etag = header(manifest, "etag");
      assertThat(site.get("/.well-known/weft/manifest", "if-none-match", etag).statusCode())
          .isEqualTo(304);
      ShardRef ref = root(site).shards().get(0);
      HttpResponse<byte[]> shard = site.get("/.well-known/weft/shards/" + ref.cid());
      assertThat(header(shard, "cache-control")).contains("immutable");

      write(folder, "b.css", "x");
      await().until(() -> entries(site).containsKey("/b.css"));
      assertThat(site.get("/.well-known/weft/shards/" + ref.cid()).body())
          .as("a page that loaded the older root still finds its shard")
          .isEqualTo(shard.body());
      assertThat(site.get("/.well-known/weft/shards/" + Cid.raw(new byte[32])).statusCode())
          .isEqualTo(404);
      assertThat(site.get("/.well-known/weft/shards/x").statusCode()).isEqualTo(404);
      assertThat(site.get("/.well-known/weft/other").statusCode()).isEqualTo(404);
      assertThat(site.send("POST", "/.well-known/weft/manifest").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void publishesASiteOfNothing() throws Exception {
    try (RunningSite site = complete()) {
      assertThat(root(site).shards()).isEmpty();
    }
  }

  @Test
  void publishesManyFiles() throws Exception {
    for (int index = 0; index < 3000; index++) {
      write(folder, "img/" + index / 100 + "/picture-number-" + index + ".webp", "" + index);
    }
    try (RunningSite site = complete()) {
      assertThat(root(site).shards()).hasSizeGreaterThan(2);
      assertThat(entries(site)).hasSize(3000);
    }
  }

  private static SharingRules rules(List<String> include, List<String> exclude) {
    return new SharingRules(
        include.stream().map(Glob::new).toList(),
        exclude.stream().map(Glob::new).toList(),
        SharingRules.DEFAULT_LEAST_BYTES,
        SharingRules.DEFAULT_MOST_BYTES);
  }
}
