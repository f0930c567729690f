package dev.weft.origin;

import static dev.weft.origin.RunningSite.header;
import static dev.weft.origin.RunningSite.noise;
import static dev.weft.origin.RunningSite.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.origin.manifest.FileHasher;
import dev.weft.origin.publish.LoadedManifest;
import dev.weft.origin.publish.SiteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The gzip variants that a manifest lists with {@code --gzip}, and where they are had. */
class GzipVariantTest {
  private static final String SCRIPT = "let a = 1;\n".repeat(10_000);

  @TempDir Path folder;
  @TempDir Path elsewhere;

  /** A script, one that is too small to be worth it, and a font that hardly shrinks. */
  @BeforeEach
  void build() {
    write(folder, "app.js", SCRIPT);
    write(folder, "small.js", "let b = 2;\n".repeat(60));
    write(folder, "f.ttf", Arrays.copyOf(noise(92_000), 100_000));
  }

  private static Map<String, ManifestEntry> entries(String site) throws IOException {
    return LoadedManifest.of(SiteSource.of(site)).entries().stream()
        .collect(Collectors.toMap(ManifestEntry::path, Function.identity()));
  }

  private RunningSite start(boolean gzip) throws Exception {
    RunningSite site = RunningSite.start(folder, options -> options.gzip(gzip));
    site.server.manifestComplete().get(20, TimeUnit.SECONDS);
    return site;
  }

  private static void isVariant(GzipVariant variant, byte[] bytes) throws IOException {
    assertThat(bytes).hasSize((int) variant.size());
    assertThat(new FileHasher(1 << 16).hash(bytes)).isEqualTo(variant.root());
    GZIPInputStream inflated = new GZIPInputStream(new ByteArrayInputStream(bytes));
    assertThat(inflated.readAllBytes()).asString().isEqualTo(SCRIPT);
  }

  private static CommandLine command(StringWriter err) {
    return Tools.commandLine()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err));
  }

  private void publish(String... more) {
    StringWriter err = new StringWriter();
    String key = elsewhere.resolve("site.key").toString();
    String[] args =
        Stream.concat(Stream.of("publish", folder.toString(), "--key", key), Stream.of(more))
            .toArray(String[]::new);
    assertThat(command(err).execute(args)).as(err.toString()).isZero();
  }

  @Test
  void areListedWhereTheySaveEnough() throws Exception {
    try (RunningSite site = start(true)) {
      Map<String, ManifestEntry> entries = entries(site.server.url());
      GzipVariant variant = entries.get("/app.js").gzip();
      assertThat(variant).isNotNull();
      assertThat(variant.size()).isEqualTo(entries.get("/app.js").encodedSize());
      assertThat(entries.get("/small.js").encodedSize()).isLessThan(660);
      assertThat(entries.get("/small.js").gzip()).isNull();
      assertThat(entries.get("/f.ttf").encodedSize()).isLessThan(95_000);
      assertThat(entries.get("/f.ttf").gzip()).isNull();
    }
  }

  /** A browser that is told of a coding undoes it, and has other bytes than the manifest names. */
  @Test
  void areSentAsTheyAreAndKept() throws Exception {
    try (RunningSite site = start(true)) {
      GzipVariant variant = entries(site.server.url()).get("/app.js").gzip();
      String path = "/.well-known/weft/gzip/";
      HttpResponse<byte[]> answer = site.get(path + variant.root(), "accept-encoding", "gzip");
      isVariant(variant, answer.body());
      assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
      assertThat(header(answer, "cache-control")).contains("immutable");
      assertThat(site.get(path + entries(site.server.url()).get("/app.js").root()).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void areNotListedUnlessToldTo() throws Exception {
    try (RunningSite site = start(false)) {
      assertThat(entries(site.server.url()).values())
          .allSatisfy(entry -> assertThat(entry.gzip()).isNull());
    }
  }

  @Test
  void arePublishedAsFilesAndGoWhenNoLongerListed() throws Exception {
    publish("--gzip");
    Path stored = folder.resolve(".well-known/weft/gzip");
    GzipVariant variant = entries(folder.toString()).get("/app.js").gzip();
    isVariant(variant, Files.readAllBytes(stored.resolve(variant.root().toString())));
    publish();
    assertThat(stored).isEmptyDirectory();
    assertThat(entries(folder.toString()).get("/app.js").gzip()).isNull();
  }

  @Test
  void areVerified() throws Exception {
    publish("--gzip");
    StringWriter err = new StringWriter();
    String[] verify = {"manifest", "verify", folder.toString()};
    assertThat(command(err).execute(verify)).as(err.toString()).isZero();
    String cid = entries(folder.toString()).get("/app.js").gzip().root().toString();
    Files.write(folder.resolve(".well-known/weft/gzip").resolve(cid), new byte[] {1, 2, 3});
    assertThat(command(err).execute(verify)).isEqualTo(1);
    assertThat(err.toString()).contains("wrong: /.well-known/weft/gzip/" + cid + " is not of ");
  }
}
