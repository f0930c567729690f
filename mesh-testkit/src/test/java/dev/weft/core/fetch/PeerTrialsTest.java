package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimHostile;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the visitor waits for is never asked of peers that are of no use, but for a trial or two.
 */
class PeerTrialsTest extends FetchWorld {
  /** The origin needs 80 ms to answer and not quite 8 ms for the bytes. */
  private static final int ALONE_MILLIS = 87;

  private SimSite.File[] all() {
    return scripts.toArray(new SimSite.File[0]);
  }

  /** Fetches all, one after the other, and says how long each took. */
  private List<Long> inTurn() {
    return scripts.stream().map(file -> whole(file, ask(file, Urgency.NOW)).millis()).toList();
  }

  @Test
  void ofTwentyInTurnSilentPeersHoldUpFew() {
    for (int i = 0; i < 5; i++) {
      hostile(SimHostile.SILENT, all());
    }
    List<Long> millis = inTurn();
    assertThat(millis.stream().filter(each -> each > ALONE_MILLIS)).hasSizeBetween(1, 3);
    assertThat(millis.stream().max(Long::compare)).hasValue(200L + ALONE_MILLIS);
  }

  @Test
  void ofTwentyAtOnceFourTry() {
    hostile(SimHostile.SILENT, all());
    List<SimDownload> downloads = scripts.stream().map(file -> ask(file, Urgency.NOW)).toList();
    assertThat(origin.log()).hasSize(16);
    assertThat(visitor.fetcher.active()).isEqualTo(20);
    loop.runUntil(() -> visitor.fetcher.active() == 0, 60_000);
    assertThat(downloads).allMatch(SimDownload::isOver);
    assertThat(visitor.records).filteredOn(each -> each.fallback != Fallback.SLOWER).hasSize(4);
  }

  /** Once the origin's time is known, it is also what a trial may cost. */
  @Test
  void aTrialCostsNoMoreThanTheOriginTakes() {
    whole(small, ask(small, Urgency.NOW));
    hostile(SimHostile.SILENT, scripts.get(0));
    assertThat(whole(scripts.get(0), ask(scripts.get(0), Urgency.NOW)).millis())
        .isEqualTo(80 + ALONE_MILLIS);
  }

  /** Who has brought nothing in that time has all of it taken over, from the others as well. */
  @Test
  void aTrialOfSlowPeersCostsNoMoreEither() {
    whole(small, ask(small, Urgency.NOW));
    for (int oneWayMillis : new int[] {10, 30, 50}) {
      SimRtc.Access slow = new SimRtc.Access(oneWayMillis, 2 * MBIT, 100 * MBIT);
      mesh.connect(visitor, mesh.visitor(slow).has(photo));
    }
    assertThat(whole(photo, ask(photo, Urgency.NOW)).millis()).isLessThan(80 + 80 + 48 + 50);
    assertThat(origin.log()).hasSize(2);
  }

  @Test
  void theNextTrialComesLaterEachTime() {
    List<Long> lostAt = new ArrayList<>();
    for (int i = 0; i < scripts.size(); i++) {
      SimHostile silent = hostile(SimHostile.SILENT, scripts.get(i));
      long before = loop.nowMillis();
      whole(scripts.get(i), ask(scripts.get(i), Urgency.NOW));
      if (visitor.lastRecord().fallback == Fallback.BUDGET) {
        lostAt.add(before);
      } else {
        assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.SLOWER);
      }
      silent.die();
      loop.runFor(900);
    }
    assertThat(lostAt).hasSizeGreaterThan(2);
    for (int i = 1; i < lostAt.size(); i++) {
      assertThat(lostAt.get(i) - lostAt.get(i - 1)).isGreaterThan(1_000L << (i - 1));
    }
  }

  @Test
  void peersRestFromALostTrialToTheNextOne() {
    hostile(SimHostile.SILENT, all());
    ask(scripts.get(0), Urgency.NOW);
    loop.runFor(199);
    assertThat(visitor.rests).isEmpty();
    loop.runFor(999);
    assertThat(visitor.rests).containsExactly(true);
    loop.runFor(3);
    assertThat(visitor.rests).containsExactly(true, false);
  }

  @Test
  void theRestIsOverWhenAPeerHasProvenItself() {
    hostile(SimHostile.SILENT, all());
    whole(scripts.get(0), ask(scripts.get(0), Urgency.NOW));
    assertThat(visitor.rests).containsExactly(true);
    seeder(all());
    long before = loop.nowMillis();
    whole(scripts.get(1), ask(scripts.get(1), Urgency.CAN_WAIT));
    assertThat(visitor.rests).containsExactly(true, false);
    assertThat(loop.nowMillis() - before).isLessThan(500);
  }

  @Test
  void whoHasProvenItselfDeliversAllAtOnce() {
    seeder(all());
    whole(scripts.get(0), ask(scripts.get(0), Urgency.NOW));
    List<SimDownload> downloads = scripts.stream().map(file -> ask(file, Urgency.NOW)).toList();
    loop.runUntil(() -> downloads.stream().allMatch(SimDownload::isOver), 60_000);
    assertThat(origin.log()).isEmpty();
  }

  /** That the last come late is known when they are asked for. */
  @Test
  void aPeerWhoseQueueEmptiesIsNotLateForIt() {
    SimRtc.Access access = new SimRtc.Access(1, 50 * MBIT, 100 * MBIT);
    SimVisitor near = mesh.visitor(access);
    SimVisitor seeder = mesh.visitor(access);
    scripts.forEach(seeder::has);
    mesh.connect(near, seeder);
    near.fetch(scripts.get(0).path, Urgency.NOW);
    loop.runFor(1_000);
    List<SimDownload> downloads =
        scripts.stream().map(file -> near.fetch(file.path, Urgency.NOW)).toList();
    loop.runUntil(() -> downloads.stream().allMatch(SimDownload::isOver), 60_000);
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void whatCanWaitProvesPeersAndCostsTheVisitorNothing() {
    seeder(all());
    whole(scripts.get(0), ask(scripts.get(0), Urgency.CAN_WAIT));
    hostile(SimHostile.SILENT, all());
    for (SimSite.File file : scripts.subList(1, 20)) {
      assertThat(whole(file, ask(file, Urgency.NOW)).millis()).isLessThan(ALONE_MILLIS);
    }
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void aPeerWhoseRateIsKnownToBeLowIsNotAskedAtAll() {
    SimRtc.Access slow = new SimRtc.Access(10, 2 * MBIT, 100 * MBIT);
    SimVisitor far = mesh.visitor(slow).has(large).has(photo);
    mesh.connect(visitor, far);
    whole(large, ask(large, Urgency.CAN_WAIT));
    loop.runFor(5_000);
    SimDownload download = whole(photo, ask(photo, Urgency.NOW));
    assertThat(download.millis()).isLessThan(80 + 300_000 / 6_250 + 2);
    assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.SLOWER);
  }

  @Test
  void whenTheOriginFailsPeersAreAskedWhateverTheyHaveProven() {
    seeder(all());
    whole(scripts.get(0), ask(scripts.get(0), Urgency.NOW));
    hostile(SimHostile.SILENT, small);
    whole(small, ask(small, Urgency.NOW));
    origin.down(true);
    whole(scripts.get(1), ask(scripts.get(1), Urgency.NOW));
    assertThat(visitor.lastRecord().source()).isEqualTo("peers");
  }
}
