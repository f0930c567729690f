package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimMesh;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import dev.weft.testkit.VirtualLoop;
import org.junit.jupiter.api.Test;

/** The main job, when nothing goes wrong. */
class FetchTest {
  private static final int CHUNK = 64 * 1024;
  private static final long MBIT = 125_000;

  private final VirtualLoop loop = new VirtualLoop();
  private final SimSite site = new SimSite(CHUNK);
  private final SimSite.File small = site.put("/small.webp", new SeededEntropy(1).bytes(50_000));
  private final SimSite.File large = site.put("/film.webm", new SeededEntropy(2).bytes(1_000_000));
  private final SimSite.File text =
      site.put("/style.css", new SeededEntropy(3).bytes(300_000), 90_000);
  private final SimSite.File deep = site.put("/deep.bin", new SeededEntropy(4).bytes(12_000_000));
  private final SimSite.File empty = site.put("/empty.txt", new byte[0]);
  private final SimOrigin origin = new SimOrigin(loop, 80, 50 * MBIT);
  private final SimMesh mesh = new SimMesh(loop, site, origin, 7);
  private final SimVisitor visitor = mesh.visitor(access(50));

  FetchTest() {
    for (SimSite.File file : site.files()) {
      origin.put(file.path, file.bytes);
    }
  }

  private static SimRtc.Access access(int mbit) {
    return new SimRtc.Access(10, mbit * MBIT, 100 * MBIT);
  }

  private SimDownload done(SimDownload download) {
    loop.runUntil(download::isOver, 60_000);
    loop.runFor(2_000);
    assertThat(visitor.fetcher.active()).isZero();
    return download;
  }

  @Test
  void whatNobodyHasIsAskedOfTheOriginInTheSameTurnAndKept() {
    SimDownload download = visitor.fetch("/film.webm", Urgency.NOW);
    assertThat(origin.log()).hasSize(1);
    done(download);
    assertThat(download.bytes()).isEqualTo(large.bytes);
    assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.NO_PEER);
    assertThat(visitor.cache.bytes()).isGreaterThan(1_000_000);

    assertThat(done(visitor.fetch("/film.webm", Urgency.NOW)).bytes()).isEqualTo(large.bytes);
    assertThat(origin.log()).hasSize(1);
    assertThat(visitor.lastRecord().cacheBytes).isEqualTo(1_000_000);
    assertThat(visitor.lastRecord().source()).isEqualTo("cache");
  }

  @Test
  void theOriginsBytesReachThePageAsTheyCome() {
    SimDownload download = done(visitor.fetch("/film.webm", Urgency.NOW));
    assertThat(download.firstByteMillis()).isLessThan(90);
  }

  @Test
  void whatAPeerHasComesFromThePeer() {
    SimVisitor seeder = mesh.visitor(access(50)).has(small).has(large).has(text);
    mesh.connect(visitor, seeder);
    for (SimSite.File file : new SimSite.File[] {small, large, text}) {
      assertThat(done(visitor.fetch(file.path, Urgency.NOW)).bytes()).isEqualTo(file.bytes);
      assertThat(visitor.lastRecord().source()).isEqualTo("peers");
      assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.NONE);
    }
    assertThat(origin.log()).isEmpty();
    assertThat(visitor.ledger.totals()[Figure.PEER_BYTES]).isEqualTo(1_350_000);
    assertThat(visitor.ledger.totals()[Figure.PEER_BYTES_AS_ENCODED]).isEqualTo(1_140_000);
    assertThat(seeder.swarm.uploads().uploadedBytes()).isGreaterThan(1_350_000);
  }

  @Test
  void whatWasFetchedIsPassedOn() {
    SimVisitor third = mesh.visitor(access(50));
    mesh.connect(visitor, third);
    done(visitor.fetch("/film.webm", Urgency.NOW));
    SimDownload download = third.fetch("/film.webm", Urgency.NOW);
    loop.runUntil(download::isOver, 60_000);
    assertThat(download.bytes()).isEqualTo(large.bytes);
    assertThat(origin.log()).hasSize(1);
  }

  @Test
  void whatACacheHasIsToldWhenItsIndexComesAfterThePeers() {
    SimVisitor seeder = mesh.visitor(access(50));
    mesh.connect(visitor, seeder);
    seeder.has(large);
    loop.runFor(100);
    assertThat(done(visitor.fetch("/film.webm", Urgency.NOW)).bytes()).isEqualTo(large.bytes);
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void leavesComeInTheSameFlightAsTheirNode() {
    mesh.connect(visitor, mesh.visitor(access(1_000)).has(large));
    // Round trip 40 ms; all of it within the first window would be 250 KB.
    SimDownload download = done(visitor.fetch("/film.webm", Urgency.NOW));
    assertThat(download.firstByteMillis()).isLessThan(60);
  }

  @Test
  void anAssetOfManyNodesComesFromPeersAndFromTheOrigin() {
    mesh.connect(visitor, mesh.visitor(access(100)).has(deep));
    assertThat(done(visitor.fetch("/deep.bin", Urgency.CAN_WAIT)).bytes()).isEqualTo(deep.bytes);
    assertThat(origin.log()).isEmpty();

    SimVisitor other = mesh.visitor(access(50));
    SimDownload download = other.fetch("/deep.bin", Urgency.NOW);
    loop.runUntil(download::isOver, 60_000);
    loop.runFor(2_000);
    assertThat(download.bytes()).isEqualTo(deep.bytes);
    assertThat(other.cache.bytes()).isEqualTo(visitor.cache.bytes());
    assertThat(origin.log()).hasSize(1);
  }

  @Test
  void severalPeersDeliverOneAssetTogether() {
    for (int i = 0; i < 3; i++) {
      mesh.connect(visitor, mesh.visitor(access(10)).has(large));
    }
    SimDownload download = done(visitor.fetch("/film.webm", Urgency.CAN_WAIT));
    assertThat(download.bytes()).isEqualTo(large.bytes);
    assertThat(visitor.lastRecord().peerBytes).isEqualTo(1_000_000);
    assertThat(download.millis()).isLessThan(500);
  }

  @Test
  void thoseWhoAskForTheSameAssetShareTheWork() {
    SimDownload first = visitor.fetch("/film.webm", Urgency.NOW);
    loop.runFor(120);
    assertThat(first.bytes()).isNotEmpty();
    SimDownload second = visitor.fetch("/film.webm", Urgency.NOW);
    done(first);
    assertThat(second.bytes()).isEqualTo(large.bytes);
    assertThat(origin.log()).hasSize(1);
  }

  @Test
  void anEmptyAssetNeedsNobody() {
    SimDownload download = visitor.fetch("/empty.txt", Urgency.NOW);
    assertThat(download.isOver()).isTrue();
    assertThat(download.bytes()).isEqualTo(empty.bytes);
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void aCancelledFetchLeavesNothingBehind() {
    SimVisitor seeder = mesh.visitor(access(2)).has(large);
    mesh.connect(visitor, seeder);
    SimDownload download = visitor.fetch("/film.webm", Urgency.CAN_WAIT);
    loop.runFor(150);
    visitor.fetcher.cancel(download);
    assertThat(visitor.fetcher.active()).isZero();
    long before = download.bytes().length;
    loop.runFor(5_000);
    assertThat(download.bytes()).hasSize((int) before);
    assertThat(seeder.swarm.uploads().uploadedBytes()).isLessThan(700_000);
    assertThat(done(visitor.fetch("/film.webm", Urgency.CAN_WAIT)).bytes()).isEqualTo(large.bytes);
  }
}
