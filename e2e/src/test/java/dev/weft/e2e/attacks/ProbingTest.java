package dev.weft.e2e.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import dev.weft.core.connection.Connection;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.harness.Kept;
import dev.weft.e2e.hostile.Hostile;
import dev.weft.e2e.hostile.Stranger;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attack 7: probing what a visitor has seen. Peers learn which blocks of the manifest's assets a
 * page has, as the exchange is for; nobody learns anything else, and the node tells no addresses.
 */
class ProbingTest {
  private static final byte[] ASSET = new byte[50_000];

  @TempDir static Path folder;
  private static House house;
  private final Visitors visitors = new Visitors();

  @BeforeAll
  static void open() throws Exception {
    new Random(7).nextBytes(ASSET);
    house =
        House.open(
            new SmallSite(folder)
                .page()
                .file("a.bin", ASSET)
                .file("b.bin", new byte[50_000])
                .file("account.html", "who I am")
                .folder());
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @AfterEach
  void leave() {
    visitors.close();
  }

  /** A visitor who has seen two pages and one of the manifest's two assets. */
  private Page reader() {
    Page page = visitors.visit(house);
    page.evaluate("weft.ready");
    for (String path : List.of("/a.bin", "/account.html", "/")) {
      page.evaluate(Visitors.FETCH, path);
    }
    Kept.awaitTrue(page, "caches.open('weft').then(c => c.keys()).then(k => k.length == 1)");
    return page;
  }

  @Test
  void aPeerLearnsOfTheManifestsAssetsAndNothingElse() {
    reader();
    try (Hostile hostile = Hostile.join(house, "probes")) {
      await().until(() -> hostile.told().contains("refuses unknown 1"));
      assertThat(hostile.told().stream().distinct())
          .containsExactly(
              "has 1", "gives 0", "refuses 1", "refuses unknown 0", "refuses unknown 1");
    }
  }

  @Test
  void theNodeNamesVisitorsByTheirCircuitsAndNoSmallAssetsOfTheirs() throws Exception {
    reader();
    try (Stranger stranger = new Stranger(1)) {
      Connection node = stranger.connect(house.node().multiaddr());
      await().until(() -> stranger.visitors(node, house).size() == 1);
      KadPeer visitor = stranger.visitors(node, house).get(0);
      Multiaddr here = house.node().multiaddr();
      assertThat(visitor.addresses())
          .isNotEmpty()
          .allSatisfy(
              address -> {
                assertThat(address.has(Multiaddr.P2P_CIRCUIT)).isTrue();
                assertThat(address.toString()).startsWith(here.toString());
              });
      Cid root = Cid.raw(MessageDigest.getInstance("SHA-256").digest(ASSET));
      assertThat(stranger.providers(node, root.multihash())).isEmpty();
    }
  }
}
