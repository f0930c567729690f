package dev.weft.bootstrap.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Binding requests and their answers, byte for byte (RFC 8489; vectors of RFC 5769). */
class BindingTest {
  private static final String ID = "b7e7a701bc34d686fa87dfae";

  /** RFC 5769, section 2.1: with USERNAME, PRIORITY and ICE-CONTROLLED, integrity, fingerprint. */
  private static final String RFC5769_REQUEST =
      "000100582112a442"
          + ID
          + "802200105354554e207465737420636c69656e74"
          + "002400046e0001ff"
          + "80290008932ff9b151263b36"
          + "000600096576746a3a68367659202020"
          + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
          + "80280004e57a3bcf";

  private static final InetSocketAddress V4 = address("192.0.2.1", 32853);
  private static final InetSocketAddress V6 =
      address("2001:db8:1234:5678:11:2233:4455:6677", 32853);

  /** The XOR-MAPPED-ADDRESS is that of RFC 5769, section 2.2. */
  @Test
  void tellsAnIpv4AddressItself() {
    assertThat(answer("000100002112a442" + ID, V4))
        .isEqualTo("0101000c2112a442" + ID + "002000080001a147e112a643");
  }

  /** The XOR-MAPPED-ADDRESS is that of RFC 5769, section 2.3. */
  @Test
  void tellsAnIpv6AddressItself() {
    assertThat(answer("000100002112a442" + ID, V6))
        .isEqualTo("010100182112a442" + ID + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9");
  }

  @Test
  void answersWithAFingerprintWhenAskedWithOne() {
    String asked = fingerprinted("000100082112a442" + ID);

    assertThat(answer(asked, V4))
        .isEqualTo(fingerprinted("010100142112a442" + ID + "002000080001a147e112a643"));
  }

  @Test
  void readsTheRfcsSampleRequestAndRefusesWhatOnlyIceKnows() {
    BindingRequest request = Objects.requireNonNull(parse(RFC5769_REQUEST));

    assertThat(request.fingerprinted()).isTrue();
    assertThat(request.unknownAttributes()).containsExactly(0x0024);
    assertThat(answer(RFC5769_REQUEST, V4))
        .isEqualTo(
            fingerprinted("011100182112a442" + ID + "0009000400000414" + "000a000200240000"));
  }

  @Test
  void namesEachUnknownAttributeOnce() {
    assertThat(
            answer(
                "000100142112a442" + ID + "0003000400000006" + "7fff0000" + "0003000400000006", V4))
        .isEqualTo("011100102112a442" + ID + "0009000400000414" + "000a000400037fff");
  }

  @Test
  void doesNotMindOptionalAttributesNorThoseOfAuthentication() {
    String software = "8022000361626300";
    String networkCost = "c0570000";
    String username = "0006000475736572";
    BindingRequest request = parse("000100142112a442" + ID + software + networkCost + username);

    assertThat(Objects.requireNonNull(request).unknownAttributes()).isEmpty();
  }

  @Test
  void ignoresWhatFollowsTheIntegrity() {
    String integrity = "00080014" + "00".repeat(20);
    BindingRequest request = parse("0001001c2112a442" + ID + integrity + "00030000");

    assertThat(Objects.requireNonNull(request).unknownAttributes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', nothing",
    "000100002112a442b7e7a701bc34d686fa87df, a header cut off",
    "000100002112a443b7e7a701bc34d686fa87dfae, another cookie as RFC 3489 had",
    "010100002112a442b7e7a701bc34d686fa87dfae, a success response",
    "011100002112a442b7e7a701bc34d686fa87dfae, an error response",
    "001100002112a442b7e7a701bc34d686fa87dfae, an indication",
    "000300002112a442b7e7a701bc34d686fa87dfae, an allocate request",
    "800100002112a442b7e7a701bc34d686fa87dfae, the first bits set",
    "000100042112a442b7e7a701bc34d686fa87dfae, a longer length than came",
    "000100002112a442b7e7a701bc34d686fa87dfae80220000, a shorter length than came",
    "000100022112a442b7e7a701bc34d686fa87dfae8022, half an attribute",
    "000100042112a442b7e7a701bc34d686fa87dfae80220001, an attribute without its value",
    "000100082112a442b7e7a701bc34d686fa87dfae8022000561626364, an attribute beyond the end",
    "000100082112a442b7e7a701bc34d686fa87dfae8022ffff61626364, the longest length",
    "000100072112a442b7e7a701bc34d686fa87dfae80220003616263, a value without its padding",
    "000100082112a442b7e7a701bc34d686fa87dfae8028000400000000, a wrong fingerprint",
    "000100042112a442b7e7a701bc34d686fa87dfae80280000, an empty fingerprint",
  })
  void saysNothingTo(String datagram, String why) {
    assertThat(parse(datagram)).as(why).isNull();
  }

  @Test
  void aFingerprintIsTheLastAttribute() {
    String first = fingerprinted("0001000c2112a442" + ID);

    assertThat(parse(first + "80220000")).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {528, 532})
  void takesNothingThatWouldNotFitOneDatagram(int attributeBytes) {
    HexFormat hex = HexFormat.of();
    String datagram =
        "0001"
            + hex.toHexDigits((short) attributeBytes)
            + "2112a442"
            + ID
            + "8022"
            + hex.toHexDigits((short) (attributeBytes - 4))
            + "00".repeat(attributeBytes - 4);

    assertThat(parse(datagram) != null).isEqualTo(attributeBytes == 528);
  }

  @Test
  void noMutationOfARequestFailsOrIsAnsweredAtLength() {
    byte[] seed = HexFormat.of().parseHex(RFC5769_REQUEST);
    byte[] many = HexFormat.of().parseHex("000102102112a442" + ID + unknownAttributes(132));
    Random random = new Random(8489);
    int answered = 0;
    for (int round = 0; round < 200_000; round++) {
      byte[] datagram = (round % 2 == 0 ? seed : many).clone();
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(8) == 0 ? random.nextInt(datagram.length) : datagram.length;
      byte[] answer = answer(Arrays.copyOf(datagram, length), V6);
      if (answer.length > 0) {
        answered++;
        assertThat(answer.length - length).isLessThanOrEqualTo(BindingResponse.MAX_GROWTH_BYTES);
      }
    }
    assertThat(answered).isGreaterThan(10_000);
  }

  private static String unknownAttributes(int count) {
    StringBuilder attributes = new StringBuilder();
    for (int i = 0; i < count; i++) {
      attributes.append(HexFormat.of().toHexDigits((short) (0x100 + i))).append("0000");
    }
    return attributes.toString();
  }

  private static String answer(String request, InetSocketAddress from) {
    return HexFormat.of().formatHex(answer(HexFormat.of().parseHex(request), from));
  }

  private static byte[] answer(byte[] datagram, InetSocketAddress from) {
    BindingRequest request = BindingRequest.parse(datagram, datagram.length);
    if (request == null) {
      return new byte[0];
    }
    return request.unknownAttributes().length == 0
        ? BindingResponse.success(request, from)
        : BindingResponse.unknownAttributes(request);
  }

  private static @Nullable BindingRequest parse(String hex) {
    byte[] datagram = HexFormat.of().parseHex(hex);
    return BindingRequest.parse(datagram, datagram.length);
  }

  private static String fingerprinted(String hex) {
    byte[] message = HexFormat.of().parseHex(hex);
    int value = StunWire.fingerprint(message, message.length);
    return hex + "80280004" + HexFormat.of().toHexDigits(value);
  }

  private static InetSocketAddress address(String literal, int port) {
    return new InetSocketAddress(literal, port);
  }
}
