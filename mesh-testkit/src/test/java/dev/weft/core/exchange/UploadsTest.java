package dev.weft.core.exchange;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a visitor serves, to whom, and how fast. */
class UploadsTest {
  private static final int CHUNK = 64 * 1024;
  private static final long MBIT = 125_000;

  private final VirtualLoop loop = new VirtualLoop();
  private final SimSite site = new SimSite(CHUNK);
  private final SimSite.File film = site.put("/film.webm", new SeededEntropy(1).bytes(1_000_000));
  private final SimOrigin origin = new SimOrigin(loop, 80, 50 * MBIT);
  private final SimMesh mesh = new SimMesh(loop, site, origin, 7);
  private final SimVisitor seeder =
      mesh.visitor(new SimRtc.Access(10, 20 * MBIT, 100 * MBIT)).has(film);

  UploadsTest() {
    origin.down(true);
    origin.put(film.path, film.bytes);
  }

  private SimVisitor reader() {
    SimVisitor reader = mesh.visitor(SimRtc.Access.unlimited(10));
    mesh.connect(reader, seeder);
    return reader;
  }

  @Test
  void peersAreServedInTurn() {
    List<SimDownload> downloads = new ArrayList<>();
    List<SimVisitor> readers = List.of(reader(), reader(), reader());
    for (SimVisitor reader : readers) {
      downloads.add(reader.fetch(film.path, Urgency.CAN_WAIT));
    }
    loop.runUntil(() -> downloads.stream().anyMatch(SimDownload::isOver), 10_000);
    for (SimDownload download : downloads) {
      assertThat(download.bytes().length).isGreaterThan(film.bytes.length / 2);
    }
    loop.runUntil(() -> downloads.stream().allMatch(SimDownload::isOver), 1_400);
    for (SimDownload download : downloads) {
      assertThat(download.bytes()).isEqualTo(film.bytes);
      assertThat(download.millis()).isBetween(900L, 1_400L);
    }
  }

  @Test
  void theRateCapHoldsForAllPeersTogether() {
    seeder.swarm.uploads().limitRate(500_000);
    List<SimVisitor> readers = List.of(reader(), reader());
    long before = seeder.swarm.uploads().uploadedBytes();
    for (SimVisitor reader : readers) {
      reader.fetch(film.path, Urgency.CAN_WAIT);
    }
    loop.runFor(2_000);
    long sent = seeder.swarm.uploads().uploadedBytes() - before;
    assertThat(sent).isBetween(900_000L, 1_050_000L);
  }

  @Test
  void theCapOfUploadsAtOnceHolds() {
    seeder.swarm.uploads().limitRate(CHUNK);
    seeder.swarm.uploads().limitActive(1);
    List<SimVisitor> readers = List.of(reader(), reader());
    List<SimDownload> downloads = new ArrayList<>();
    for (SimVisitor reader : readers) {
      downloads.add(reader.fetch(film.path, Urgency.CAN_WAIT));
    }
    // One block a second, whole: with two under way at once neither would be there by then.
    loop.runFor(1_500);
    assertThat(downloads.stream().filter(each -> each.bytes().length > 0)).hasSize(1);
  }

  @Test
  void theCapOfAllBytesHoldsAndWhatIsLeftComesFromTheOrigin() {
    origin.down(false);
    seeder.swarm.uploads().limitTotal(3 * CHUNK);
    SimDownload download = reader().fetch(film.path, Urgency.CAN_WAIT);
    loop.runUntil(download::isOver, 10_000);
    assertThat(download.bytes()).isEqualTo(film.bytes);
    assertThat(seeder.swarm.uploads().uploadedBytes()).isBetween(2L * CHUNK, 4L * CHUNK);
    assertThat(seeder.swarm.uploads().allowed()).isFalse();
  }

  @Test
  void whoDoesNotServeSaysSoAtOnce() {
    origin.down(false);
    SimVisitor reader = reader();
    seeder.swarm.uploads().allow(false);
    SimDownload download = reader.fetch(film.path, Urgency.NOW);
    loop.runUntil(download::isOver, 10_000);
    assertThat(download.bytes()).isEqualTo(film.bytes);
    assertThat(origin.log().get(0).atMillis).isLessThan(loop.nowMillis() - 200);
    assertThat(download.millis()).isLessThan(350);
    assertThat(seeder.swarm.uploads().uploadedBytes()).isZero();
  }

  @Test
  void aFastPeerIsAskedForNoMoreThanItBears() {
    SimSite site = new SimSite(CHUNK);
    List<SimSite.File> files = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      files.add(site.put("/" + i + ".webm", new SeededEntropy(i).bytes(4_000_000)));
    }
    SimMesh office = new SimMesh(loop, site, origin, 9);
    SimVisitor seeder = office.visitor(SimRtc.Access.unlimited(1));
    SimVisitor reader = office.visitor(SimRtc.Access.unlimited(1));
    files.forEach(seeder::has);
    office.connect(reader, seeder);
    for (SimSite.File file : files) {
      SimDownload download = reader.fetch(file.path, Urgency.CAN_WAIT);
      loop.runUntil(download::isOver, 10_000);
      assertThat(download.bytes()).isEqualTo(file.bytes);
      assertThat(reader.swarm.peers()).isEqualTo(1);
    }
  }

  @Test
  void aBlockThatRottedInTheCacheIsNotServed() {
    origin.down(false);
    SimVisitor reader = reader();
    byte[] leaf = seeder.storage.blocks.get(film.blocks.get(2).cid);
    assertThat(leaf).isNotNull();
    leaf[5] ^= 1;
    SimDownload download = reader.fetch(film.path, Urgency.CAN_WAIT);
    loop.runUntil(download::isOver, 10_000);
    assertThat(download.bytes()).isEqualTo(film.bytes);
    assertThat(reader.lastRecord().verifyFailures).isZero();
    assertThat(reader.lastRecord().originBytes).isEqualTo(CHUNK);
    assertThat(seeder.cache.contains(film.blocks.get(2).cid)).isFalse();
  }
}
