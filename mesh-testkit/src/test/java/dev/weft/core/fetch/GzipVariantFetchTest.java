package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.offload.Ledger;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimHostile;
import dev.weft.testkit.SimMesh;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import dev.weft.testkit.VirtualLoop;
import org.junit.jupiter.api.Test;

/** An asset that the manifest lists as itself and compressed: which of the two is fetched. */
class GzipVariantFetchTest {
  private static final long MBIT = 125_000;
  private static final int GZIP_BYTES = 170_000;

  private final VirtualLoop loop = new VirtualLoop();
  private final SimSite site = new SimSite(64 * 1024);
  private final SimSite.File before = site.put("/a.bin", new SeededEntropy(1).bytes(90_000));
  private final SimSite.File script =
      site.put("/app.js", new SeededEntropy(2).bytes(600_000), GZIP_BYTES);
  private final SimSite.File gzip = site.compress(script, new SeededEntropy(3).bytes(GZIP_BYTES));
  private final SimSite.File after = site.put("/b.bin", new SeededEntropy(4).bytes(90_000));
  private final SimOrigin origin = new SimOrigin(loop, 80, 50 * MBIT);
  private final SimMesh mesh = new SimMesh(loop, site, origin, 7);
  private final SimVisitor visitor = mesh.visitor(access());

  GzipVariantFetchTest() {
    for (SimSite.File file : site.files()) {
      origin.put(file.path, file.bytes);
    }
    origin.put(gzip.path, gzip.bytes);
  }

  private static SimRtc.Access access() {
    return new SimRtc.Access(10, 50 * MBIT, 100 * MBIT);
  }

  private void seeder(SimSite.File file) {
    mesh.connect(visitor, mesh.visitor(access()).has(file));
  }

  private void comes(SimSite.File file, SimDownload download) {
    loop.runUntil(download::isOver, 60_000);
    assertThat(download.failure()).isNull();
    assertThat(download.bytes()).isEqualTo(file.bytes);
    loop.runFor(5_000);
  }

  @Test
  void nobodyHasItSoTheOriginSendsTheVariantWhichIsKeptAndPassedOn() {
    comes(gzip, visitor.fetchVariant(script.path));
    assertThat(origin.log()).extracting(entry -> entry.path).containsExactly(gzip.path);
    assertThat(origin.sentBytes()).isEqualTo(GZIP_BYTES);
    comes(gzip, visitor.fetchVariant(script.path));
    SimVisitor second = mesh.visitor(access());
    mesh.connect(second, visitor);
    comes(gzip, second.fetchVariant(script.path));
    assertThat(origin.log()).hasSize(1);
    assertThat(second.lastRecord().peerBytes).isEqualTo(GZIP_BYTES);
  }

  @Test
  void ofPeersThatHaveBothTheVariantIsTaken() {
    seeder(script);
    seeder(gzip);
    comes(gzip, visitor.fetchVariant(script.path));
    assertThat(visitor.lastRecord().asset.path).isEqualTo("/app.js");
    assertThat(visitor.lastRecord().peerBytes).isEqualTo(GZIP_BYTES);
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void whatPeersHaveOnlyAsItIsComesAsItIs() {
    seeder(script);
    comes(script, visitor.fetchVariant(script.path));
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void whatIsCachedAsItIsComesFromTheCacheThoughPeersHaveTheVariant() {
    visitor.has(script);
    seeder(gzip);
    comes(script, visitor.fetchVariant(script.path));
    assertThat(visitor.lastRecord().cacheBytes).isEqualTo(600_000);
  }

  @Test
  void aVariantInTheCacheIsTakenThoughPeersHaveTheAsset() {
    visitor.has(gzip);
    seeder(script);
    comes(gzip, visitor.fetchVariant(script.path));
    assertThat(visitor.lastRecord().cacheBytes).isEqualTo(GZIP_BYTES);
  }

  @Test
  void whoDoesNotInflateGetsTheAssetItself() {
    seeder(gzip);
    comes(script, visitor.fetch(script.path, Urgency.CAN_WAIT));
    assertThat(visitor.fetcher.variant(visitor.assets.at("/a.bin")))
        .isSameAs(visitor.assets.at("/a.bin"));
  }

  /** Nothing of what was stored there in its place reaches who would inflate it. */
  @Test
  void whatTheOriginHasInTheVariantsPlaceGoesNowhere() {
    origin.put(gzip.path, new SeededEntropy(9).bytes(GZIP_BYTES));
    SimDownload download = visitor.fetchVariant(script.path);
    loop.runUntil(download::isOver, 60_000);
    assertThat(download.bytes()).isEmpty();
    assertThat(download.failure()).isNotNull();
    assertThat(visitor.staleManifests).isEqualTo(1);
  }

  /** Some servers do not have what was published: it costs each asset one round trip. */
  @Test
  void whatTheOriginHasNoVariantOfIsFetchedAsItIsFromThenOn() {
    origin.remove(gzip.path);
    SimDownload download = visitor.fetchVariant(script.path);
    loop.runUntil(download::isOver, 60_000);
    assertThat(download.failure()).isNotNull();
    comes(script, visitor.fetchVariant(script.path));
    assertThat(origin.log()).extracting(entry -> entry.path).containsExactly(gzip.path, "/app.js");
  }

  @Test
  void aByteThatAPeerChangedIsNoticedAndTheOriginHelps() {
    new SimHostile(mesh, site, visitor, SimHostile.LIAR, gzip);
    comes(gzip, visitor.fetchVariant(script.path));
    assertThat(visitor.lastRecord().verifyFailures).isEqualTo(1);
    assertThat(visitor.lastRecord().peerBytes).isZero();
  }

  /** Blocks are numbered over all of the shard: those behind a variant are still found. */
  @Test
  void assetsBesideItAreFound() {
    seeder(before);
    seeder(after);
    comes(before, visitor.fetch(before.path, Urgency.CAN_WAIT));
    comes(after, visitor.fetch(after.path, Urgency.CAN_WAIT));
    assertThat(origin.log()).isEmpty();
  }

  /** The site saved what it would have sent, whichever of the two came. */
  @Test
  void theLedgerCountsWhatTheOriginWouldHaveSent() {
    SimVisitor other = mesh.visitor(access());
    mesh.connect(visitor, mesh.visitor(access()).has(gzip));
    mesh.connect(other, mesh.visitor(access()).has(script));
    comes(gzip, visitor.fetchVariant(script.path));
    comes(script, other.fetchVariant(script.path));
    for (Ledger ledger : new Ledger[] {visitor.ledger, other.ledger}) {
      assertThat(ledger.totals()[Figure.PEER_BYTES_AS_ENCODED]).isEqualTo(GZIP_BYTES);
    }
    assertThat(visitor.ledger.totals()[Figure.PEER_BYTES]).isEqualTo(GZIP_BYTES);
    assertThat(other.ledger.totals()[Figure.PEER_BYTES]).isEqualTo(600_000);
  }
}
