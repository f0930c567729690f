package dev.weft.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimHostile;
import dev.weft.testkit.SimMesh;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.VirtualLoop;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which pieces a block is sent: as long as whoever asks for it takes them. */
class SlicesTest {
  private static final int CHUNK = 256 * 1024;
  private static final int SMALL = ExchangeWire.SLICE_BYTES;
  private static final int LARGE = ExchangeWire.MAX_SLICE_BYTES;

  private final VirtualLoop loop = new VirtualLoop();
  private final SimSite site = new SimSite(CHUNK);
  private final SimSite.File film = site.put("/film.webm", new SeededEntropy(1).bytes(12 * CHUNK));
  private final SimOrigin origin = new SimOrigin(loop, 80, 6_250_000);
  private final SimMesh mesh = new SimMesh(loop, site, origin, 7);
  private final SimVisitor seeder = mesh.visitor(SimRtc.Access.unlimited(10)).has(film);
  private final SimHostile asking = askerOf(seeder);

  private SimHostile askerOf(SimVisitor uploader) {
    return new SimHostile(mesh, site, uploader, SimHostile.SILENT, film);
  }

  /** Asks for leaves by their numbers, of which the root has 0. */
  private void ask(int type, int... numbers) {
    ask(asking, type, numbers);
  }

  private void ask(SimHostile asking, int type, int... numbers) {
    asking.sendRaw(ExchangeWire.numbers(type, asking.shard(), numbers));
    loop.runFor(1_000);
  }

  /** Lengths of the slices that came since the last look. */
  private List<Integer> lengths() {
    List<Integer> lengths =
        asking.heard.stream()
            .filter(frame -> frame[0] == ExchangeWire.SLICE)
            .map(frame -> frame.length - ExchangeWire.SLICE_DATA)
            .toList();
    asking.heard.clear();
    return lengths;
  }

  @Test
  void whoTakesLargeSlicesIsSentASmallOneFirst() {
    ask(ExchangeWire.WANT_LARGE, 1, 2);
    int rest = CHUNK - SMALL - 3 * LARGE;
    assertThat(lengths())
        .containsExactly(SMALL, LARGE, LARGE, LARGE, rest, SMALL, LARGE, LARGE, LARGE, rest);
  }

  @Test
  void eachSliceIsOneMessage() {
    int before = seeder.host.sentMessages();
    ask(ExchangeWire.WANT_LARGE, 1);
    assertThat(seeder.host.sentMessages() - before).isEqualTo(5);
    ask(ExchangeWire.WANT, 2);
    assertThat(seeder.host.sentMessages() - before).isEqualTo(5 + 17);
  }

  @Test
  void anybodyElseIsSentSmallOnes() {
    ask(ExchangeWire.WANT, 1);
    assertThat(lengths()).hasSize(17).startsWith(SMALL, SMALL).allMatch(length -> length <= SMALL);
    ask(ExchangeWire.WANT_LARGE, 2);
    assertThat(lengths()).hasSize(5);
    ask(ExchangeWire.WANT, 3);
    assertThat(lengths()).hasSize(17).allMatch(length -> length <= SMALL);
  }

  /** A peer bears 1 MiB, in slices of whichever size. */
  @Test
  void noMoreBytesAreWantedAtATimeForTheirSlicesBeingLarge() {
    ask(ExchangeWire.WANT_LARGE, 1, 2, 3, 4);
    assertThat(asking.isCutOff()).isFalse();
    ask(ExchangeWire.WANT_LARGE, 5, 6, 7, 8, 9);
    assertThat(asking.isCutOff()).isTrue();
  }

  /** The channel takes 1 MiB and the slice that fills it. */
  @Test
  void aSlowPathIsGivenNoMoreThanItsChannelTakes() {
    SimVisitor slow = mesh.visitor(new SimRtc.Access(10, 10_000, 1_000_000)).has(film);
    SimHostile asking = askerOf(slow);
    ask(asking, ExchangeWire.WANT_LARGE, 1, 2, 3, 4);
    ask(asking, ExchangeWire.WANT_LARGE, 5, 6, 7, 8);
    assertThat(asking.isCutOff()).isFalse();
    assertThat(slow.swarm.uploads().uploadedBytes()).isBetween(4L * CHUNK, 4L * CHUNK + LARGE);
  }

  @Test
  void theRateCapHoldsForLargeSlices() {
    seeder.swarm.uploads().limitRate(100_000);
    ask(ExchangeWire.WANT_LARGE, 1, 2, 3, 4);
    loop.runFor(4_000);
    assertThat(seeder.swarm.uploads().uploadedBytes()).isBetween(500_000L, 500_000L + LARGE);
  }
}
