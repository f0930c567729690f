package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimHostile;
import dev.weft.testkit.SimMesh;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimRtc;
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
