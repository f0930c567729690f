package dev.weft.core.multiformats;

import static dev.weft.core.multiformats.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The peer ids and key of the libp2p specs (peer-ids/peer-ids.md). */
class PeerIdTest {
  private static final HexFormat HEX = HexFormat.of();

  /** The spec's Ed25519 test key. */
  private static final String KEY =
      "1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";

  private static final String ED25519 = "12D3KooWBtg3aaRMjxwedh83aGiUkwSxDwUZkzuJcfaqUmo7R3pq";

  @Test
  void keepsAnEd25519KeyWhole() {
    PeerId peer = PeerId.ofEd25519(HEX.parseHex(KEY));
    assertThat(HEX.formatHex(peer.encode())).isEqualTo("002408011220" + KEY);
    assertThat(peer).hasToString(ED25519);
    assertThat(HEX.formatHex(peer.ed25519Key())).isEqualTo(KEY);
    assertThat(PeerId.parse(ED25519)).isEqualTo(peer).hasSameHashCodeAs(peer);
    assertThat(PeerId.decode(peer.encode())).isEqualTo(peer);
  }

  @Test
  void isAmongPeersThatAreEqual() {
    PeerId peer = PeerId.parse(ED25519);
    assertThat(peer.isAmong(List.of(PeerId.ofEd25519(new byte[32]), PeerId.parse(ED25519))))
        .isTrue();
    assertThat(peer.isAmong(List.of(PeerId.ofEd25519(new byte[32])))).isFalse();
  }

  @Test
  void readsEveryTextForm() {
    PeerId hashed = PeerId.parse("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");
    assertThat(hashed).hasToString("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");
    assertThat(hashed.ed25519Key()).isNull();
    PeerId peer = PeerId.parse(ED25519);
    assertThat(PeerId.parse(peer.toCid().toString())).isEqualTo(peer);
    assertThat(peer.toCid().toString()).startsWith("bafzaa");
    assertThat(PeerId.parse(Multibase.BASE36.encode(peer.toCid().encode()))).isEqualTo(peer);
    assertThat(PeerId.parse(hashed.toCid().toString())).isEqualTo(hashed);
  }

  @Test
  void refusesWhatIsNoPeerId() {
    assertRefused("bad-peer-id", () -> PeerId.parse(Cid.raw(new byte[32]).toString()));
    assertRefused("bad-peer-id", () -> PeerId.decode(HEX.parseHex("0000")));
    assertRefused("bad-peer-id", () -> PeerId.of(new Multihash(Multihash.IDENTITY, new byte[43])));
    assertRefused("bad-peer-id", () -> PeerId.ofEd25519(new byte[31]));
    assertRefused("bad-multihash", () -> PeerId.decode(HEX.parseHex("002408011220" + KEY + "00")));
    assertRefused("bad-multibase", () -> PeerId.parse("12D3Koo0"));
    assertRefused("bad-multibase", () -> PeerId.parse(""));
  }

  @Test
  void givesNoEd25519KeyForAnotherInlineKey() {
    byte[] secp256k1 = new byte[37];
    secp256k1[0] = 8;
    secp256k1[1] = 2;
    assertThat(PeerId.of(new Multihash(Multihash.IDENTITY, secp256k1)).ed25519Key()).isNull();
    byte[] otherType = HEX.parseHex("002408021220" + KEY);
    assertThat(PeerId.decode(otherType).ed25519Key()).isNull();
  }
}
