package dev.weft.e2e.npm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.multiformats.Cid;
import dev.weft.e2e.page.SmallSite;
import dev.weft.e2e.publish.PublishedSite;
import dev.weft.origin.folder.MediaTypes;
import dev.weft.origin.publish.LoadedManifest;
import dev.weft.origin.publish.SiteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the npm package publishes beside what {@code weft publish} does, of the same files. */
class NodePublisherTest {
  private static final Path PACKAGE = Path.of("../browser-client/target/npm").toAbsolutePath();

  private static final String SCRIPT =
      """
      import { publish } from '%s';
      await publish(process.argv[2], {
        ...JSON.parse(process.argv[3]),
        headers: [['*.png', 'Cache-Control', 'max-age=60']],
        exclude: ['/draft/**'],
        include: ['/index.html']
      });
      """;

  @TempDir Path folder;
  @TempDir Path home;

  private SmallSite files() {
    byte[] film = new byte[3_000_000];
    new Random(5).nextBytes(film);
    return new SmallSite(folder)
        .page()
        .file("film/a day [1] – 50%.webm", film)
        .file("img/a.png", new byte[70_000])
        .file("img/.hidden.png", new byte[70_000])
        .file("empty.txt", "")
        .file("draft/secret.png", new byte[70_000])
        .file("fonts/f.woff2", new byte[65_536])
        .file("small.js", "let a = 1;\n");
  }

  private Path publishByNode(PublishedSite site, long now, boolean gzip) throws IOException {
    Path out = home.resolve("by-node");
    Path script =
        Files.writeString(
            home.resolve("publish.mjs"), SCRIPT.formatted(PACKAGE.resolve("publish.js").toUri()));
    String options =
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "key", site.key().toString(),
                    "bootstrap", List.of(site.nodeAddress()),
                    "out", out.toString(),
                    "now", now,
                    "gzip", gzip));
    ClientPackage.run(home, Map.of(), "node", script.toString(), folder.toString(), options);
    return out;
  }

  @Test
  void whatPagesWouldNotKnowIsRefused() throws IOException {
    Path script =
        Files.writeString(
            home.resolve("publish.mjs"), SCRIPT.formatted(PACKAGE.resolve("publish.js").toUri()));
    Map<String, String> refusals =
        Map.of(
            "{\"peers\": 11}", "weft: peers: 1 to 10, not 11",
            "{\"prefer\": \"fast\"}", "weft: prefer: 'balance', 'speed' or 'offload', not 'fast'",
            "{\"lan\": \"yes\"}", "weft: lan: 'auto', 'on' or 'off', not 'yes'");
    refusals.forEach(
        (options, refusal) ->
            assertThatThrownBy(
                    () ->
                        ClientPackage.run(
                            home, Map.of(), "node", script.toString(), folder.toString(), options))
                .hasStackTraceContaining(refusal));
  }

  private Path publishByJvm(PublishedSite site) throws Exception {
    Path out = home.resolve("by-jvm");
    site.publish(
        "--out",
        out.toString(),
        "--header",
        "*.png=Cache-Control: max-age=60",
        "--exclude",
        "/draft/**",
        "--include",
        "/index.html");
    return out;
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static LoadedManifest loaded(Path out) throws IOException {
    return LoadedManifest.of(SiteSource.of(out.toString()));
  }

  @Test
  void allFilesAreEqualToTheByte() throws Exception {
    files();
    try (PublishedSite site = PublishedSite.open(folder, home)) {
      Path byJvm = publishByJvm(site);
      Path byNode = publishByNode(site, loaded(byJvm).root().sequence(), false);
      assertThat(names(byNode)).isEqualTo(names(byJvm)).hasSizeGreaterThan(7);
      for (String name : names(byJvm)) {
        assertThat(byNode.resolve(name)).as(name).hasSameBinaryContentAs(byJvm.resolve(name));
      }
      assertThat(loaded(byNode).entries()).hasSize(5);
    }
  }

  /** Two builds of zlib differ by some bytes in what they guess that a server would send. */
  @Test
  void ofTextTheGuessOfTheCompressedSizeMayDiffer() throws Exception {
    files()
        .file("words.txt", "many words that are alike\n".repeat(5_000))
        .file(
            "data.json", Stream.generate(new Random(3)::nextInt).limit(9_000).toList().toString());
    try (PublishedSite site = PublishedSite.open(folder, home)) {
      List<ManifestEntry> byJvm = loaded(publishByJvm(site)).entries();
      List<ManifestEntry> byNode = loaded(publishByNode(site, 0, false)).entries();
      assertThat(byNode).hasSameSizeAs(byJvm);
      for (int at = 0; at < byJvm.size(); at++) {
        ManifestEntry one = byJvm.get(at);
        ManifestEntry other = byNode.get(at);
        assertThat(other.path()).isEqualTo(one.path());
        assertThat(other.root()).isEqualTo(one.root());
        assertThat(other.mediaType()).isEqualTo(one.mediaType());
        assertThat(other.encodedSize())
            .isBetween(one.encodedSize() * 9 / 10, one.encodedSize() * 11 / 10);
      }
    }
  }

  @Test
  void gzipVariantsAreListedWrittenAndTakenAway() throws Exception {
    files().file("words.txt", "many words that are alike\n".repeat(5_000));
    try (PublishedSite site = PublishedSite.open(folder, home)) {
      Path out = publishByNode(site, 0, true);
      Path written = out.resolve(".well-known/weft/gzip");
      for (ManifestEntry entry : loaded(out).entries()) {
        GzipVariant variant = entry.gzip();
        if (!entry.path().equals("/words.txt")) {
          assertThat(variant).as(entry.path()).isNull();
          continue;
        }
        byte[] bytes = Files.readAllBytes(written.resolve(variant.root().toString()));
        assertThat(bytes).hasSize((int) variant.size());
        assertThat(variant.root()).isEqualTo(Cid.raw(Sha256.digest(bytes)));
        assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
            .isEqualTo(Files.readAllBytes(folder.resolve("words.txt")));
      }
      assertThat(names(written)).hasSize(1);
      publishByNode(site, 1, false);
      assertThat(names(written)).isEmpty();
    }
  }

  @Test
  void itsMediaTypesAreThoseOfTheOrigin() throws IOException {
    Map<String, String> types =
        new ObjectMapper()
            .readValue(PACKAGE.resolve("media-types.json").toFile(), new TypeReference<>() {});
    assertThat(types).hasSizeGreaterThan(200);
    types.forEach((end, type) -> assertThat(MediaTypes.of("a." + end)).as(end).isEqualTo(type));
    for (String end : MediaTypes.known()) {
      assertThat(types).containsKey(end);
    }
  }
}
