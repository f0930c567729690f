package dev.weft.core.exchange;

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
import dev.weft.testkit.VirtualLoop;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a peer is asked for blocks: for several in a frame, as frames are work at both ends. */
class WantsTest {
  private static final int CHUNK = 64 * 1024;
  private static final int LEAVES = 96;
  private static final long MBIT = 125_000;
  private static final SimHostile.Behaviour HONEST =
      (peer, number, block) -> peer.send(number, block, 0, block.length);

  private final VirtualLoop loop = new VirtualLoop();
  private final SimSite site = new SimSite(CHUNK);
  private final SimSite.File film =
      site.put("/film.webm", new SeededEntropy(1).bytes(LEAVES * CHUNK));
  private final SimOrigin origin = new SimOrigin(loop, 80, 6_250_000);
  private final SimMesh mesh = new SimMesh(loop, site, origin, 7);
  private final SimVisitor reader = mesh.visitor(SimRtc.Access.unlimited(10));

  WantsTest() {
    origin.put(film.path, film.bytes);
  }

  private SimHostile peer(SimHostile.Behaviour behaviour) {
    return new SimHostile(mesh, site, reader, behaviour, film);
  }

  private static List<byte[]> heard(SimHostile peer, Integer... types) {
    return peer.heard.stream().filter(frame -> List.of(types).contains((int) frame[0])).toList();
  }

  /** How many blocks each frame of those kinds names. */
  private static List<Integer> counts(SimHostile peer, Integer... types) {
    return heard(peer, types).stream().map(ExchangeWire::count).toList();
  }

  @Test
  void theFirstOfAnAssetGoOutInOneFrame() {
    SimHostile silent = peer(SimHostile.SILENT);
    reader.fetch(film.path, Urgency.CAN_WAIT);
    loop.runFor(100);
    assertThat(counts(silent, ExchangeWire.WANT)).containsExactly(5); // the root, and a window
  }

  @Test
  void furtherOnesWaitUntilAQuarterOfTheWindowIsFree() {
    SimHostile honest = peer(HONEST);
    SimDownload download = reader.fetch(film.path, Urgency.CAN_WAIT);
    loop.runUntil(download::isOver, 10_000);
    assertThat(download.bytes()).isEqualTo(film.bytes);
    List<Integer> counts = counts(honest, ExchangeWire.WANT, ExchangeWire.WANT_LARGE);
    assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(LEAVES + 1);
    assertThat(counts).hasSizeLessThan(LEAVES / 3);
  }

  /** Kinds of the wants in a file's course, which comes over a path of that rate. */
  private List<Integer> kinds(long downBytesPerSecond) {
    SimVisitor behind = mesh.visitor(new SimRtc.Access(10, MBIT, downBytesPerSecond));
    SimHostile honest = new SimHostile(mesh, site, behind, HONEST, film);
    SimDownload download = behind.fetch(film.path, Urgency.CAN_WAIT);
    loop.runUntil(download::isOver, 60_000);
    assertThat(download.bytes()).isEqualTo(film.bytes);
    return heard(honest, ExchangeWire.WANT, ExchangeWire.WANT_LARGE).stream()
        .map(frame -> (int) frame[0])
        .toList();
  }

  @Test
  void whoIsKnownToBeFastIsAskedForLargeSlices() {
    assertThat(kinds(100 * MBIT))
        .startsWith(ExchangeWire.WANT)
        .endsWith(ExchangeWire.WANT_LARGE, ExchangeWire.WANT_LARGE);
    assertThat(kinds(20 * MBIT)).containsOnly(ExchangeWire.WANT);
  }

  @Test
  void aWantThatIsTakenBackWasSaidBefore() {
    SimHostile silent = peer(SimHostile.SILENT);
    SimDownload download = reader.fetch(film.path, Urgency.CAN_WAIT);
    reader.fetcher.cancel(download);
    loop.runFor(100);
    assertThat(counts(silent, ExchangeWire.WANT)).containsExactly(5);
    assertThat(counts(silent, ExchangeWire.CANCEL)).containsExactly(1, 1, 1, 1, 1);
    assertThat(silent.heard.get(silent.heard.size() - 1)[0]).isEqualTo((byte) ExchangeWire.CANCEL);
  }
}
