package dev.weft.core.kad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.testkit.SeededEntropy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
  private static final long MINUTE = RoutingTable.FRESH_MILLIS;

  private final SeededEntropy entropy = new SeededEntropy(1);
  private final PeerId self = PeerId.ofEd25519(entropy.bytes(32));
  private final RoutingTable table = new RoutingTable(self, Set.of());

  private KadPeer peer() {
    Multiaddr address = Multiaddr.parse("/ip4/5.6.7.8/tcp/4001/ws");
    return new KadPeer(PeerId.ofEd25519(entropy.bytes(32)), List.of(address));
  }

  /** A peer that shares no bit with us, so of the first bucket. */
  private KadPeer far() {
    KadPeer peer;
    do {
      peer = peer();
    } while (KadId.of(self).sharedBits(KadId.of(peer.id())) > 0);
    return peer;
  }

  /** Of a network of its own. */
  private String network() {
    return "4:" + entropy.nextLong();
  }

  /** The first bucket, full; the one seen first at 0 ms, the next a millisecond later. */
  private List<KadPeer> fill() {
    List<KadPeer> peers = new ArrayList<>();
    for (int i = 0; i < Kademlia.K; i++) {
      peers.add(far());
      assertThat(table.seen(peers.get(i), network(), i)).isNull();
    }
    return peers;
  }

  @Test
  void namesTheNearestOfAllThatItHolds() {
    List<KadPeer> held = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      KadPeer peer = peer();
      table.seen(peer, network(), 0);
      if (table.contains(peer.id())) {
        held.add(peer);
      }
    }
    assertThat(held).hasSize(table.size()).hasSizeBetween(80, 150);

    List<byte[]> keys = new ArrayList<>(List.of(self.encode(), held.get(7).id().encode()));
    for (int i = 0; i < 50; i++) {
      keys.add(entropy.bytes(34));
    }
    for (byte[] key : keys) {
      KadId target = KadId.of(key);
      held.sort(Comparator.comparing(peer -> KadId.of(peer.id()), target::compareDistance));
      assertThat(table.nearest(key, Kademlia.K)).isEqualTo(held.subList(0, Kademlia.K));
    }
    assertThat(table.nearest(self.encode(), 1_000)).hasSize(held.size());
  }

  @Test
  void isNeverInItself() {
    table.seen(new KadPeer(self, List.of()), "", 0);

    assertThat(table.size()).isZero();
  }

  @Test
  void aFullBucketHasTheOneSeenLeastRecentlyChecked() {
    List<KadPeer> peers = fill();
    table.seen(peers.get(0), "", 100);

    assertThat(table.seen(far(), network(), MINUTE)).isNull();
    assertThat(table.seen(far(), network(), MINUTE + 1)).isEqualTo(peers.get(1));
    assertThat(table.seen(far(), network(), MINUTE + 2)).as("is being checked").isNull();
    assertThat(table.size()).isEqualTo(Kademlia.K);
  }

  @Test
  void whoAnswersStaysAndWhoDoesNotMakesRoomForTheNewestThatWaits() {
    List<KadPeer> peers = fill();
    KadPeer first = far();
    KadPeer newest = far();
    assertThat(table.seen(first, network(), MINUTE)).isEqualTo(peers.get(0));
    table.seen(peers.get(0), "", MINUTE);
    table.seen(newest, network(), 2 * MINUTE);
    assertThat(table.contains(peers.get(0).id())).isTrue();
    assertThat(table.contains(newest.id())).isFalse();

    table.failed(peers.get(1).id());
    assertThat(table.contains(peers.get(1).id())).isFalse();
    assertThat(table.contains(newest.id())).isTrue();
    assertThat(table.contains(first.id())).isFalse();
    assertThat(table.size()).isEqualTo(Kademlia.K);
  }

  @Test
  void aFloodOfNewPeersPushesNobodyOutAndWaitsInFourPlaces() {
    List<KadPeer> peers = fill();
    for (int i = 0; i < 1_000; i++) {
      table.seen(far(), network(), i);
    }
    assertThat(peers).allMatch(peer -> table.contains(peer.id()));

    peers.forEach(peer -> table.failed(peer.id()));
    assertThat(table.size()).isEqualTo(RoutingTable.MAX_WAITING);
  }

  @Test
  void oneNetworkHasThreePlacesInABucketAndTenInAll() {
    for (int i = 0; i < 10; i++) {
      table.seen(far(), "4:050607", 0);
    }
    assertThat(table.size()).isEqualTo(RoutingTable.MAX_PER_NETWORK_IN_BUCKET);
    for (int i = 0; i < 10_000; i++) {
      table.seen(peer(), "4:050607", 0);
    }
    assertThat(table.size()).isEqualTo(RoutingTable.MAX_PER_NETWORK);

    table.seen(far(), "4:050608", 0);
    assertThat(table.size()).isEqualTo(RoutingTable.MAX_PER_NETWORK + 1);
  }

  @Test
  void placesOfANetworkAreFreeAgainWhenItsPeersFail() {
    List<KadPeer> three = List.of(far(), far(), far());
    three.forEach(peer -> table.seen(peer, "4:050607", 0));
    table.failed(three.get(0).id());
    table.seen(far(), "4:050607", 0);

    assertThat(table.size()).isEqualTo(3);
  }

  @Test
  void theOperatorsPeersAreNotBoundByTheirNetwork() {
    List<KadPeer> named = new ArrayList<>();
    for (int i = 0; i < Kademlia.K; i++) {
      named.add(far());
    }
    Set<PeerId> ids = new HashSet<>();
    named.forEach(peer -> ids.add(peer.id()));
    RoutingTable own = new RoutingTable(self, ids);
    named.forEach(peer -> own.seen(peer, "4:050607", 0));

    assertThat(own.size()).isEqualTo(Kademlia.K);
  }
}
