package dev.weft.core.kad;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialPolicyTest {
  private final DialPolicy onTheInternet = policy("/dns4/mesh.example.org/tcp/443/wss");
  private final DialPolicy atHome = policy("/ip4/127.0.0.1/tcp/4001/ws");

  private static DialPolicy policy(String own) {
    return new DialPolicy(List.of(Multiaddr.parse(own)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/8.8.8.8/tcp/80/ws",
        "/ip4/172.32.0.1/tcp/80/ws",
        "/ip4/100.128.0.1/tcp/443/tls/ws",
        "/ip6/2606:4700::1/tcp/443/wss",
        "/dns4/mesh.example.org/tcp/443/wss",
        "/dns/example.org/tcp/443/tls/ws"
      })
  void publicWebSocketsAreDialled(String address) {
    assertThat(onTheInternet.admits(Multiaddr.parse(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/127.0.0.1/tcp/80/ws",
        "/ip4/10.1.2.3/tcp/80/ws",
        "/ip4/100.64.0.1/tcp/80/ws",
        "/ip4/169.254.169.254/tcp/80/ws",
        "/ip4/172.31.255.255/tcp/80/ws",
        "/ip4/192.168.1.1/tcp/80/ws",
        "/ip4/0.0.0.0/tcp/80/ws",
        "/ip4/198.19.0.1/tcp/80/ws",
        "/ip4/224.0.0.1/tcp/80/ws",
        "/ip4/255.255.255.255/tcp/80/ws",
        "/ip6/::1/tcp/80/ws",
        "/ip6/::/tcp/80/ws",
        "/ip6/fe80::1/tcp/80/ws",
        "/ip6/fd00::1/tcp/80/ws",
        "/ip6/ff02::1/tcp/80/ws",
        "/ip6/::ffff:10.0.0.1/tcp/80/ws",
        "/ip6/64:ff9b::a00:1/tcp/80/ws",
        "/ip6/2002:a00:1::1/tcp/80/ws",
        "/ip6/2001:db8::1/tcp/80/ws",
        "/dns4/localhost/tcp/80/ws",
        "/dns4/router/tcp/80/ws",
        "/dns4/printer.LOCAL/tcp/80/ws",
        "/dns4/metadata.google.internal/tcp/80/ws"
      })
  void privateOnesAreDialledOnlyByANodeThatIsInAPrivateNetwork(String address) {
    assertThat(onTheInternet.admits(Multiaddr.parse(address))).isFalse();
    assertThat(atHome.admits(Multiaddr.parse(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ip4/8.8.8.8/tcp/80",
        "/ip4/8.8.8.8/udp/80/quic-v1",
        "/ip4/8.8.8.8/dns4/localhost/tcp/80/ws",
        "/ip4/8.8.8.8/tcp/443/tls/sni/localhost/ws",
        "/ip4/8.8.8.8/tcp/80/ws/p2p-circuit"
      })
  void otherFormsAndThoseThatNameTwoHostsAreNot(String address) {
    assertThat(onTheInternet.admits(Multiaddr.parse(address))).isFalse();
    assertThat(atHome.admits(Multiaddr.parse(address))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/ip4/8.8.8.8/tcp/80/ws, /ip4/8.8.8.9/tcp/81/ws, true",
    "/ip4/8.8.8.8/tcp/80/ws, /ip4/8.8.9.8/tcp/80/ws, false",
    "/ip6/2606:4700:1:2::1/tcp/80/ws, /ip6/2606:4700:1:3::1/tcp/80/ws, true",
    "/ip6/2606:4700:1::1/tcp/80/ws, /ip6/2606:4700:2::1/tcp/80/ws, false",
    "/dns4/a.liar.example/tcp/80/ws, /dns4/b.c.LIAR.example/tcp/80/ws, true",
    "/dns4/liar.example/tcp/80/ws, /dns4/a.liar.example/tcp/80/ws, true",
    "/dns4/a.example.org/tcp/80/ws, /dns4/a.example.net/tcp/80/ws, false"
  })
  void addressesOfOneOwnerAreOneNetwork(String one, String other, boolean same) {
    String network = DialPolicy.network(Multiaddr.parse(one));
    assertThat(network).isNotEmpty();
    assertThat(network.equals(DialPolicy.network(Multiaddr.parse(other)))).isEqualTo(same);
  }

  @Test
  void privateAddressesAreNoNetwork() {
    assertThat(DialPolicy.network(Multiaddr.parse("/ip4/192.168.0.1/tcp/80/ws"))).isEmpty();
  }

  @Test
  void ofAPeersAddressesFourAreKeptThatAreItsOwn() {
    PeerId peer = PeerId.ofEd25519(new byte[32]);
    byte[] key = new byte[32];
    key[0] = 1;
    PeerId other = PeerId.ofEd25519(key);
    Multiaddr good = Multiaddr.parse("/ip4/8.8.8.8/tcp/80/ws");
    Multiaddr circuit = good.with(peer).with(Multiaddr.P2P_CIRCUIT);

    KadPeer node =
        onTheInternet.reachable(
            new KadPeer(
                peer, List.of(circuit, good.with(other), good.with(peer), good, good, good, good)));
    assertThat(node.addresses()).containsExactly(good.with(peer), good, good, good);
    assertThat(onTheInternet.reachable(new KadPeer(peer, List.of(circuit)))).isNull();
    assertThat(onTheInternet.relayed(new KadPeer(peer, List.of(good, circuit))).addresses())
        .containsExactly(circuit);
  }

  @Test
  void aClientBehindARelayInAPrivateNetworkIsNotPassedOn() {
    PeerId peer = PeerId.ofEd25519(new byte[32]);
    Multiaddr circuit =
        Multiaddr.parse("/ip4/192.168.0.1/tcp/80/ws").with(peer).with(Multiaddr.P2P_CIRCUIT);

    assertThat(onTheInternet.relayed(new KadPeer(peer, List.of(circuit)))).isNull();
  }
}
