package dev.weft.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestEntry;
import dev.weft.core.manifest.ManifestRoot;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.manifest.ResponseHeader;
import dev.weft.core.manifest.SignedManifest;
import dev.weft.core.multiformats.Cid;
import dev.weft.e2e.page.SmallSite;
import dev.weft.origin.manifest.FileHasher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the manifest of a large site costs who opens one of its pages for the first time: 10,000
 * files with 2 GB, every second of them with a gzip variant, of which just one is there to be
 * fetched.
 */
class ManifestCostTest {
  private static final int FOLDERS = 100;
  private static final int FILES_A_FOLDER = 100;
  private static final int FILE_BYTES = 200_000;
  private static final byte[] ASSET = new byte[50_000];

  @TempDir Path folder;
  @TempDir Path home;

  private static ManifestEntry entry(String path, Cid root, int size, @Nullable GzipVariant gzip) {
    return new ManifestEntry(
        path,
        root,
        size,
        size,
        "image/webp",
        List.of(new ResponseHeader("cache-control", "public, max-age=31536000, immutable")),
        gzip);
  }

  private static List<ManifestEntry> entries() {
    Random random = new Random(1);
    List<ManifestEntry> entries = new ArrayList<>();
    for (int at = 0; at < FOLDERS * FILES_A_FOLDER; at++) {
      byte[] digest = new byte[32];
      random.nextBytes(digest);
      String path = "/img/product-%02d/view-%04d.webp".formatted(at / FILES_A_FOLDER, at);
      GzipVariant gzip = new GzipVariant(Cid.raw(digest), MadeUpManifest.CHUNK_BYTES);
      entries.add(entry(path, Cid.dagPb(digest), FILE_BYTES, at % 2 == 0 ? gzip : null));
    }
    Cid cid = new FileHasher(MadeUpManifest.CHUNK_BYTES).hash(ASSET);
    entries.add(entry("/img/product-42/there.webp", cid, ASSET.length, null));
    return entries;
  }

  @Test
  void aColdPageLoadsTheRootAndTheShardsThatItNeeds() throws Exception {
    new SmallSite(folder).page().file("img/product-42/there.webp", ASSET);
    SignedManifest manifest = MadeUpManifest.publish(folder, entries(), "{\"bootstrap\":[]}");
    assertThat(manifest.bytes()).isGreaterThanOrEqualTo(2_000_000_000);
    assertThat(manifest.envelope()).hasSizeLessThanOrEqualTo(ManifestRoot.MAX_BYTES);
    assertThat(manifest.shards().values())
        .allSatisfy(shard -> assertThat(shard).hasSizeLessThanOrEqualTo(ManifestShard.MAX_BYTES));
    try (PublishedSite site = PublishedSite.open(folder, home)) {
      Page page = site.visit();
      page.evaluate("weft.fetch('/img/product-42/there.webp').then(r => r.blob()).then(() => 1)");
      List<?> costs =
          (List<?>)
              page.evaluate(
                  "(() => { const all = performance.getEntriesByType('resource').filter(e =>"
                      + " /weft.(manifest|shards)/.test(e.name)); return [all.length,"
                      + " all.reduce((sum, e) => sum + e.encodedBodySize, 0),"
                      + " Math.round(Math.max(...all.map(e => e.responseEnd))"
                      + " - Math.min(...all.map(e => e.startTime)))] })()");
      System.out.printf(
          "manifest of %d files: root %d bytes, %d shards; a page took %s (files, bytes, ms)%n",
          manifest.files(), manifest.envelope().length, manifest.shards().size(), costs);
      assertThat(costs.get(0)).isEqualTo(2);
      assertThat((Integer) costs.get(1))
          .isLessThanOrEqualTo(ManifestRoot.MAX_BYTES + ManifestShard.MAX_BYTES);
    }
  }
}
