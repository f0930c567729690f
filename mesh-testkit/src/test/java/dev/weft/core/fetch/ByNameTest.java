package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimHostile;
import dev.weft.testkit.SimMesh;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import org.junit.jupiter.api.Test;

/** Who asks for bytes by their CID gets these, or none. */
class ByNameTest extends FetchWorld {
  private SimDownload over(SimDownload download) {
    loop.runUntil(download::isOver, 60_000);
    return download;
  }

  private SimDownload askByName(SimSite.File file) {
    return visitor.fetchByName(file.path);
  }

  @Test
  void theOriginAnswersWithThem() {
    whole(small, askByName(small));
    whole(film, askByName(film));
    assertThat(origin.log()).hasSize(2);
  }

  @Test
  void whatTheOriginChangedGoesNowhere() {
    byte[] changed = large.bytes.clone();
    changed[999_999] ^= 1;
    origin.put(large.path, changed);
    origin.put(small.path, new SeededEntropy(9).bytes(70_000));
    for (SimSite.File file : new SimSite.File[] {large, small}) {
      SimDownload download = over(askByName(file));
      assertThat(download.bytes()).isEmpty();
      assertThat(download.failure()).isNotNull();
      assertThat(download.failure().code()).isEqualTo("changed-at-origin");
    }
    assertThat(visitor.staleManifests).isEqualTo(2);
    assertThat(visitor.cache.bytes()).isZero();
  }

  @Test
  void anAnswerThatIsNoAssetGoesNowhere() {
    SimOrigin bare = new SimOrigin(loop, 80, 50 * MBIT);
    SimVisitor other = new SimMesh(loop, site, bare, 8).visitor(access());
    SimDownload download = over(other.fetchByName(small.path));
    assertThat(download.bytes()).isEmpty();
    assertThat(download.failure()).isNotNull();
    assertThat(download.failure().code()).isEqualTo("unavailable");
  }

  @Test
  void peersHaveWhatTheOriginHasNoLonger() {
    origin.put(large.path, new SeededEntropy(9).bytes(1_000_000));
    hostile(
        (peer, number, block) ->
            loop.schedule(300, () -> peer.send(number, block, 0, block.length)),
        large);
    whole(large, askByName(large));
    assertThat(origin.log()).isNotEmpty();
    assertThat(visitor.staleManifests).isEqualTo(1);
  }

  @Test
  void whoAskedByTheUrlMeanwhileGetsWhatIsThere() {
    byte[] changed = new SeededEntropy(9).bytes(50_000);
    origin.put(small.path, changed);
    SimDownload byName = askByName(small);
    SimDownload byUrl = over(ask(small, Urgency.NOW));
    assertThat(byUrl.bytes()).isEqualTo(changed);
    assertThat(over(byName).failure()).isNotNull();
  }

  @Test
  void aPeerThatLiesIsNoOriginThatChanged() {
    hostile(SimHostile.LIAR, small);
    whole(small, askByName(small));
    assertThat(visitor.staleManifests).isZero();
  }
}
