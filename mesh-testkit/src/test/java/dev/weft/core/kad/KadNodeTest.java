package dev.weft.core.kad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One node among others that the test plays, some of which lie. */
class KadNodeTest {
  private static final Multihash KEY = Multihash.sha256(new byte[32]);
  private static final Multiaddr ASKER = Multiaddr.parse("/ip4/3.3.3.3");

  private final VirtualLoop loop = new VirtualLoop();
  private final SeededEntropy entropy = new SeededEntropy(1);
  private final ProviderStore store = new ProviderStore();
  private final Host host = new Host();
  private final KadPeer self = peer("/ip4/1.1.1.1/tcp/80/ws");
  private final KadNode node =
      new KadNode(
          loop, entropy, self.id(), store, List.of(), new DialPolicy(self.addresses()), host);
  private int networks;

  private final class Host implements KadHost {
    final Map<PeerId, Function<KadMessage, Promise<KadMessage>>> answers = new HashMap<>();
    final Map<PeerId, Client> clients = new HashMap<>();
    final List<PeerId> told = new ArrayList<>();
    final List<PeerId> asked = new ArrayList<>();

    @Override
    public Promise<Answer> ask(KadPeer peer, KadMessage request) {
      asked.add(peer.id());
      Function<KadMessage, Promise<KadMessage>> answer = answers.get(peer.id());
      return answer == null
          ? Promise.failed(MeshException.closed("nobody is there"))
          : answer.apply(request).map(message -> new Answer(message, peer.addresses().get(0)));
    }

    @Override
    public void announce(KadPeer peer, List<Multihash> keys) {
      keys.forEach(key -> told.add(peer.id()));
    }

    @Override
    public @Nullable Client client(PeerId peer) {
      return clients.get(peer);
    }
  }

  private KadPeer peer(String address) {
    return new KadPeer(PeerId.ofEd25519(entropy.bytes(32)), List.of(Multiaddr.parse(address)));
  }

  /** A node in a network of its own, which answers with these providers and nearer nodes. */
  private KadPeer other(List<KadPeer> providers, List<KadPeer> closer) {
    KadPeer other = peer("/ip4/9.9." + networks++ + ".1/tcp/80/ws");
    host.answers.put(
        other.id(),
        request ->
            Promise.of(
                new KadMessage(
                    request.type(),
                    request.key(),
                    closer,
                    request.type() == KadMessage.GET_PROVIDERS ? providers : List.of())));
    return other;
  }

  /** A page that is reached through the relay at the address. */
  private KadPeer page(String relay) {
    Multiaddr circuit = Multiaddr.parse(relay).with(self.id()).with(Multiaddr.P2P_CIRCUIT);
    PeerId page = PeerId.ofEd25519(entropy.bytes(32));
    return new KadPeer(page, List.of(circuit.with(page)));
  }

