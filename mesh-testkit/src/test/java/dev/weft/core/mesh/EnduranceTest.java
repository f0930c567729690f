package dev.weft.core.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.testkit.Census;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimNode;
import dev.weft.testkit.SimOrigin;
import dev.weft.testkit.SimPage;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.Urgency;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A page that is open for a week, and another one with it. By day others come and go, all fetch,
 * caches overflow, reservations are renewed, the node restarts. Each night the two are alone, and
 * what there is of them, of their connection and of the node is counted.
 */
class EnduranceTest {
  private static final int MINUTE_MILLIS = 60_000;

  /** Visitors come this often, two are there at a time, and all fetch something. */
  private static final int VISIT_MINUTES = 40;

  private static final int VISITS_A_DAY = 34;
  private static final int VISITS_BETWEEN_RESTARTS = 6;
  private static final int FILES = 20;
  private static final int FILE_BYTES = 100_000;
  private static final long QUOTA_BYTES = FILES * FILE_BYTES / 2;

  /** What may be more on one night than on another; the rarest event comes five times a day. */
  private static final int SLACK = 10;

  /** What is kept on purpose, each bounded by itself below; and the test's own access log. */
  private static final Set<String> RECORDS =
      Set.of(
          "core.cache.CachedBlock",
          "core.multiformats.Cid",
          "core.multiformats.Multihash",
          "core.multiformats.PeerId",
          "core.mesh.PeerDials$Resting",
          "testkit.SimOrigin$Entry");

  private final VirtualLoop loop = new VirtualLoop();
  private final SimNode bootstrap = new SimNode(loop, 20);
  private final SimRtc network = new SimRtc(loop);
  private final SimOrigin origin = new SimOrigin(loop, 80, 6_000_000);
  private final SimSite site = new SimSite(64 << 10);
  private final SeededEntropy entropy = new SeededEntropy(3);
  private final Deque<SimPage> visitors = new ArrayDeque<>();
  private int opened;

  @BeforeEach
  void fill() {
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = entropy.bytes(FILE_BYTES);
      site.put("/" + i, bytes);
      origin.put("/" + i, bytes);
    }
  }

  private SimPage open() {
    SimRtc.Host host = network.host(SimRtc.Access.unlimited(10));
    return new SimPage(loop, bootstrap, host, origin, site, ++opened, QUOTA_BYTES);
  }

  private SimDownload fetch(SimPage page) {
    return page.fetch("/" + entropy.below(FILES), Urgency.CAN_WAIT);
  }

  private void day(SimPage page, SimPage companion) {
    for (int visit = 1; visit <= VISITS_A_DAY; visit++) {
      visitors.add(open());
      if (visitors.size() > 2) {
        visitors.remove().node.stop();
      }
      if (visit % VISITS_BETWEEN_RESTARTS == 0) {
        bootstrap.crash();
        loop.runFor(20_000);
        bootstrap.restart();
      }
      loop.runFor(MINUTE_MILLIS);
      visitors.forEach(this::fetch);
      fetch(companion);
      SimDownload got = fetch(page);
      loop.runFor((VISIT_MINUTES - 1) * MINUTE_MILLIS);
      assertThat(got.isOver()).isTrue();
      assertThat(got.failure()).isNull();
    }
  }

  private Map<String, Integer> night(SimPage page, SimPage companion) {
    visitors.forEach(visitor -> visitor.node.stop());
    visitors.clear();
    loop.runFor(60 * MINUTE_MILLIS);
    assertThat(bootstrap.reservations()).isEqualTo(2);
    assertThat(page.host.openPeers()).isEqualTo(1);
    assertThat(page.cache.bytes()).isBetween(QUOTA_BYTES / 2, QUOTA_BYTES);
    return Census.of(List.of(page, companion, bootstrap, loop));
  }

  @Test
  void aPageThatIsOpenForAWeekLeavesNothingBehind() {
    SimPage page = open();
    SimPage companion = open();
    day(page, companion);
    Map<String, Integer> first = night(page, companion);
    for (int day = 2; day <= 7; day++) {
      long sent = page.host.sentBytes();
      day(page, companion);
      Map<String, Integer> now = night(page, companion);

      assertThat(page.host.sentBytes()).isGreaterThan(sent + VISITS_A_DAY * FILE_BYTES / 2);
      assertThat(now.keySet())
          .filteredOn(kind -> !RECORDS.contains(kind))
          .allSatisfy(
              kind ->
                  assertThat(now.get(kind))
                      .as(kind)
                      .isLessThanOrEqualTo(first.getOrDefault(kind, 0) + SLACK));
      assertThat(now.getOrDefault("core.mesh.PeerDials$Resting", 0))
          .isLessThanOrEqualTo(2 * PeerDials.MAX_RESTING);
    }
  }
}
