package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.peers.PeerScores;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimHostile;
import dev.weft.testkit.SimMesh;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fallback, sentence by sentence: peers that are absent, silent, slow, dead or lying. */
class FallbackTest extends FetchWorld {
  @Test
  void aBlockThatNobodyHasIsAskedOfTheOriginInTheSameTurn() {
    seeder(large);
    SimDownload download = ask(small, Urgency.CAN_WAIT);
    originAskedAfter(0);
    whole(small, download);
    assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.NO_PEER);
  }

  @Test
  void aSilentPeerCostsExactlyTheBudget() {
    for (Urgency urgency : Urgency.values()) {
      origin.log().clear();
      SimHostile silent = hostile(SimHostile.SILENT, urgency == Urgency.NOW ? small : large);
      SimSite.File file = urgency == Urgency.NOW ? small : large;
      SimDownload download = ask(file, urgency);
      loop.runFor(199);
      assertThat(origin.log()).isEmpty();
      loop.runFor(1);
      originAskedAfter(200);
      whole(file, download);
      assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.BUDGET);
      silent.die();
    }
  }

  @Test
  void aPeerThatDripsIsOvertaken() {
    hostile(SimHostile.drip(40), large);
    SimDownload download = ask(large, Urgency.CAN_WAIT);
    whole(large, download);
    assertThat(origin.log().get(0).atMillis - askedAt).isBetween(50L, 200L);
    assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.STALLED);
    assertThat(download.millis()).isLessThan(600);
  }

  @Test
  void aPeerThatDripsPastItsDeadlineIsCutOff() {
    SimHostile dripper = hostile(SimHostile.drip(40), large);
    origin.down(true);
    SimDownload download = ask(large, Urgency.NOW);
    loop.runUntil(download::isOver, 60_000);
    assertThat(download.failure()).isNotNull();
    assertThat(download.failure().code()).isEqualTo("unavailable");
    loop.runFor(100);
    assertThat(dripper.isCutOff()).isTrue();
    assertThat(visitor.scores.of(dripper.id)).isEqualTo(PeerScores.TIMEOUT);
  }

  @Test
  void aPeerThatStallsInMidBlockIsOvertakenWithinTheBudget() {
    hostile((peer, number, block) -> peer.send(number, block, 0, block.length / 2), small);
    SimDownload download = ask(small, Urgency.NOW);
    whole(small, download);
    assertThat(origin.log()).hasSize(1);
    assertThat(origin.log().get(0).atMillis - askedAt).isBetween(100L, 250L);
    assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.STALLED);
  }

  @Test
  void aPeerSlowerThanTheOriginIsOvertakenForWhatTheVisitorWaitsFor() {
    SimVisitor slow = mesh.visitor(new SimRtc.Access(10, 2 * MBIT, 100 * MBIT)).has(large);
    mesh.connect(visitor, slow);
    SimDownload download = whole(large, ask(large, Urgency.NOW));
    assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.STALLED);
    assertThat(download.millis()).isLessThan(550);
  }

  @Test
  void slowPeersTogetherAreOvertakenAsSoonAsTheirRateShows() {
    for (int delay = 0; delay <= 40; delay += 20) {
      SimRtc.Access far = new SimRtc.Access(delay, 2 * MBIT, 100 * MBIT);
      mesh.connect(visitor, mesh.visitor(far).has(photo));
    }
    SimDownload download = whole(photo, ask(photo, Urgency.NOW));
    int originAlone = 80 + 300_000 / 6_250;
    assertThat(download.millis()).isLessThan(originAlone + 160);
  }

  @Test
  void ofWhatCanWaitTheOriginTakesPartsThatDouble() {
    SimVisitor slow = mesh.visitor(new SimRtc.Access(10, MBIT, 100 * MBIT)).has(film);
    mesh.connect(visitor, slow);
    whole(film, ask(film, Urgency.CAN_WAIT));
    List<Long> parts = new ArrayList<>();
    for (SimOrigin.Entry entry : origin.log()) {
      parts.add((entry.last < 0 ? film.bytes.length - 1 : entry.last) - entry.first + 1);
    }
    assertThat(parts).startsWith(512L * 1024, 1024L * 1024);
  }

  @Test
  void aPeerWhoseRateIsNotKnownYetIsNotLateForWhatCanWait() {
    SimOrigin near = new SimOrigin(loop, 2, 1_000 * MBIT);
    near.put(large.path, large.bytes);
    near.put(photo.path, photo.bytes);
    SimMesh fast = new SimMesh(loop, site, near, 8);
    SimVisitor reader = fast.visitor(SimRtc.Access.unlimited(10));
    whole(large, reader.fetch(large.path, Urgency.NOW));
    fast.connect(reader, fast.visitor(SimRtc.Access.unlimited(20)).has(photo));
    near.log().clear();
    whole(photo, reader.fetch(photo.path, Urgency.CAN_WAIT));
    assertThat(near.log()).isEmpty();
  }

  @Test
  void theSamePeerIsGivenTimeForWhatCanWait() {
    SimVisitor slow = mesh.visitor(new SimRtc.Access(10, 10 * MBIT, 100 * MBIT)).has(large);
    mesh.connect(visitor, slow);
    whole(large, ask(large, Urgency.CAN_WAIT));
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void timeWithoutWorkIsNotHeldAgainstPeers() {
    SimRtc.Access far = new SimRtc.Access(40, 50 * MBIT, 100 * MBIT);
    mesh.connect(visitor, mesh.visitor(far).has(small).has(large));
    whole(small, ask(small, Urgency.CAN_WAIT));
    loop.runFor(10_000);
    whole(large, ask(large, Urgency.CAN_WAIT));
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void theTimeForWhichThePageIsHeldUpIsNotHeldAgainstPeers() {
    seeder(large);
    SimDownload download = ask(large, Urgency.CAN_WAIT);
    loop.runFor(30);
    loop.hold(300);
    whole(large, download);
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void whatIsSmallDoesNotQueueBehindWhatIsLarge() {
    seeder(small, large);
    SimDownload first = ask(large, Urgency.CAN_WAIT);
    SimDownload second = ask(small, Urgency.CAN_WAIT);
    whole(small, second);
    assertThat(first.isOver()).isFalse();
    whole(large, first);
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void aBadBlockBansItsSenderAndTheOriginTakesOverAtOnce() {
    SimHostile liar = hostile(SimHostile.LIAR, small);
    SimDownload download = whole(small, ask(small, Urgency.NOW));
    assertThat(download.millis()).isLessThan(200);
    assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.BAD_BLOCK);
    assertThat(visitor.lastRecord().verifyFailures).isEqualTo(1);
    assertThat(visitor.scores.isBanned(liar.id)).isTrue();
    assertThat(liar.isCutOff()).isTrue();
    loop.runFor(1_000);
    assertThat(visitor.storage.blocks.get(small.root)).isEqualTo(small.bytes);
  }

  @Test
  void anotherPeerTakesOverFromALiar() {
    SimHostile liar = hostile(SimHostile.LIAR, large);
    seeder(large);
    whole(large, ask(large, Urgency.CAN_WAIT));
    assertThat(origin.log()).isEmpty();
    assertThat(visitor.scores.isBanned(liar.id)).isTrue();
  }

  @Test
  void aPeerThatDiesInMidBlockIsReplacedAtOnce() {
    hostile(
        (peer, number, block) -> {
          peer.send(number, block, 0, block.length / 2);
          loop.schedule(40, peer::die);
        },
        small);
    SimDownload download = whole(small, ask(small, Urgency.NOW));
    assertThat(origin.log().get(0).atMillis - askedAt).isBetween(60L, 120L);
    assertThat(download.millis()).isLessThan(250);
    assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.NO_PEER);
  }

  @Test
  void onlyTheMissingBlocksOfALargeAssetAreAskedOfTheOrigin() {
    SimVisitor seeder = mesh.visitor(access()).has(large);
    mesh.connect(visitor, seeder);
    hostile(SimHostile.SILENT, small);
    // Two leaves leave the seeder's cache; it says so.
    seeder.storage.blocks.remove(large.blocks.get(3).cid);
    seeder.storage.blocks.remove(large.blocks.get(4).cid);
    whole(large, ask(large, Urgency.CAN_WAIT));
    assertThat(origin.log()).isNotEmpty();
    assertThat(origin.log().get(0).first).isEqualTo(3L * CHUNK);
    assertThat(origin.sentBytes()).isLessThanOrEqualTo(2L * CHUNK);
    assertThat(visitor.lastRecord().peerBytes).isEqualTo(1_000_000 - 2 * CHUNK);
  }

  @Test
  void theFirstBlockAloneMayComeFromTheOriginToo() {
    SimVisitor seeder = mesh.visitor(access()).has(large);
    mesh.connect(visitor, seeder);
    seeder.storage.blocks.remove(large.blocks.get(0).cid);
    whole(large, ask(large, Urgency.CAN_WAIT));
    assertThat(origin.log().get(0).first).isZero();
    assertThat(origin.log().get(0).last).isEqualTo(CHUNK - 1);
    assertThat(visitor.lastRecord().peerBytes).isEqualTo(1_000_000 - CHUNK);
  }

  @Test
  void whatPeersStillDeliverWhileTheOriginIsUnderWayCounts() {
    peerAnswersJustAfterTheBudget();
    SimDownload download = whole(small, ask(small, Urgency.NOW));
    originAskedAfter(200);
    assertThat(download.millis()).isLessThan(260);
    assertThat(visitor.lastRecord().peerBytes).isEqualTo(50_000);
  }

  @Test
  void whatTheOriginHasSentWhenPeersWinIsTakenAndCounted() {
    peerAnswersJustAfterTheBudget();
    whole(small, ask(small, Urgency.NOW));
    loop.runFor(200);
    assertThat(visitor.lastRecord().originBytes).isEqualTo(50_000);
  }

  @Test
  void itIsAlsoWhenTheReaderLeavesAsSoonAsItHasAll() {
    peerAnswersJustAfterTheBudget();
    SimDownload download = ask(small, Urgency.NOW);
    loop.runUntil(download::isOver, 60_000);
    visitor.fetcher.cancel(download);
    loop.runFor(300);
    assertThat(visitor.lastRecord().originBytes).isEqualTo(50_000);
    assertThat(visitor.fetcher.active()).isZero();
  }

  private void peerAnswersJustAfterTheBudget() {
    hostile(
        (peer, number, block) ->
            loop.schedule(205, () -> peer.send(number, block, 0, block.length)),
        small);
  }
}
