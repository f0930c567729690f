package dev.weft.core.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.connection.Connection;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.peers.PeerLimits;
import dev.weft.testkit.SimNode;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.TestNode;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The node restarts under 200 pages, which so do not come back all at once. */
class RestartTest {
  private static final int PAGES = 200;

  /** What a restart takes: 5 s to close connections in order, and the start of a JVM. */
  private static final int DOWN_MILLIS = 7_000;

  private final VirtualLoop loop = new VirtualLoop();
  private final SimNode bootstrap = new SimNode(loop, 20);
  private final SimRtc network = new SimRtc(loop);
  private final List<Page> pages = new ArrayList<>();
  private long crashedAtMillis;

  private final class Page implements SocketDialer, MeshNode.Listener {
    final List<Long> attempts = new ArrayList<>();

    Page() {
      TestNode self = TestNode.on(loop, pages.size());
      new MeshNode(
              self.platform(),
              self.identity(),
              self.protocols(),
              this,
              network.host(SimRtc.Access.unlimited(5)),
              new MeshConfig(
                  List.of(bootstrap.address()),
                  Promise.of(SiteKey.of(new byte[32])),
                  Kademlia.WEFT_PROTOCOL,
                  new PeerLimits(1, 0, 1, 0),
                  true),
              this)
          .start();
    }

    @Override
    public Promise<ByteChannel> dial(Multiaddr address) {
      attempts.add(loop.nowMillis());
      return bootstrap.dial(address);
    }

    @Override
    public void connected(Connection connection) {}

    @Override
    public boolean welcomes(PeerId peer) {
      return true;
    }

    @Override
    public void reserved() {}

    @Override
    public void dials(PeerId peer) {}

    @Override
    public void dialFailed(MeshException reason) {}

    @Override
    public void joined() {}

    @Override
    public void unreachable(MeshException reason) {}
  }

  @BeforeEach
  void join() {
    for (int i = 0; i < PAGES; i++) {
      pages.add(new Page());
    }
    loop.runFor(10_000);
    assertThat(bootstrap.reservations()).isEqualTo(PAGES);
    pages.forEach(page -> page.attempts.clear());
    crashedAtMillis = loop.nowMillis();
    bootstrap.crash();
  }

  @Test
  void allHaveReservationsAgainWithinTenSeconds() {
    loop.runFor(DOWN_MILLIS);
    bootstrap.restart();
    loop.runFor(10_000);
    assertThat(bootstrap.reservations()).isEqualTo(PAGES);
  }

  @Test
  void eachWaitsTwiceAsLongBeforeEveryAttempt() {
    loop.runFor(60_000);
    for (Page page : pages) {
      long before = crashedAtMillis;
      int least = NodeLink.MIN_RETRY_MILLIS / 2;
      for (long attempt : page.attempts) {
        assertThat(attempt - before).isGreaterThanOrEqualTo(least);
        least = Math.min(2 * least, NodeLink.MAX_RETRY_MILLIS / 2);
        before = attempt;
      }
      assertThat(page.attempts).hasSizeBetween(5, 8);
    }
  }

  @Test
  void inATenthOfASecondAThirdOfThemComesAtMost() {
    loop.runFor(60_000);
    Map<Long, Long> tenths =
        pages.stream()
            .flatMap(page -> page.attempts.stream())
            .collect(Collectors.groupingBy(at -> at / 100, Collectors.counting()));
    assertThat(tenths.values()).allMatch(count -> count <= PAGES / 3);
  }
}
