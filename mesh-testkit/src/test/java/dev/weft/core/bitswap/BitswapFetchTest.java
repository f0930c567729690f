package dev.weft.core.bitswap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Cid;
import dev.weft.core.peers.PeerScores;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimMesh;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimStranger;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import dev.weft.testkit.VirtualLoop;
import org.junit.jupiter.api.Test;

/** What a visitor gets of a peer that speaks Bitswap only. */
class BitswapFetchTest {
  private static final int CHUNK = 64 * 1024;
  private static final long MBIT = 125_000;

  /** Through both ends' lines of 10 ms, and what there is to send. */
  private static final int ONE_WAY_MILLIS = 25;

  private final VirtualLoop loop = new VirtualLoop();
  private final SimSite site = new SimSite(CHUNK);
  private final SimSite.File film = site.put("/film.webm", new SeededEntropy(1).bytes(5_000_000));
  private final SimSite.File small = site.put("/small.bin", new SeededEntropy(2).bytes(1_100_000));
  private final SimSite.File blank = site.put("/blank.bin", new byte[2_000_000]);
  private final SimOrigin origin = new SimOrigin(loop, 80, 50 * MBIT);
  private final SimMesh mesh = new SimMesh(loop, site, origin, 7);
  private final SimVisitor visitor = mesh.visitor(SimRtc.Access.unlimited(10));

  BitswapFetchTest() {
    for (SimSite.File file : site.files()) {
      origin.put(file.path, file.bytes);
    }
    origin.down(true);
  }

  private SimStranger peer() {
    return new SimStranger(mesh, visitor, new SimRtc.Access(10, 100 * MBIT, 100 * MBIT));
  }

  private SimDownload fetch(SimSite.File file) {
    SimDownload download = visitor.fetch(file.path, Urgency.CAN_WAIT);
    loop.runUntil(download::isOver, 30_000);
    return download;
  }

  private void comesFromPeers(SimSite.File file) {
    assertThat(fetch(file).bytes()).isEqualTo(file.bytes);
    assertThat(visitor.lastRecord().peerBytes).isEqualTo(file.bytes.length);
    assertThat(visitor.lastRecord().originBytes).isZero();
  }

  @Test
  void aFileComesByItsNamesAndItsBytesCountAsThoseOfPeers() {
    SimStranger peer = peer().has(film);
    loop.runFor(1_000);
    assertThat(visitor.swarm.knownPeers()).isEqualTo(1);
    comesFromPeers(film);
    assertThat(peer.wanted).contains(film.root, film.blocks.get(0).cid);
    assertThat(visitor.scores.of(peer.id)).isZero();
    assertThat(peer.messages).hasSize(1);
  }

  @Test
  void wantsGoOnANewStreamAfterEightSecondsOfRest() {
    SimStranger peer = peer().has(film).has(small);
    loop.runFor(1_000);
    comesFromPeers(film);
    loop.runFor(BitswapSession.IDLE_MILLIS);
    comesFromPeers(small);
    assertThat(peer.messages).hasSize(2);
    assertThat(peer.messages).allMatch(count -> count > 10);
    assertThat(peer.ended).isEqualTo(1);
  }

  @Test
  void aRootThatIsSentInThePlaceOfAHaveSaysThatTheFileIsThere() {
    SimStranger peer = peer().has(small);
    loop.runFor(1_000);
    assertThat(small.blocks.get(small.blocks.size() - 1).bytes).hasSizeLessThan(1_024);
    comesFromPeers(small);
    assertThat(visitor.scores.of(peer.id)).isZero();
  }

  @Test
  void aFileIsToBeHadLongAfterThePeerWasAskedForIt() {
    SimStranger peer = peer().has(film).has(small);
    loop.runFor(10_000);
    comesFromPeers(film);
    loop.runFor(10_000);
    comesFromPeers(small);
    assertThat(visitor.scores.of(peer.id)).isZero();
  }

  @Test
  void blocksThatAreTheSameComeOnceEachTimeTheyAreWanted() {
    SimStranger peer = peer().has(blank);
    loop.runFor(1_000);
    assertThat(fetch(blank).bytes()).isEqualTo(blank.bytes);
    assertThat(visitor.lastRecord().originBytes).isZero();
    assertThat(visitor.lastRecord().peerBytes).isPositive();
    assertThat(visitor.scores.of(peer.id)).isZero();
  }

