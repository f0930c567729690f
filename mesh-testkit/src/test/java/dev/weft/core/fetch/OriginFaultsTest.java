package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimHostile;
import dev.weft.testkit.SimMesh;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import org.junit.jupiter.api.Test;

/** An origin that is down, has changed, or answers from nearer than it stands. */
class OriginFaultsTest extends FetchWorld {
  @Test
  void withTheOriginDownTheAssetComesFromPeers() {
    origin.down(true);
    seeder(small, large);
    whole(large, ask(large, Urgency.NOW));
    whole(small, ask(small, Urgency.NOW));
  }

  @Test
  void withTheOriginDownASlowPeerIsGoodEnough() {
    origin.down(true);
    SimVisitor slow = mesh.visitor(new SimRtc.Access(10, MBIT, 100 * MBIT)).has(large);
    mesh.connect(visitor, slow);
    whole(large, ask(large, Urgency.NOW));
  }

  @Test
  void withBothDownTheFailureSaysSo() {
    origin.down(true);
    SimHostile dying = hostile((peer, number, block) -> peer.die(), small);
    SimDownload download = ask(small, Urgency.NOW);
    loop.runUntil(download::isOver, 10_000);
    assertThat(dying.isCutOff()).isTrue();
    assertThat(download.failure()).isNotNull();
    assertThat(download.failure().code()).isEqualTo("unavailable");
    assertThat(visitor.lastRecord().failure).isEqualTo("unavailable");
  }

  /** A mesh whose origin is known to be near, so that no peer is expected to be faster. */
  private SimVisitor readerNear(SimOrigin near, SimMesh office) {
    for (SimSite.File file : site.files()) {
      near.put(file.path, file.bytes);
    }
    SimVisitor reader = office.visitor(SimRtc.Access.unlimited(10));
    whole(photo, reader.fetch(photo.path, Urgency.NOW));
    return reader;
  }

  @Test
  void whatAnOriginThatNeverAnswersWasToBringIsAskedOfPeersAgain() {
    SimOrigin near = new SimOrigin(loop, 2, 1_000 * MBIT);
    SimMesh office = new SimMesh(loop, site, near, 8);
    SimVisitor reader = readerNear(near, office);
    near.mute(true);
    new SimHostile(
        office,
        site,
        reader,
        (peer, number, block) ->
            loop.schedule(300, () -> peer.send(number, block, 0, block.length)),
        large);
    SimDownload download = whole(large, reader.fetch(large.path, Urgency.NOW));
    assertThat(download.millis()).isBetween(2_000L, 4_000L);
    assertThat(reader.fetcher.active()).isZero();
  }

  @Test
  void whatPeersBroughtMeanwhileIsRecordedThoughTheOriginNeverAnswers() {
    origin.mute(true);
    hostile(
        (peer, number, block) ->
            loop.schedule(250, () -> peer.send(number, block, 0, block.length)),
        small);
    whole(small, ask(small, Urgency.NOW));
    originAskedAfter(200);
    assertThat(visitor.fetcher.active()).isEqualTo(1);
    loop.runFor(2_000);
    assertThat(visitor.fetcher.active()).isZero();
    assertThat(visitor.lastRecord().source()).isEqualTo("peers");
    assertThat(visitor.lastRecord().millis).isBetween(250, 300);
  }

  @Test
  void aPartThatTheOriginDoesNotBringIsAskedOfAPeerThatComesLater() {
    SimVisitor seeder = mesh.visitor(access()).has(large);
    origin.mute(true);
    int[] asked = {0};
    SimHostile silent =
        hostile(
            (peer, number, block) -> {
              if (asked[0]++ == 0) {
                peer.send(number, block, 0, block.length); // the root
              }
            },
            large);
    SimDownload download = ask(large, Urgency.CAN_WAIT);
    loop.runFor(500);
    assertThat(origin.log()).isNotEmpty().allMatch(entry -> entry.last >= 0);
    silent.die();
    mesh.connect(visitor, seeder);
    whole(large, download);
    assertThat(download.millis()).isBetween(2_000L, 3_000L);
  }

  @Test
  void anAnswerThatStopsInItsMiddleIsGoneOnWithByPeers() {
    SimOrigin near = new SimOrigin(loop, 2, 1_000 * MBIT);
    SimMesh office = new SimMesh(loop, site, near, 8);
    SimVisitor reader = readerNear(near, office);
    SimVisitor seeder = office.visitor(SimRtc.Access.unlimited(10)).has(film);
    SimDownload download = reader.fetch(film.path, Urgency.NOW);
    loop.runUntil(() -> download.bytes().length > 2_000_000, 1_000);
    near.mute(true);
    office.connect(reader, seeder);
    whole(film, download);
    assertThat(download.millis()).isBetween(2_000L, 4_000L);
    assertThat(reader.fetcher.active()).isZero();
  }

  @Test
  void whatTheOriginChangedGoesToThePageUnchangedAndNowhereElse() {
    byte[] changed = new SeededEntropy(9).bytes(70_000);
    origin.put(small.path, changed);
    SimDownload download = ask(small, Urgency.NOW);
    loop.runUntil(download::isOver, 10_000);
    loop.runFor(2_000);
    assertThat(download.bytes()).isEqualTo(changed);
    assertThat(download.size()).isEqualTo(70_000);
    assertThat(visitor.cache.bytes()).isZero();
    assertThat(visitor.staleManifests).isEqualTo(1);
  }

  @Test
  void aChangeOfTheSameLengthIsNoticedToo() {
    byte[] changed = large.bytes.clone();
    changed[500_000] ^= 1;
    origin.put(large.path, changed);
    SimDownload download = ask(large, Urgency.NOW);
    loop.runUntil(download::isOver, 10_000);
    loop.runFor(2_000);
    assertThat(download.bytes()).isEqualTo(changed);
    assertThat(visitor.cache.bytes()).isZero();
    assertThat(visitor.staleManifests).isEqualTo(1);
  }

  @Test
  void oldBytesFromPeersAndNewOnesFromTheOriginAreNeverMixed() {
    byte[] changed = new SeededEntropy(9).bytes(1_000_000);
    origin.put(large.path, changed);
    hostile(
        (peer, number, block) -> {
          if (number < 5) {
            peer.send(number, block, 0, block.length);
          }
        },
        large);
    SimDownload download = ask(large, Urgency.CAN_WAIT);
    loop.runUntil(download::isOver, 60_000);
    assertThat(download.bytes()).isNotEmpty();
    assertThat(download.failure()).isNotNull();
    assertThat(download.failure().code()).isEqualTo("changed-at-origin");
    assertThat(visitor.staleManifests).isEqualTo(1);
  }

  @Test
  void anAnswerOfTheOriginsThatIsNoAssetReachesThePageAsItIs() {
    origin.put(small.path, new byte[] {1});
    SimOrigin bare = new SimOrigin(loop, 80, 50 * MBIT);
    SimVisitor other = new SimMesh(loop, site, bare, 8).visitor(access());
    SimDownload download = other.fetch(small.path, Urgency.NOW);
    loop.runUntil(download::isOver, 10_000);
    assertThat(download.status()).isEqualTo(404);
    assertThat(download.bytes()).hasSize(4);
  }

  @Test
  void whatTheHttpCacheAnswersIsCountedApart() {
    origin.cached(true);
    whole(small, ask(small, Urgency.NOW));
    assertThat(visitor.lastRecord().httpCacheBytes).isEqualTo(50_000);
    assertThat(visitor.lastRecord().originBytes).isZero();
    assertThat(visitor.lastRecord().source()).isEqualTo("http-cache");
  }
}
