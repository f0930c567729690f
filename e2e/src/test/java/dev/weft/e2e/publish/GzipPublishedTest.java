package dev.weft.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.multiformats.Cid;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import dev.weft.origin.http.Gzip;
import dev.weft.origin.manifest.FileHasher;
import dev.weft.origin.publish.LoadedManifest;
import dev.weft.origin.publish.SiteSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gzip variants as files of a static build, and those that are not what they should be. */
class GzipPublishedTest {
  private static final String VARIANTS = "/.well-known/weft/gzip/";
  private static final byte[] SCRIPT =
      "let a = 1;\n".repeat(9_000).getBytes(StandardCharsets.UTF_8);

  private static final String ASK =
      "fetch('/app.js').then(r => r.text().then(text => [r.status, text.length, text.slice(-5)]))";

  private static final List<Object> COMPLETE = List.of(200, SCRIPT.length, "= 1;\n");

  @TempDir Path folder;
  @TempDir Path home;

  /** What a variant may be that its publisher has signed and should not have. */
  enum Unfit {
    /** A thousand times what the manifest states. */
    BOMB {
      @Override
      byte[] bytes() {
        return Gzip.compress(new byte[1000 * SCRIPT.length]);
      }
    },
    SHORT {
      @Override
      byte[] bytes() {
        return Gzip.compress(new byte[SCRIPT.length - 1]);
      }
    },
    NO_GZIP {
      @Override
      byte[] bytes() {
        return new byte[5_000];
      }
    },
    MISSING {
      @Override
      byte[] bytes() {
        return Gzip.compress(SCRIPT);
      }
    };

    abstract byte[] bytes();
  }

  private static Cid root(byte[] bytes) {
    return new FileHasher(MadeUpManifest.CHUNK_BYTES).hash(bytes);
  }

  private Cid publish(Unfit unfit, String node) throws Exception {
    byte[] bytes = unfit.bytes();
    Cid variant = root(bytes);
    ManifestEntry entry =
        new ManifestEntry(
            "/app.js",
            root(SCRIPT),
            SCRIPT.length,
            bytes.length,
            "text/javascript",
            List.of(),
            new GzipVariant(variant, bytes.length));
    MadeUpManifest.publish(folder, List.of(entry), "{\"bootstrap\":[\"" + node + "\"]}");
    if (unfit != Unfit.MISSING) {
      Path file = folder.resolve(VARIANTS.substring(1)).resolve(variant.toString());
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }
    return variant;
  }

  @Test
  void aStaticServersVariantsComeFromItAndThenFromPeers() throws Exception {
    new SmallSite(folder).page().file("app.js", SCRIPT);
    try (PublishedSite site = PublishedSite.open(folder, home)) {
      site.publish("--gzip");
      GzipVariant variant =
          LoadedManifest.of(SiteSource.of(folder.toString())).entries().get(0).gzip();
      Page first = site.visit();
      PublishedSite.isServed(first);
      assertThat(first.evaluate(ASK)).isEqualTo(COMPLETE);
      Visitors.counted(first, 1);
      assertThat(first.evaluate("weft.stats().bytes.origin")).isEqualTo((int) variant.size());
      assertThat(site.nginx().requestsFor(VARIANTS + variant.root())).isEqualTo(1);
      assertThat(site.nginx().requestsFor("/app.js")).isZero();
      Page second = site.meet();
      PublishedSite.isServed(second);
      site.nginx().close();
      assertThat(second.evaluate(ASK)).isEqualTo(COMPLETE);
      Visitors.counted(second, 1);
      assertThat(second.evaluate("weft.stats().bytes.peers")).isEqualTo((int) variant.size());
    }
  }

  /** The visitor gets the asset as the server has it, to the byte. */
  @ParameterizedTest
  @EnumSource
  void anUnfitVariantCostsTheVisitorNothingButTime(Unfit unfit) throws Exception {
    new SmallSite(folder).page().file("app.js", SCRIPT);
    try (PublishedSite site = PublishedSite.open(folder, home)) {
      Cid variant = publish(unfit, site.nodeAddress());
      Page page = site.visit();
      PublishedSite.isServed(page);
      assertThat(page.evaluate(ASK)).isEqualTo(COMPLETE);
      assertThat(site.nginx().requestsFor(VARIANTS + variant)).isEqualTo(1);
      assertThat(site.nginx().requestsFor("/app.js")).isEqualTo(1);
    }
  }
}
