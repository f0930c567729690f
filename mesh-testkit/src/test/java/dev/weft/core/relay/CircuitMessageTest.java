package dev.weft.core.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.testkit.SeededEntropy;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CircuitMessageTest {
  private static final PeerId PEER = PeerId.ofEd25519(new byte[32]);
  private static final String PEER_HEX = "0a26" + "002408011220" + "00".repeat(32);
  private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/1.2.3.4/tcp/80/ws");

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] body(byte[] frame) {
    return Arrays.copyOfRange(frame, 1, frame.length);
  }

  @Test
  void reserveStandsOnTheWireWithItsTypeZero() {
    assertThat(hex(HopMessage.reserve())).isEqualTo("020800");
  }

  @Test
  void connectNamesTheTarget() {
    assertThat(hex(HopMessage.connect(PEER))).isEqualTo("2c" + "0801" + "1228" + PEER_HEX);
  }

  @Test
  void stopConnectNamesTheSourceAndTheLimitInSeconds() {
    assertThat(hex(StopMessage.connect(PEER, new Limit(120, 131_072))))
        .isEqualTo("34" + "0800" + "1228" + PEER_HEX + "1a06" + "0878" + "10808008");
  }

  @Test
  void statusStandsLast() {
    assertThat(hex(HopMessage.status(CircuitRelay.NO_RESERVATION, null, null)))
        .isEqualTo("05" + "0802" + "28cc01");
    assertThat(hex(StopMessage.status(CircuitRelay.OK))).isEqualTo("04" + "0801" + "2064");
  }

  @Test
  void readsAReservationWithAllItsParts() {
    Reservation made = new Reservation(1_800_000_000, List.of(ADDRESS), new byte[] {1, 2});
    HopMessage read =
        HopMessage.decode(body(HopMessage.status(CircuitRelay.OK, made, new Limit(120, 1000))));

    assertThat(read.status()).isEqualTo(100);
    assertThat(read.reservation().expireUnixSeconds()).isEqualTo(1_800_000_000);
    assertThat(read.reservation().addresses()).containsExactly(ADDRESS);
    assertThat(read.reservation().voucher()).containsExactly(1, 2);
    assertThat(read.limit()).isEqualTo(new Limit(120, 1000));
  }

  @Test
  void leavesAddressesOfUnknownFormOutAndBoundsThemWithTheRest() {
    ProtoWriter reservation = new ProtoWriter().varint(1, 5).bytes(2, bytes("ff7f01"));
    for (int i = 0; i < 20; i++) {
      reservation.bytes(2, ADDRESS.encode());
    }
    byte[] message = new ProtoWriter().varint(1, 2).message(3, reservation).toBytes();

    assertThat(HopMessage.decode(message).reservation().addresses()).hasSize(15);
  }

  @Test
  void refusesMalformedHopMessages() {
    for (String malformed :
        new String[] {
          "", // no type
          "0803", // unknown type
          "08ffffffffffffffffff01", // type of 2^64 - 1
          "08011200", // a peer without id
          "080112040a020000", // a peer id that is none
          "08021a00", // a reservation without expiry
          "08021a0b08ffffffffffffffffff01", // that expires at -1
          "08021a09088080808080808010", // that expires at 2^53
          "080228ffffffff0f", // a status out of range
          "0801122a" + PEER_HEX, // longer than what is there
          "0a00" // type as bytes
        }) {
      assertPeersFault(malformed, () -> HopMessage.decode(bytes(malformed)));
    }
  }

  @Test
  void refusesMalformedStopMessages() {
    for (String malformed : new String[] {"", "0802", "08001200", "0801" + "20808004", "12"}) {
      assertPeersFault(malformed, () -> StopMessage.decode(bytes(malformed)));
    }
  }

  private static void assertPeersFault(String what, ThrowingCallable decoding) {
    assertThatThrownBy(decoding)
        .as(what)
        .isInstanceOfSatisfying(
            MeshException.class,
            refused -> assertThat(refused.fault()).isEqualTo(MeshException.Fault.PEER));
  }

  @Test
  void throwsNothingElseWhateverComes() {
    Reservation made = new Reservation(1_800_000_000, List.of(ADDRESS, ADDRESS), new byte[9]);
    byte[][] good = {
      body(HopMessage.connect(PEER)),
      body(HopMessage.status(CircuitRelay.OK, made, new Limit(1, 2))),
      body(StopMessage.connect(PEER, new Limit(1, 2)))
    };
    SeededEntropy seeded = new SeededEntropy(5);
    int refused = 0;
    for (int i = 0; i < 30_000; i++) {
      byte[] seed = good[i % good.length];
      byte[] mutated =
          Arrays.copyOf(seed, seed.length - seeded.below(2) * seeded.below(seed.length));
      for (int change = seeded.below(4); change > 0 && mutated.length > 0; change--) {
        mutated[seeded.below(mutated.length)] = (byte) seeded.nextLong();
      }
      try {
        HopMessage.decode(mutated);
        StopMessage.decode(mutated);
      } catch (MeshException expected) {
        refused++;
      }
    }
    assertThat(refused).isBetween(3_000, 29_000);
  }
}