  private List<KadPeer> pages(int count) {
    List<KadPeer> pages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pages.add(page("/ip4/8.8.8.8/tcp/80/ws"));
    }
    return pages;
  }

  /** A page of our own that has the content. */
  private KadPeer ownPage() {
    return ownPage("/ip4/7.7.7.7");
  }

  private KadPeer ownPage(String from) {
    KadPeer page = page("/ip4/1.1.1.1/tcp/80/ws");
    host.clients.put(page.id(), new KadHost.Client(page, Multiaddr.parse(from)));
    node.add(KEY, page);
    return page;
  }

  private List<KadPeer> find() {
    return findFrom(ASKER);
  }

  private List<KadPeer> findFrom(Multiaddr asker) {
    Promise<List<KadPeer>> found = node.providers(KEY, asker);
    List<List<KadPeer>> answers = new ArrayList<>();
    found.then(answers::add, reason -> {});
    loop.runUntil(() -> !answers.isEmpty(), Searches.ANSWER_MILLIS);
    return answers.get(0);
  }

  @Test
  void namesWhoIsInTheAskersNetworkFirstThenWhoIsOfItsPrefixAndEveryThirdFromElsewhere() {
    for (String[] nearness :
        new String[][] {
          {"/ip4/9.8.7.6", "/ip4/9.8.7.1", "/ip4/9.8.6.6"},
          {"/ip6/2001:db8:1:2::6", "/ip6/2001:db8:1:3::1", "/ip6/2001:db8:2:2::6"}
        }) {
      host.clients.keySet().forEach(node::gone);
      Set<KadPeer> sameNetwork = new HashSet<>();
      Set<KadPeer> samePrefix = new HashSet<>();
      for (int i = 0; i < 30; i++) {
        ownPage(nearness[2]);
        if (i % 10 == 0) {
          sameNetwork.add(ownPage(nearness[0]));
          samePrefix.add(ownPage(nearness[1]));
        }
      }
      List<KadPeer> found = findFrom(Multiaddr.parse(nearness[0]));

      assertThat(found).hasSize(Kademlia.K).doesNotHaveDuplicates();
      List<KadPeer> near = new ArrayList<>(found.subList(0, 8));
      near.removeAll(List.of(found.get(2), found.get(5)));
      assertThat(near.subList(0, 3)).hasSameElementsAs(sameNetwork);
      assertThat(near.subList(3, 6)).hasSameElementsAs(samePrefix);
    }
  }

  @Test
  void followsARecordToTheNodeWhoseClientsHaveTheContent() {
    KadPeer page = page("/ip4/8.8.8.8/tcp/80/ws");
    KadPeer itsNode = other(List.of(page), List.of());
    node.met(other(List.of(itsNode), List.of()));

    assertThat(find()).containsExactly(page);
  }

  @Test
  void remembersWhereTheClientsOfOthersAreAndOfSoManyAtMost() {
    List<KadPeer> told = new ArrayList<>();
    KadPeer other = other(List.of(), List.of());
    host.answers.put(
        other.id(),
        request -> {
          List<KadPeer> pages = pages(Searches.MAX_PER_ANSWER);
          told.addAll(pages);
          return Promise.of(new KadMessage(request.type(), request.key(), List.of(), pages));
        });
    node.met(other);
    told.clear();
    while (told.size() <= Searches.MAX_CLIENTS) {
      node.providers(Multihash.sha256(entropy.bytes(32)), ASKER);
      loop.runFor(Searches.ANSWER_MILLIS);
    }

    KadPeer last = told.get(told.size() - 1);
    KadPeer oldest = told.get(told.size() - Searches.MAX_CLIENTS);
    KadPeer forgotten = told.get(told.size() - Searches.MAX_CLIENTS - 1);
    assertThat(node.found(last.id())).isEqualTo(last);
    assertThat(node.found(oldest.id())).isEqualTo(oldest);
    assertThat(node.found(forgotten.id())).isNull();
  }

  /** Each of several nodes says of the same page that it is its own client. */
  private KadPeer named(PeerId page, String relay) {
    return new KadPeer(page, page(relay).addresses());
  }

  @Test
  void aLiarHidesNotWhereAPageIs() {
    PeerId page = PeerId.ofEd25519(entropy.bytes(32));
    KadPeer truth = named(page, "/ip4/8.8.8.8/tcp/80/ws");
    KadPeer lie = named(page, "/ip4/7.7.7.7/tcp/80/ws");
    node.met(other(List.of(truth), List.of()));
    KadPeer liar = other(List.of(lie), List.of());
    node.met(liar);
    find();
    KadPeer another = named(page, "/ip4/6.6.6.6/tcp/80/ws");
    for (int i = 0; i < 10; i++) {
      host.answers.put(
          liar.id(),
          request ->
              Promise.of(
                  new KadMessage(request.type(), request.key(), List.of(), List.of(another))));
      node.providers(Multihash.sha256(entropy.bytes(32)), ASKER);
      loop.runFor(Searches.ANSWER_MILLIS);
    }

    List<Multiaddr> said = new ArrayList<>(truth.addresses());
    said.addAll(another.addresses());
    KadPeer found = node.found(page);
    assertThat(found.addresses()).containsExactlyInAnyOrderElementsOf(said);
    assertThat(node.found(page).addresses().get(0))
        .as("the second try goes another way")
        .isNotEqualTo(found.addresses().get(0));
  }

  @Test
  void theWordOfSoManyNodesCounts() {
    PeerId page = PeerId.ofEd25519(entropy.bytes(32));
    for (int i = 0; i < 3 * Searches.MAX_NAMERS; i++) {
      node.met(other(List.of(named(page, "/ip4/8.8.8." + i + "/tcp/80/ws")), List.of()));
    }
    find();
    assertThat(node.found(page).addresses()).hasSize(Searches.MAX_NAMERS);
  }

  @Test
  void ownClientsComeFirst() {
    KadPeer own = ownPage();
    node.met(other(pages(5), List.of()));

    assertThat(find()).hasSize(6).startsWith(own);
  }

  @Test
  void aProviderThatIsNoNodeIsNamedItself() {
    KadPeer server = peer("/ip4/7.7.7.7/tcp/80/ws");
    host.answers.put(
        server.id(), request -> Promise.failed(MeshException.local("protocol-not-supported")));
    node.met(other(List.of(server), List.of()));

    assertThat(find()).containsExactly(server);
  }

  @Test
  void aNodeThatIsGoneIsNotNamed() {
    node.met(other(List.of(peer("/ip4/7.7.7.7/tcp/80/ws")), List.of()));

    assertThat(find()).isEmpty();
  }

  @Test
  void aLiarFillsHalfOfAnAnswerAtMost() {
    KadPeer honest = page("/ip4/8.8.4.4/tcp/80/ws");
    node.met(other(pages(20), List.of()));
    node.met(other(List.of(honest), List.of()));

    assertThat(find()).hasSize(Searches.MAX_PER_ANSWER + 1).contains(honest);
  }

  @Test
  void aLiarCannotSendPagesIntoTheirOwnNetwork() {
    node.met(other(List.of(page("/ip4/192.168.0.1/tcp/80/ws")), List.of()));

    assertThat(find()).isEmpty();
  }

  @Test
  void recordsThatLeadEverOnAreNotFollowed() {
    List<KadPeer> named = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      named.add(other(List.copyOf(named.subList(Math.max(0, i - 20), i)), List.of()));
    }
    node.met(named.get(99));
    host.asked.clear();
    find();

    assertThat(host.asked).as("one by the look-up, and those it named").hasSize(21);
  }

  @Test
  void answersWithinASecondAndKnowsMoreTheNextTime() {
    KadPeer page = page("/ip4/8.8.8.8/tcp/80/ws");
    KadPeer slow = other(List.of(), List.of());
    node.met(slow);
    host.answers.put(
        slow.id(),
        request -> {
          Promise<KadMessage> late = new Promise<>();
          loop.schedule(
              3_000,
              () ->
                  late.resolve(
                      new KadMessage(request.type(), request.key(), List.of(), List.of(page))));
          return late;
        });
    KadPeer own = ownPage();

    assertThat(find()).containsExactly(own);
    assertThat(loop.nowMillis()).isEqualTo(Searches.ANSWER_MILLIS);
    loop.runFor(2_000);
    assertThat(find()).containsExactly(own, page);
    assertThat(loop.nowMillis()).isEqualTo(3_000);
  }

  @Test
  void aThousandClientsThatAskAtOnceCostOneSearch() {
    node.met(other(pages(3), List.of()));
    host.asked.clear();
    for (int i = 0; i < 1_000; i++) {
      assertThat(find()).hasSize(3);
    }
    assertThat(host.asked).hasSize(1);

    loop.runFor(Searches.FRESH_MILLIS);
    find();
    assertThat(host.asked).hasSize(2);
  }

  @Test
  void tellsOthersAtOnceAndAgainEveryTenMinutesWhileAClientProvides() {
    KadPeer other = other(List.of(), List.of());
    node.met(other);
    KadPeer page = ownPage();
    assertThat(host.told).containsExactly(other.id());

    loop.runFor(3 * Announcements.REPEAT_MILLIS + Announcements.TURN_MILLIS);
    assertThat(host.told).hasSize(4);

    store.removePeer(page.id());
    loop.runFor(3 * Announcements.REPEAT_MILLIS);
    assertThat(host.told).hasSize(4);
    assertThat(node.figures().announced()).isZero();
  }

  @Test
  void whatNobodyCouldBeToldIsToldWhenSomebodyComes() {
    ownPage();
    loop.runFor(60_000);
    KadPeer other = other(List.of(), List.of());
    node.met(other);
    loop.runFor(Announcements.TURN_MILLIS);

    assertThat(host.told).containsExactly(other.id());
  }

  @Test
  void aNodesRecordOutlivesItsConnectionForHalfAnHourAtMost() {
    KadPeer other = other(List.of(), List.of());
    node.met(other);
    node.add(KEY, other);
    node.gone(other.id());
    assertThat(node.records(KEY)).containsExactly(other);

    loop.runFor(1000L * Announcements.RECORD_SECONDS);
    assertThat(node.records(KEY)).isEmpty();
  }

  @Test
  void aStrangersRecordGoesWithItsConnection() {
    KadPeer stranger = peer("/ip4/9.9.9.9/tcp/80/ws");
    node.met(stranger);
    node.add(KEY, stranger);
    node.gone(stranger.id());

    assertThat(node.records(KEY)).isEmpty();
  }

  @Test
  void aNodeIsTakenInOnlyWhenItAnswersWhereItSaysItIs() {
    KadPeer liar = peer("/ip4/9.9.9.9/tcp/80/ws");
    node.met(liar);
    assertThat(node.figures().nodes()).isZero();

    node.met(other(List.of(), List.of()));
    assertThat(node.figures().nodes()).isEqualTo(1);
  }

  @Test
  void runsSoManyLookUpsAtOnceAndNoMore() {
    KadPeer silent = other(List.of(), List.of());
    node.met(silent);
    host.answers.put(silent.id(), request -> new Promise<>());
    List<MeshException> refused = new ArrayList<>();
    for (int i = 0; i < LookUps.MAX_RUNNING + 3; i++) {
      node.lookUp(entropy.bytes(32)).then(done -> {}, refused::add);
    }
    assertThat(refused).hasSize(3);

    loop.runFor(LookUps.MAX_MILLIS);
    node.lookUp(entropy.bytes(32)).then(done -> {}, refused::add);
    assertThat(refused).hasSize(3);
    assertThat(node.figures().lookUps()).isEqualTo(LookUps.MAX_RUNNING);
  }
}
