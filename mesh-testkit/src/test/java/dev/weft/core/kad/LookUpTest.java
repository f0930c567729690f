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

class LookUpTest {
  private final SeededEntropy entropy = new SeededEntropy(1);
  private final PeerId self = PeerId.ofEd25519(entropy.bytes(32));
  private final byte[] key = entropy.bytes(34);
  private final KadId target = KadId.of(key);
  private final DialPolicy policy =
      new DialPolicy(List.of(Multiaddr.parse("/ip4/1.1.1.1/tcp/80/ws")));
  private int networks;

  private KadPeer peer(String... addresses) {
    List<Multiaddr> parsed = new ArrayList<>();
    for (String address : addresses) {
      parsed.add(Multiaddr.parse(address));
    }
    return new KadPeer(PeerId.ofEd25519(entropy.bytes(32)), parsed);
  }

  /** A peer in a network of its own. */
  private KadPeer peer() {
    networks++;
    return peer("/ip4/9." + (networks >> 8) + '.' + (networks & 255) + ".1/tcp/80/ws");
  }

  private List<KadPeer> peers(int count) {
    List<KadPeer> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      peers.add(peer());
    }
    return peers;
  }

  private List<KadPeer> nearest(List<KadPeer> peers) {
    List<KadPeer> sorted = new ArrayList<>(peers);
    sorted.sort(Comparator.comparing(peer -> KadId.of(peer.id()), target::compareDistance));
    return sorted.subList(0, Math.min(Kademlia.K, sorted.size()));
  }

  private LookUp lookUp(List<KadPeer> start) {
    return new LookUp(self, key, start, policy);
  }

  private static List<KadPeer> asked(LookUp lookUp) {
    List<KadPeer> asked = new ArrayList<>();
    for (KadPeer peer = lookUp.next(); peer != null; peer = lookUp.next()) {
      asked.add(peer);
    }
    return asked;
  }

  @Test
  void withoutAnybodyItIsOver() {
    LookUp lookUp = lookUp(List.of());

    assertThat(lookUp.isOver()).isTrue();
    assertThat(lookUp.next()).isNull();
    assertThat(lookUp.closest()).isEmpty();
    assertThat(lookUp.hops()).isZero();
  }

  @Test
  void asksTheTenNearestAtOnceAndOneMoreForEachAnswer() {
    List<KadPeer> start = peers(Kademlia.K);
    LookUp lookUp = lookUp(start);
    List<KadPeer> order = nearest(start);

    assertThat(asked(lookUp)).isEqualTo(order.subList(0, 10));
    assertThat(lookUp.isOver()).isFalse();
    lookUp.answered(order.get(3).id(), List.of());
    assertThat(asked(lookUp)).containsExactly(order.get(10));
    lookUp.failed(order.get(4).id());
    assertThat(asked(lookUp)).containsExactly(order.get(11));
  }

  @Test
  void isOverWhenTheTwentyNearestHaveAnswered() {
    List<KadPeer> all = peers(200);
    LookUp lookUp = lookUp(all.subList(0, 3));
    int turns = 0;
    while (!lookUp.isOver()) {
      KadPeer peer = lookUp.next();
      // Each answers with what is nearest of all, as in a DHT of one hop.
      lookUp.answered(peer.id(), nearest(all));
      turns++;
    }

    assertThat(lookUp.closest()).isEqualTo(nearest(all));
    assertThat(lookUp.hops()).isEqualTo(2);
    assertThat(turns).isEqualTo(lookUp.asked()).isLessThan(25);
  }

  @Test
  void whoFailsIsReplacedByTheNextNearest() {
    List<KadPeer> all = peers(60);
    LookUp lookUp = lookUp(all);
    Set<PeerId> gone = new HashSet<>();
    nearest(all).subList(0, 10).forEach(peer -> gone.add(peer.id()));
    while (!lookUp.isOver()) {
      KadPeer peer = lookUp.next();
      if (gone.contains(peer.id())) {
        lookUp.failed(peer.id());
      } else {
        lookUp.answered(peer.id(), List.of());
      }
    }

    all.removeIf(peer -> gone.contains(peer.id()));
    assertThat(lookUp.closest()).isEqualTo(nearest(all));
  }

  @Test
  void theSameAnswersGiveTheSameQuestions() {
    List<KadPeer> all = peers(100);
    List<List<KadPeer>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      LookUp lookUp = lookUp(all.subList(0, 5));
      List<KadPeer> questions = new ArrayList<>();
      while (!lookUp.isOver()) {
        KadPeer peer = lookUp.next();
        questions.add(peer);
        lookUp.answered(peer.id(), all.subList(questions.size(), questions.size() + 20));
      }
      runs.add(questions);
    }

    assertThat(runs.get(0)).isEqualTo(runs.get(1));
  }

  @Test
  void aLiarWhoInventsEverNearerPeersIsStopped() {
    LookUp lookUp = lookUp(peers(1));
    while (!lookUp.isOver()) {
      KadPeer peer = lookUp.next();
      lookUp.answered(peer.id(), peers(20));
    }
    LookUp silent = lookUp(peers(1));
    silent.answered(silent.next().id(), peers(20));
    while (!silent.isOver()) {
      silent.failed(silent.next().id());
    }

    assertThat(lookUp.asked()).isLessThanOrEqualTo(LookUp.MAX_ASKED);
    assertThat(silent.asked()).isEqualTo(21);
    assertThat(silent.closest()).hasSize(1);
  }

  @Test
  void endsAtItsBoundHoweverNearTheInventedPeersAre() {
    List<KadPeer> ever = new ArrayList<>(peers(4_000));
    ever.sort(
        Comparator.comparing((KadPeer peer) -> KadId.of(peer.id()), target::compareDistance)
            .reversed());
    LookUp lookUp = lookUp(List.of(ever.get(0)));
    int told = 1;
    while (!lookUp.isOver()) {
      KadPeer peer = lookUp.next();
      lookUp.answered(peer.id(), ever.subList(told, told + 20));
      told += 20;
    }

    assertThat(lookUp.asked()).isEqualTo(LookUp.MAX_ASKED);
  }

  @Test
  void ourselvesTheSameAgainAndThoseWhoCannotBeDialledAreLeftOut() {
    KadPeer teller = peer();
    KadPeer good = peer();
    LookUp lookUp = lookUp(List.of(teller));
    lookUp.next();
    lookUp.answered(
        teller.id(),
        List.of(
            new KadPeer(self, good.addresses()),
            teller,
            peer("/ip4/10.0.0.1/tcp/80/ws"),
            peer("/ip4/8.8.8.8/tcp/80"),
            peer("/dns4/localhost/tcp/80/ws"),
            new KadPeer(peer().id(), List.of(good.addresses().get(0).with(teller.id()))),
            peer(),
            good,
            good));

    assertThat(asked(lookUp)).hasSize(2).contains(good);
  }

  @Test
  void whatIsMoreThanTwentyInAnAnswerIsNotTaken() {
    LookUp lookUp = lookUp(peers(1));
    lookUp.answered(lookUp.next().id(), peers(50));
    int asked = 1;
    while (!lookUp.isOver()) {
      lookUp.failed(lookUp.next().id());
      asked++;
    }

    assertThat(asked).isEqualTo(21);
  }

  @Test
  void anAnswerThatWasNotAskedForChangesNothing() {
    List<KadPeer> start = peers(2);
    LookUp lookUp = lookUp(start);
    KadPeer asked = lookUp.next();
    lookUp.answered(peer().id(), peers(5));
    lookUp.answered(self, peers(5));
    lookUp.answered(asked.id(), List.of());
    lookUp.answered(asked.id(), peers(5));
    lookUp.failed(asked.id());

    assertThat(asked(lookUp)).hasSize(1);
    assertThat(lookUp.closest()).containsExactly(asked);
  }

  @Test
  void ofOneNetworkTenAreAskedAtMostAndThoseWhoFailDoNotCount() {
    List<KadPeer> sybils = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      // A network of its own beside the true one does not help.
      networks++;
      sybils.add(
          peer(
              "/ip4/9.9." + networks + ".1/tcp/80/ws",
              "/dns4/n" + i + ".liar.example/tcp/443/wss"));
    }
    LookUp lookUp = lookUp(peers(1));
    lookUp.answered(lookUp.next().id(), sybils);
    List<KadPeer> first = asked(lookUp);
    assertThat(first).hasSize(LookUp.MAX_PER_NETWORK);
    lookUp.answered(first.get(0).id(), List.of());
    assertThat(asked(lookUp)).isEmpty();
    lookUp.failed(first.get(1).id());
    assertThat(asked(lookUp)).hasSize(1);
  }

  @Test
  void asksNobodyAnyMoreOnceStopped() {
    LookUp lookUp = lookUp(peers(20));
    KadPeer asked = lookUp.next();
    lookUp.stop();

    assertThat(lookUp.next()).isNull();
    assertThat(lookUp.isOver()).isFalse();
    lookUp.answered(asked.id(), List.of());
    assertThat(lookUp.isOver()).isTrue();
  }
}