  @Test
  void aFileThatThePeerGetsLaterIsToldOf() {
    SimStranger peer = peer();
    loop.runFor(1_000);
    assertThat(visitor.swarm.knownPeers()).isEqualTo(1);
    assertThat(fetch(film).failure()).isNotNull();
    peer.has(film);
    loop.runFor(1_000);
    comesFromPeers(film);
  }

  @Test
  void aPeerThatHasAPartIsNotAskedAgainAndNotBlamedWhenTheRestComesLate() {
    origin.down(false);
    SimStranger peer = peer();
    SimSite.Block root = film.blocks.get(film.blocks.size() - 1);
    peer.has(root.cid, root.bytes);
    loop.runFor(1_000);
    assertThat(fetch(film).bytes()).isEqualTo(film.bytes);
    assertThat(visitor.lastRecord().peerBytes).isZero();
    long leaves = peer.wanted.stream().filter(cid -> cid.codec() == Cid.RAW).count();
    assertThat(leaves).isBetween(1L, 8L);
    for (Cid lacked : peer.wanted) {
      film.blocks.stream()
          .filter(block -> block.cid.equals(lacked))
          .forEach(block -> peer.send(BitswapWire.block(lacked, block.bytes)));
    }
    loop.runFor(1_000);
    assertThat(visitor.scores.of(peer.id)).isZero();
    assertThat(peer.isCutOff()).isFalse();
  }

  @Test
  void whatNobodyHasCostsTheVisitorNoWaiting() {
    origin.down(false);
    peer();
    loop.runFor(1_000);
    SimDownload download = visitor.fetch(film.path, Urgency.NOW);
    loop.runUntil(download::isOver, 30_000);
    assertThat(origin.log().get(0).atMillis).isEqualTo(loop.nowMillis() - download.millis());
    assertThat(download.bytes()).isEqualTo(film.bytes);
  }

  @Test
  void aPeerThatOwesAndIsSilentIsDropped() {
    origin.down(false);
    SimStranger peer = peer().has(film);
    loop.runFor(1_000);
    peer.silent();
    assertThat(fetch(film).bytes()).isEqualTo(film.bytes);
    SimDownload again = visitor.fetch(small.path, Urgency.CAN_WAIT);
    loop.runUntil(again::isOver, 30_000);
    assertThat(visitor.lastRecord().peerBytes).isZero();
    assertThat(visitor.scores.of(peer.id)).isIn(0, PeerScores.TIMEOUT);
  }

  @Test
  void whatTheOriginBroughtFirstIsTakenBackAndThePeerIsNotBlamed() {
    origin.down(false);
    SimStranger peer = peer().has(film).has(small).thinks(3_000);
    loop.runFor(1_000);
    SimDownload download = visitor.fetch(film.path, Urgency.NOW);
    loop.runUntil(download::isOver, 30_000);
    assertThat(download.bytes()).isEqualTo(film.bytes);
    assertThat(peer.due).isNotEmpty();
    loop.runFor(ONE_WAY_MILLIS);
    assertThat(peer.due).isEmpty();
    loop.runFor(10_000);
    assertThat(visitor.lastRecord().peerBytes).isZero();
    assertThat(peer.wanted).hasSizeGreaterThan(2);
    assertThat(peer.sent).isZero();
    assertThat(visitor.scores.of(peer.id)).isZero();

    origin.down(true);
    peer.thinks(0);
    comesFromPeers(small);
  }

  @Test
  void aBlockThatComesThoughItWasTakenBackIsNoForgery() {
    origin.down(false);
    SimStranger peer = peer().has(film).thinks(3_000);
    loop.runFor(1_000);
    SimDownload download = visitor.fetch(film.path, Urgency.NOW);
    loop.runUntil(download::isOver, 30_000);
    loop.runFor(1_000);
    peer.send(BitswapWire.block(film.root, film.blocks.get(film.blocks.size() - 1).bytes));
    for (Cid cid : peer.wanted) {
      film.blocks.stream()
          .filter(block -> block.cid.equals(cid))
          .forEach(block -> peer.send(BitswapWire.block(cid, block.bytes)));
    }
    loop.runFor(1_000);
    assertThat(peer.isCutOff()).isFalse();
    assertThat(visitor.scores.of(peer.id)).isZero();
  }
}
