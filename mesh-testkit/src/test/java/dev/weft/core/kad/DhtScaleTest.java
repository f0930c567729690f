package dev.weft.core.kad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Large DHTs in virtual time. */
class DhtScaleTest {
  private static final int LOOK_UPS = 100;

  /** What look-ups from anywhere to anywhere take, on average. */
  private record Measured(double hops, double asked, double millis, double right) {}

  private static Measured measure(SimDht dht) {
    double hops = 0;
    double asked = 0;
    double right = 0;
    long start = dht.loop.nowMillis();
    for (int i = 0; i < LOOK_UPS; i++) {
      byte[] key = dht.key().encode();
      SimDht.Node from = dht.any();
      LookUp lookUp = dht.await(from.kad.lookUp(key));
      List<PeerId> nearest = new ArrayList<>(dht.nearest(key));
      nearest.remove(from.peer.id());
      List<PeerId> found = lookUp.closest().stream().map(KadPeer::id).toList();
      hops += lookUp.hops();
      asked += lookUp.asked();
      right += found.stream().filter(nearest::contains).count() / (double) nearest.size();
    }
    double millis = dht.loop.nowMillis() - start;
    return new Measured(hops / LOOK_UPS, asked / LOOK_UPS, millis / LOOK_UPS, right / LOOK_UPS);
  }

  @Test
  void hopsGrowAsTheLogarithmOfTheNumberOfNodes() {
    SimDht hundred = new SimDht(1);
    hundred.grow(100);
    SimDht thousand = new SimDht(2);
    thousand.grow(1_000);
    SimDht tenThousand = new SimDht(3);
    tenThousand.fill(10_000);

    List<Measured> all = List.of(measure(hundred), measure(thousand), measure(tenThousand));

    for (int i = 0; i < all.size(); i++) {
      double bits = Math.log(Math.pow(10, i + 2)) / Math.log(2);
      assertThat(all.get(i).hops).as("hops among 10^%d nodes", i + 2).isBetween(1.0, 0.3 * bits);
      assertThat(all.get(i).asked).isLessThan(3 * Kademlia.K);
      assertThat(all.get(i).right).as("of the nearest that are found").isGreaterThan(0.97);
    }
    assertThat(all.get(2).hops - all.get(1).hops)
        .as("ten times the nodes add as many hops, each time")
        .isLessThan(all.get(1).hops - all.get(0).hops + 0.5);
  }

  @Test
  void lookUpsSucceedWhenAFifthOfTenThousandNodesIsGone() {
    SimDht dht = new SimDht(4);
    dht.fill(10_000);
    Map<Multihash, PeerId> pages = new LinkedHashMap<>();
    Set<SimDht.Node> where = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      Multihash key = dht.key();
      SimDht.Node node = dht.any();
      where.add(node);
      pages.put(key, node.announce(key));
    }
    dht.loop.runFor(20_000);
    for (SimDht.Node node : dht.nodes) {
      if (!where.contains(node) && dht.entropy.below(5) == 0) {
        node.crash();
      }
    }

    int atOnce = 0;
    int soon = 0;
    for (Map.Entry<Multihash, PeerId> each : pages.entrySet()) {
      SimDht.Node from = dht.any();
      atOnce += finds(dht, from, each.getKey(), each.getValue());
      dht.loop.runFor(5_000);
      soon += finds(dht, from, each.getKey(), each.getValue());
    }
    assertThat(soon).as("found of 50, asked again after 5 s").isEqualTo(50);
    assertThat(atOnce).as("found of 50 within a second").isGreaterThan(40);

    Measured measured = measure(dht);
    assertThat(measured.right).as("of the nearest that are found").isGreaterThan(0.97);
    assertThat(measured.asked).isLessThan(LookUp.MAX_ASKED / 2.0);
  }

  private static int finds(SimDht dht, SimDht.Node from, Multihash key, PeerId page) {
    List<KadPeer> found = dht.await(from.kad.providers(key, from.peer.addresses().get(0)));
    return found.stream().anyMatch(each -> each.id().equals(page)) ? 1 : 0;
  }

  @Test
  void providersAreFoundWhileAFifthOfTheNodesIsReplacedEveryTenMinutes() {
    SimDht dht = new SimDht(5);
    dht.grow(200);
    Map<Multihash, PeerId> pages = new LinkedHashMap<>();
    Set<SimDht.Node> where = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      Multihash key = dht.key();
      SimDht.Node node = dht.any();
      where.add(node);
      pages.put(key, node.announce(key));
    }
    int found = 0;
    int asked = 0;
    for (int minute = 0; minute < 40; minute++) {
      for (int i = 0; i < 4; i++) {
        SimDht.Node leaves = dht.any();
        if (!where.contains(leaves)) {
          leaves.crash();
        }
      }
      dht.grow(4);
      dht.loop.runFor(50_000);
      for (Map.Entry<Multihash, PeerId> each : pages.entrySet()) {
        if (minute % 10 == 9) {
          asked++;
          found += finds(dht, dht.any(), each.getKey(), each.getValue());
        }
      }
    }
    assertThat(found).as("found of %d", asked).isEqualTo(asked);
  }
}
