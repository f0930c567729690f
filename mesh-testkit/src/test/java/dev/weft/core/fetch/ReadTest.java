package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimHostile;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts of an asset, and readers that take their time. */
class ReadTest extends FetchWorld {
  private static final int START = 2_000_000;
  private static final int END = 2_500_000;

  /** What a read brings of its own accord, a block that is cut included. */
  private static final int MOST_BYTES =
      AssetFetch.MAX_BACKLOG_BYTES + AssetFetch.WINDOW_BYTES + CHUNK;

  private SimDownload read(int start, int end) {
    askedAt = loop.nowMillis();
    return visitor.read(film.path, start, end, Urgency.CAN_WAIT);
  }

  private void done(SimDownload download, int start, int end) {
    loop.runUntil(download::isOver, 60_000);
    assertThat(download.failure()).isNull();
    assertThat(download.bytes()).isEqualTo(Arrays.copyOfRange(film.bytes, start, end));
    loop.runFor(2_000);
    assertThat(visitor.fetcher.active()).isZero();
  }

  /** The visitor knows the film's nodes and the block of a byte; nobody else has anything. */
  private void knowsItsNodes(int andTheByteAt) {
    SimVisitor seeder = mesh.visitor(access()).has(film);
    mesh.connect(visitor, seeder);
    done(read(andTheByteAt, andTheByteAt + 1), andTheByteAt, andTheByteAt + 1);
    seeder.host.cutOff();
    loop.runUntil(() -> visitor.swarm.peers() == 0, 60_000);
  }

  @Test
  void aPartComesFromAPeerAndNothingElseOfTheAsset() {
    SimVisitor seeder = mesh.visitor(access()).has(film);
    mesh.connect(visitor, seeder);
    SimDownload part = read(START, END);
    done(part, START, END);
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.size()).isEqualTo(film.bytes.length);
    assertThat(origin.log()).isEmpty();
    assertThat(seeder.swarm.uploads().uploadedBytes()).isLessThan(500_000 + 3 * CHUNK);
  }

  @Test
  void theFirstByteAndTheLastAreParts() {
    seeder(film);
    done(read(0, 1), 0, 1);
    done(read(film.bytes.length - 1, Integer.MAX_VALUE), film.bytes.length - 1, film.bytes.length);
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void theFirstBytesAreThereAsSoonAsTheFirstBlockIs() {
    mesh.connect(visitor, mesh.visitor(new SimRtc.Access(10, 10 * MBIT, 100 * MBIT)).has(film));
    SimDownload part = read(START, START + 1_000_000);
    done(part, START, START + 1_000_000);
    assertThat(part.firstByteMillis()).isLessThan(200);
    assertThat(part.millis()).isGreaterThan(700);
  }

  @Test
  void severalPeersDeliverAPartTogether() {
    List<SimVisitor> seeders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SimVisitor seeder = mesh.visitor(new SimRtc.Access(10, 10 * MBIT, 100 * MBIT)).has(film);
      mesh.connect(visitor, seeder);
      seeders.add(seeder);
    }
    SimDownload part = read(START, START + 1_000_000);
    done(part, START, START + 1_000_000);
    assertThat(part.millis()).isLessThan(500);
    assertThat(seeders).allMatch(one -> one.swarm.uploads().uploadedBytes() > 200_000);
  }

  @Test
  void aReaderThatTakesNothingHoldsItsReadUpAndNobodyIsBlamed() {
    seeder(film);
    SimDownload whole = read(0, Integer.MAX_VALUE);
    whole.hold();
    loop.runFor(60_000);
    assertThat(whole.bytes().length).isBetween(AssetFetch.MAX_BACKLOG_BYTES, MOST_BYTES);
    while (!whole.isOver()) {
      visitor.take(whole, CHUNK);
      loop.runFor(20);
    }
    done(whole, 0, film.bytes.length);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void ofTheOriginNoMoreIsAskedThanTheWindow() {
    knowsItsNodes(0);
    SimDownload rest = read(CHUNK, Integer.MAX_VALUE);
    rest.hold();
    loop.runFor(60_000);
    assertThat(origin.sentBytes()).isBetween(1L * CHUNK, (long) MOST_BYTES);
    while (!rest.isOver()) {
      visitor.take(rest, CHUNK);
      loop.runFor(20);
    }
    done(rest, CHUNK, film.bytes.length);
    for (SimOrigin.Entry entry : origin.log()) {
      assertThat(entry.first).isGreaterThanOrEqualTo(CHUNK);
    }
    assertThat(origin.sentBytes()).isEqualTo(film.bytes.length - CHUNK);
  }

  @Test
  void aPartOfWhichNobodyHasTheNodesIsTheCallersAtOnce() {
    SimDownload part = read(START, END);
    assertThat(part.failure()).isNotNull();
    assertThat(part.failure().code()).isEqualTo("origin-only");
    assertThat(origin.log()).isEmpty();
    assertThat(visitor.ledger.totals()[Figure.FAILURES]).as("nothing has failed").isZero();
  }

  @Test
  void aPartWhoseNodesDoNotComeInTimeIsTheCallersAfterTheBudget() {
    hostile(SimHostile.SILENT, film);
    SimDownload part = read(START, END);
    loop.runUntil(part::isOver, 60_000);
    assertThat(part.failure()).isNotNull();
    assertThat(part.failure().code()).isEqualTo("origin-only");
    assertThat(part.millis()).isEqualTo(AssetFetch.BUDGET_MILLIS);
  }

  @Test
  void theWholeOfWhatNobodyHasFlowsFromTheOrigin() {
    SimDownload whole = read(0, Integer.MAX_VALUE);
    done(whole, 0, film.bytes.length);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.firstByteMillis()).isLessThan(90);
  }

  @Test
  void partsOfTwoVersionsAreNeverMixed() {
    knowsItsNodes(0);
    origin.put(film.path, new SeededEntropy(5).bytes(film.bytes.length));
    SimDownload part = read(0, END);
    loop.runUntil(part::isOver, 60_000);
    assertThat(part.failure()).isNotNull();
    assertThat(part.failure().code()).isEqualTo("changed-at-origin");
    assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(film.bytes, 0, CHUNK));
    assertThat(visitor.staleManifests).isEqualTo(1);
  }

  @Test
  void aPartIsNeverTheOriginsAnswerAsItIs() {
    knowsItsNodes(START);
    origin.put(film.path, new SeededEntropy(5).bytes(film.bytes.length));
    SimDownload part = read(0, END);
    loop.runUntil(part::isOver, 60_000);
    assertThat(part.failure()).isNotNull();
    assertThat(part.failure().code()).isEqualTo("changed-at-origin");
    assertThat(part.bytes()).isEmpty();
  }

  @Test
  void aPartBehindTheEndIsRefused() {
    SimDownload none = read(film.bytes.length, Integer.MAX_VALUE);
    assertThat(none.failure()).isNotNull();
    assertThat(none.failure().code()).isEqualTo("bad-range");
  }

  @Test
  void aReadIsNotHeldUpByAnotherReaderOfTheSameAsset() {
    seeder(film);
    SimDownload held = read(0, Integer.MAX_VALUE);
    held.hold();
    SimDownload other = ask(film, Urgency.CAN_WAIT);
    whole(film, other);
    assertThat(held.isOver()).isFalse();
    visitor.fetcher.cancel(held);
    assertThat(visitor.ledger.totals()[Figure.FAILURES]).as("who reads may stop").isZero();
  }
}
