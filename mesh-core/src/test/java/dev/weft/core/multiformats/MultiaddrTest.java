package dev.weft.core.multiformats;

import static dev.weft.core.multiformats.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text and bytes as js-multiaddr and go-multiaddr have them, and what is refused. */
class MultiaddrTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String PEER = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";
  private static final String OTHER = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";

  @ParameterizedTest
  @CsvSource({
    "/ip4/127.0.0.1/tcp/8080/ws, 047f000001061f90dd03",
    "/ip4/255.0.9.10/udp/65535, 04ff00090a9102ffff",
    "/ip6/::1/tcp/0, 2900000000000000000000000000000001060000",
    "/dns4/example.com/tcp/443/wss, 360b6578616d706c652e636f6d0601bbde03",
    "/dns/a/tcp/1/tls/ws, 350161060001c003dd03",
    "/dns6/a/tcp/1/tls/sni/b.c/ws, 370161060001c003c10303622e63dd03",
    "/dnsaddr/bootstrap.libp2p.io, 3813626f6f7473747261702e6c69627032702e696f",
    "/ip4/1.2.3.4/udp/1/quic-v1/webtransport, 0401020304910200 01cd03d103",
    "/ip4/1.2.3.4/udp/1/webrtc-direct, 040102030491020001 9802",
    "/p2p-circuit/webrtc, a2029902",
    "/ip4/1.2.3.4/tcp/80/http/http-path/a%2fb%20c, 04010203040600 50e003e10305612f622063",
    "/ip4/1.2.3.4/tcp/443/https, 040102030406 01bbbb03",
    "/memory/18446744073709551615, 8906ffffffffffffffff",
    "/memory/0, 89060000000000000000",
  })
  void textAndBytesAgree(String text, String spacedHex) {
    String hex = spacedHex.replace(" ", "");
    Multiaddr address = Multiaddr.parse(text);
    assertThat(HEX.formatHex(address.encode())).isEqualTo(hex);
    Multiaddr decoded = Multiaddr.decode(HEX.parseHex(hex));
    assertThat(decoded).isEqualTo(address).hasSameHashCodeAs(address).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:db8::ff00:42:8329, 2001:db8::ff00:42:8329",
    "2001:0DB8:0000:0000:0000:ff00:0042:8329, 2001:db8::ff00:42:8329",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
    "1:2:3:4:5:6:0:8, 1:2:3:4:5:6:0:8",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::ffff:1.2.3.4, ::ffff:102:304",
    "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
  })
  void ip6HasManyTextsAndOneCanonical(String text, String canonical) {
    assertThat(Multiaddr.parse("/ip6/" + text)).hasToString("/ip6/" + canonical);
    assertThat(Multiaddr.parse("/ip6/" + canonical)).isEqualTo(Multiaddr.parse("/ip6/" + text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":::",
        "1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "1::2::3",
        "12345::",
        "g::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1.2.3",
        "1.2.3.4",
        "::1%eth0",
        ":1:2:3:4:5:6:7"
      })
  void refusesMalformedIp6(String text) {
    assertRefused("bad-multiaddr", () -> Multiaddr.parse("/ip6/" + text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "ip4/1.2.3.4",
        "/ip4",
        "/ip4/",
        "/ip4/1.2.3",
        "/ip4/1.2.3.256",
        "/ip4/01.2.3.4",
        "/ip4/1.2.3.4/",
        "/ip4/1.2.3.4//tcp/1",
        "/tcp/65536",
        "/tcp/",
        "/memory/18446744073709551616",
        "/unknown/1",
        "/dns/",
        "/dns/a b",
        "/dns/é",
        "/dns/a%2fb",
        "/dns/a%2",
        "/http-path/%zz"
      })
  void refusesMalformedText(String text) {
    assertRefused("bad-multiaddr", () -> Multiaddr.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ip4/1.2.3.4.5", "/tcp/-1", "/tcp/+1", "/tcp/٣"})
  void refusesNumbersThatAreNotDecimal(String text) {
    assertRefused("bad-multibase", () -> Multiaddr.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "05", // an unknown protocol
        "047f0000", // a value cut off
        "3502", // a name cut off
        "3500", // an empty name
        "3503612f62", // a slash in a name
        "dd0300", // ip-less code 0
      })
  void refusesMalformedBytes(String hex) {
    assertRefused("bad-multiaddr", () -> Multiaddr.decode(HEX.parseHex(hex)));
  }

  @Test
  void refusesAPeerThatIsNone() {
    assertRefused("bad-multihash", () -> Multiaddr.decode(HEX.parseHex("a503021101")));
    assertRefused("bad-multibase", () -> Multiaddr.parse("/p2p/0"));
  }

  @Test
  void refusesWhatIsLongerThanItsBound() {
    byte[] longest = new byte[Multiaddr.MAX_BYTES];
    for (int i = 0; i < longest.length; i += 2) {
      longest[i] = (byte) 0xdd;
      longest[i + 1] = 3;
    }
    Multiaddr address = Multiaddr.decode(longest);
    assertThat(address.toString()).hasSize(Multiaddr.MAX_BYTES / 2 * 3);
    assertRefused("bad-multiaddr", () -> address.with(Multiaddr.WS));
    assertRefused("bad-multiaddr", () -> Multiaddr.parse("/ws".repeat(2000)));
  }

  @Test
  void readsARelayedAddress() {
    Multiaddr address =
        Multiaddr.parse(
            "/dns4/r.example/tcp/443/wss/p2p/" + OTHER + "/p2p-circuit/webrtc/p2p/" + PEER);
    assertThat(address.peerId()).isEqualTo(PeerId.parse(PEER));
    Multiaddr relay = address.before(Multiaddr.P2P_CIRCUIT);
    assertThat(relay).hasToString("/dns4/r.example/tcp/443/wss/p2p/" + OTHER);
    assertThat(relay.peerId()).isEqualTo(PeerId.parse(OTHER));
    assertThat(address.after(Multiaddr.P2P_CIRCUIT)).hasToString("/webrtc/p2p/" + PEER);
    assertThat(address.before(Multiaddr.DNS4)).isNull();
    assertThat(address.before(Multiaddr.IP4)).isNull();
    assertThat(relay.after(Multiaddr.P2P)).isNull();
    assertThat(relay.with(Multiaddr.P2P_CIRCUIT).with(Multiaddr.WEBRTC).with(PeerId.parse(PEER)))
        .isEqualTo(address);
    assertThat(relay.with(address.after(Multiaddr.P2P))).isEqualTo(address);
  }

  @Test
  void acceptsTheFormerNameAndEveryFormOfAPeer() {
    PeerId peer = PeerId.parse(PEER);
    Multiaddr address = Multiaddr.parse("/p2p/" + PEER);
    assertThat(Multiaddr.parse("/ipfs/" + PEER)).isEqualTo(address);
    assertThat(Multiaddr.parse("/p2p/" + peer.toCid())).isEqualTo(address);
    assertThat(address.value(Multiaddr.P2P)).isEqualTo(peer.encode());
  }

  @Test
  void readsACertificatesHashInAnyBase() {
    byte[] hash = Multihash.sha256(new byte[32]).encode();
    Multiaddr address = Multiaddr.parse("/certhash/" + Multibase.BASE58_BTC.encode(hash));
    assertThat(address.value(Multiaddr.CERTHASH)).isEqualTo(hash);
    assertThat(address).hasToString("/certhash/" + Multibase.BASE64_URL.encode(hash));
    assertRefused("bad-multihash", () -> Multiaddr.parse("/certhash/uEiA"));
  }

  @Test
  void givesTheFirstValueOfACode() {
    Multiaddr address = Multiaddr.parse("/ip4/1.2.3.4/tcp/258/ws");
    assertThat(address.value(Multiaddr.IP4)).containsExactly(1, 2, 3, 4);
    assertThat(address.value(Multiaddr.TCP)).containsExactly(1, 2);
    assertThat(address.value(Multiaddr.WS)).isEmpty();
    assertThat(address.value(Multiaddr.UDP)).isNull();
    assertThat(address.has(Multiaddr.WS)).isTrue();
    assertThat(address.has(Multiaddr.WSS)).isFalse();
    assertThat(address.peerId()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "/ip4/127.0.0.1/tcp/8080/ws, ws://127.0.0.1:8080",
    "/ip6/::1/tcp/80/ws, ws://[::1]:80",
    "/dns/a.example/tcp/443/wss, wss://a.example:443",
    "/dns4/a.example/tcp/443/tls/ws, wss://a.example:443",
    "/ip4/127.0.0.1/tcp/443/tls/sni/a.example/ws, wss://a.example:443",
    "/ip4/127.0.0.1/tcp/8080/ws/p2p-circuit/webrtc, ws://127.0.0.1:8080",
    "/ip4/127.0.0.1/tcp/8080,",
    "/ip4/127.0.0.1/udp/8080/quic-v1,",
    "/webrtc,",
  })
  void websocketsHaveUrls(String address, String url) {
    assertThat(WebSocketAddress.url(Multiaddr.parse(address))).isEqualTo(url);
  }
}
