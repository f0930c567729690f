package dev.weft.e2e.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.harness.Kept;
import dev.weft.e2e.hostile.Hostile;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import dev.weft.origin.http.Slowness;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks 2 to 4: polluted bytes, also out of a cache that was tampered with; hashes that are
 * shipped, each with a wrong byte under it; hashes that the peer itself supplies.
 */
class PollutionTest {
  private static final int BYTES = 200_000;

  /** A root node and four leaves. */
  private static final int BLOCKS = 5;

  private static final String ALL_KEPT =
      "n => caches.open('weft').then(c => c.keys()).then(k => k.length == n)";

  private static final String ALL_INDEXED =
      """
      n => new Promise(keep => {
        const opening = indexedDB.open('weft', 1);
        opening.onsuccess = () =>
          opening.result.transaction('blocks').objectStore('blocks').count().onsuccess = counted => {
            opening.result.close();
            keep(counted.target.result == n);
          };
      })
      """;

  /** One bit of each block in the page's cache is another one. */
  private static final String POLLUTE =
      """
      async () => {
        const cache = await caches.open('weft');
        for (const key of await cache.keys()) {
          const bytes = new Uint8Array(await (await cache.match(key)).arrayBuffer());
          bytes[bytes.length >> 1] ^= 1;
          await cache.put(key, new Response(bytes));
        }
      }
      """;

  /** Each record of the cache's index is made into another one. */
  private static final String FORGE_INDEX =
      """
      forge => new Promise(keep => {
        const opening = indexedDB.open('weft', 1);
        opening.onsuccess = () => {
          const change = opening.result.transaction('blocks', 'readwrite');
          const store = change.objectStore('blocks');
          store.getAll().onsuccess = found => {
            found.target.result.forEach(record => store.put(Object.assign(record, forge)));
            if (forge.cid) store.put({cid: 'x', root: 'y', index: 0, size: 1, used: 1});
          };
          change.oncomplete = () => { opening.result.close(); keep(); };
        };
      })
      """;

  @TempDir static Path folder;
  private static House house;
  private static String digest = "";
  private final Visitors visitors = new Visitors();

  @BeforeAll
  static void open() throws Exception {
    byte[] asset = new byte[BYTES];
    new Random(7).nextBytes(asset);
    digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(asset));
    // As far away as origins are: else it would win every race.
    Slowness distance = new Slowness(Duration.ofMillis(150), 0);
    house =
        House.open(
            new SmallSite(folder).page().file("a.bin", asset).folder(),
            origin -> origin.slowness(distance));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @AfterEach
  void leave() {
    visitors.close();
  }

  private static void whole(Page page) {
    assertThat(page.evaluate(Visitors.FETCH, "/a.bin")).isEqualTo(digest);
  }

  /** A visitor who has the asset in its cache. */
  private Page keeper() {
    Page page = visitors.visit(house);
    page.evaluate("weft.ready");
    whole(page);
    Kept.awaitTrue(page, ALL_KEPT, BLOCKS);
    return page;
  }

  /**
   * A visitor whose cache was tampered with since an earlier page of the visit: of a page's own
   * time its blocks are in memory, where nobody can reach them.
   */
  private Page keeperOfPollution() {
    Page page = keeper();
    Kept.awaitTrue(page, ALL_INDEXED, BLOCKS);
    page.evaluate(POLLUTE);
    page.reload();
    page.evaluate("weft.ready");
    return page;
  }

  private static Object stat(Page page, String name) {
    return page.evaluate("weft.stats()." + name);
  }

  @Test
  void aPollutedCacheIsNotServed() {
    Page keeper = keeperOfPollution();
    Page other = visitors.meet(house);
    whole(other);
    Visitors.counted(other, 1);
    assertThat(stat(other, "verifyFailures")).isEqualTo(0);
    assertThat(stat(other, "bytes.peers")).isEqualTo(0);
    assertThat(stat(keeper, "uploaded")).isEqualTo(0);
  }

  @Test
  void aPollutedCacheIsNotUsedNorWhatItsIndexSays() {
    Page keeper = keeperOfPollution();
    whole(keeper);
    Visitors.counted(keeper, 1);
    assertThat(stat(keeper, "bytes.cache")).isEqualTo(0);

    Kept.awaitTrue(keeper, ALL_INDEXED, BLOCKS);
    for (String forged :
        new String[] {
          "({index: 999999, size: -5, used: 'never'})",
          "({root: 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'})",
          "({cid: 'x'})"
        }) {
      keeper.evaluate("forge => (" + FORGE_INDEX + ")(forge)", keeper.evaluate(forged));
      keeper.reload();
      keeper.evaluate("weft.ready");
      whole(keeper);
    }
  }

  /** Serves the path with other bytes, as who is between page and origin would. */
  private Page behind(String path, UnaryOperator<byte[]> change) {
    return visitors.visit(
        house,
        context ->
            context.route(
                url -> url.contains(path),
                route -> {
                  APIResponse answer = route.fetch();
                  route.fulfill(
                      new Route.FulfillOptions()
                          .setResponse(answer)
                          .setBodyBytes(change.apply(answer.body())));
                }));
  }

  @Test
  void aManifestWithAWrongByteInItsSignatureIsNotUsed() {
    Page page =
        behind(
            "/.well-known/weft/manifest",
            root -> {
              root[root.length - 1] ^= 1;
              return root;
            });
    assertThat(page.evaluate("weft.ready.then(r => r.state)")).isEqualTo("off");
    whole(page);
    assertThat(stat(page, "assets")).isEqualTo(0);
  }

  @Test
  void aShardWithAWrongByteIsNotUsed() {
    Page page =
        behind(
            "/.well-known/weft/shards/",
            shard -> {
              String text = new String(shard, StandardCharsets.ISO_8859_1);
              shard[text.indexOf("octet-stream")] ^= 1;
              return shard;
            });
    page.evaluate("weft.ready");
    whole(page);
    assertThat(stat(page, "assets")).isEqualTo(0);
  }

  /** A bit of a leaf, a bit of the root node, or another file, all of whose own hashes agree. */
  @ParameterizedTest
  @ValueSource(strings = {"leaf", "node", "forges"})
  void whoSendsWhatTheManifestsHashDoesNotNameIsBannedAndNobodyElseGetsIt(String mode) {
    Page page;
    try (Hostile hostile = Hostile.join(house, mode, "/a.bin")) {
      page = visitors.meet(house);
      whole(page);
      Visitors.counted(page, 1);
      assertThat(hostile.asked()).isPositive();
      assertThat(stat(page, "verifyFailures")).isEqualTo(1);
      assertThat(Visitors.faults(page)).isGreaterThanOrEqualTo(100);
      assertThat(stat(page, "peers")).isEqualTo(0);
    }
    Page next = visitors.visit(house);
    next.waitForFunction("weft.stats().state == 'mesh'");
    whole(next);
    Visitors.counted(next, 1);
    assertThat(stat(next, "verifyFailures")).isEqualTo(0);
    assertThat((int) stat(next, "bytes.peers")).isPositive();
  }
}
