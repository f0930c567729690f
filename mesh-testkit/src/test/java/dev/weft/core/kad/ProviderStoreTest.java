package dev.weft.core.kad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.testkit.SeededEntropy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProviderStoreTest {
  private static final long NOW = 1_767_225_600;

  private final ProviderStore store = new ProviderStore();
  private final SeededEntropy entropy = new SeededEntropy(1);

  private static Multihash key(int number) {
    byte[] digest = new byte[32];
    digest[0] = (byte) number;
    digest[1] = (byte) (number >> 8);
    return Multihash.sha256(digest);
  }

  private static KadPeer peer(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    key[1] = (byte) (number >> 8);
    return new KadPeer(
        PeerId.ofEd25519(key), List.of(Multiaddr.parse("/ip4/1.2.3.4/tcp/" + number)));
  }

  private List<KadPeer> providers(int key, long now) {
    return store.providers(key(key), 20, now, entropy);
  }

  @Test
  void answersWithWhatWasAdded() {
    store.add(key(1), peer(1), NOW);
    store.add(key(1), peer(2), NOW);
    store.add(key(2), peer(1), NOW);

    assertThat(providers(1, NOW)).containsExactlyInAnyOrder(peer(1), peer(2));
    assertThat(providers(2, NOW)).containsExactly(peer(1));
    assertThat(providers(3, NOW)).isEmpty();
    assertThat(store.size()).isEqualTo(3);
  }

  @Test
  void aRecordExpiresAfter48Hours() {
    store.add(key(1), peer(1), NOW);

    assertThat(providers(1, NOW + 48 * 3600 - 1)).hasSize(1);
    assertThat(providers(1, NOW + 48 * 3600)).isEmpty();
    assertThat(store.removeExpired(NOW + 48 * 3600 - 1)).isZero();
    assertThat(store.removeExpired(NOW + 48 * 3600)).isEqualTo(1);
    assertThat(store.size()).isZero();
  }

  @Test
  void aRecordThatComesAgainIsRenewedWithTheNewAddresses() {
    store.add(key(1), peer(1), NOW);
    KadPeer moved = new KadPeer(peer(1).id(), List.of(Multiaddr.parse("/ip4/9.9.9.9/tcp/9")));
    store.add(key(1), moved, NOW + 3600);

    assertThat(store.size()).isEqualTo(1);
    assertThat(providers(1, NOW + 48 * 3600)).containsExactly(moved);
  }

  @Test
  void removesAllRecordsOfAPeer() {
    store.add(key(1), peer(1), NOW);
    store.add(key(2), peer(1), NOW);
    store.add(key(1), peer(2), NOW);

    assertThat(store.removePeer(peer(1).id())).isEqualTo(2);
    assertThat(store.removePeer(peer(1).id())).isZero();
    assertThat(providers(1, NOW)).containsExactly(peer(2));
    assertThat(providers(2, NOW)).isEmpty();
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void answersAtMostSoManyInRandomOrder() {
    for (int i = 0; i < 100; i++) {
      store.add(key(1), peer(i), NOW);
    }
    Set<KadPeer> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      List<KadPeer> some = providers(1, NOW);
      assertThat(some).hasSize(20).doesNotHaveDuplicates();
      seen.addAll(some);
    }
    assertThat(seen).hasSize(100);
  }

  @Test
  void theOldestProviderOfAFullKeyMakesRoom() {
    for (int i = 0; i <= ProviderStore.MAX_PROVIDERS_PER_KEY; i++) {
      assertThat(store.add(key(1), peer(i), NOW)).isTrue();
    }
    List<KadPeer> all = store.providers(key(1), 10_000, NOW, entropy);

    assertThat(all).hasSize(ProviderStore.MAX_PROVIDERS_PER_KEY).doesNotContain(peer(0));
    assertThat(store.size()).isEqualTo(ProviderStore.MAX_PROVIDERS_PER_KEY);
  }

  @Test
  void aPeerHasABoundOfRecords() {
    for (int i = 0; i < ProviderStore.MAX_RECORDS_PER_PEER; i++) {
      assertThat(store.add(key(i), peer(1), NOW)).isTrue();
    }

    assertThat(store.add(key(60_000), peer(1), NOW)).isFalse();
    assertThat(store.add(key(5), peer(1), NOW)).isTrue();
    assertThat(store.add(key(60_000), peer(2), NOW)).isTrue();
  }
}
