package dev.weft.core.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.testkit.SeededEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class KadMessageTest {
  private static final byte[] KEY = HexFormat.of().parseHex("1220" + "ab".repeat(32));
  private static final PeerId PEER = PeerId.ofEd25519(new byte[32]);
  private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/127.0.0.1/tcp/4001/ws");

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void writesARequestWithItsTypeAndKey() {
    assertThat(hex(KadMessage.of(KadMessage.GET_PROVIDERS, KEY).frame()))
        .isEqualTo("26" + "0803" + "1222" + hex(KEY));
  }

  @Test
  void writesTypeZeroToo() {
    assertThat(hex(KadMessage.of(KadMessage.PUT_VALUE, new byte[0]).frame())).isEqualTo("020800");
  }

  @Test
  void writesAProviderWithItsAddresses() {
    KadMessage message =
        new KadMessage(
            KadMessage.ADD_PROVIDER, KEY, List.of(), List.of(new KadPeer(PEER, List.of(ADDRESS))));
    String peer = "0a26" + hex(PEER.encode()) + "120a" + hex(ADDRESS.encode());

    assertThat(hex(message.frame())).isEqualTo("5c" + "0802" + "1222" + hex(KEY) + "4a34" + peer);
  }

  @Test
  void readsWhatItWrites() {
    KadPeer peer = new KadPeer(PEER, List.of(ADDRESS));
    byte[] frame =
        new KadMessage(KadMessage.GET_PROVIDERS, KEY, List.of(peer), List.of(peer, peer)).frame();
    KadMessage read = read(frame, 1).get(0);

    assertThat(read.type()).isEqualTo(KadMessage.GET_PROVIDERS);
    assertThat(read.key()).isEqualTo(KEY);
    assertThat(read.closer()).containsExactly(peer);
    assertThat(read.providers()).containsExactly(peer, peer);
  }

  @Test
  void readsAtSeededSplits() {
    byte[] one = KadMessage.of(KadMessage.FIND_NODE, KEY).frame();
    byte[] three = Arrays.copyOf(one, 3 * one.length);
    System.arraycopy(one, 0, three, one.length, one.length);
    System.arraycopy(one, 0, three, 2 * one.length, one.length);
    for (int seed = 0; seed < 50; seed++) {
      assertThat(read(three, seed)).hasSize(3);
    }
  }

  private static List<KadMessage> read(byte[] wire, int seed) {
    List<KadMessage> read = new ArrayList<>();
    Delimited reader =
        new Delimited(KadMessage.MAX_BYTES, body -> read.add(KadMessage.decode(body)));
    SeededEntropy seeded = new SeededEntropy(seed);
    for (int at = 0; at < wire.length; ) {
      int end = Math.min(wire.length, at + 1 + seeded.below(seed == 0 ? 1 : 40));
      reader.feed(Arrays.copyOfRange(wire, at, end));
      at = end;
    }
    return read;
  }

  @Test
  void boundsPeersAndAddresses() {
    ProtoWriter peer = new ProtoWriter().bytes(1, PEER.encode());
    for (int i = 0; i < 30; i++) {
      peer.bytes(2, ADDRESS.encode());
    }
    ProtoWriter message = new ProtoWriter().varint(1, 3);
    for (int i = 0; i < 30; i++) {
      message.message(9, peer).message(8, peer);
    }
    KadMessage read = KadMessage.decode(message.toBytes());

    assertThat(read.providers()).hasSize(20);
    assertThat(read.closer()).hasSize(20);
    assertThat(read.providers().get(0).addresses()).hasSize(16);
  }

  @Test
  void leavesAddressesOfUnknownFormOut() {
    ProtoWriter peer =
        new ProtoWriter()
            .bytes(1, PEER.encode())
            .bytes(2, new byte[] {(byte) 0xff, 0x7f, 1})
            .bytes(2, ADDRESS.encode());
    KadMessage read = KadMessage.decode(new ProtoWriter().message(9, peer).toBytes());

    assertThat(read.providers().get(0).addresses()).containsExactly(ADDRESS);
  }

  @Test
  void refusesWhatIsMalformed() {
    for (String malformed :
        new String[] {
          "0806", // unknown type
          "08ffffffffffffffffff01", // type of 2^64 - 1
          "12ff01", // key cut off
          "128101" + "00".repeat(129), // key of 129 bytes
          "4a00", // a peer without id
          "4a040a020000", // a peer id that is none
          "4a", // cut off
          "0a00" // type as bytes
        }) {
      assertThatThrownBy(() -> KadMessage.decode(HexFormat.of().parseHex(malformed)))
          .as(malformed)
          .isInstanceOfSatisfying(
              MeshException.class,
              refused -> assertThat(refused.fault()).isEqualTo(MeshException.Fault.PEER));
    }
  }

  @Test
  void throwsNothingElseWhateverComes() {
    SeededEntropy seeded = new SeededEntropy(3);
    byte[] good =
        new KadMessage(
                KadMessage.ADD_PROVIDER,
                KEY,
                List.of(),
                List.of(new KadPeer(PEER, List.of(ADDRESS))))
            .frame();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated =
          Arrays.copyOfRange(good, 1, good.length - seeded.below(2) * seeded.below(20));
      for (int change = seeded.below(4); change >= 0; change--) {
        mutated[seeded.below(mutated.length)] = (byte) seeded.nextLong();
      }
      try {
        KadMessage.decode(mutated);
      } catch (MeshException expected) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 19_999);
  }
}
