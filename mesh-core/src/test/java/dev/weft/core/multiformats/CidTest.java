package dev.weft.core.multiformats;

import static dev.weft.core.multiformats.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identifiers that ipfs tools print, and the forms that are refused. */
class CidTest {
  private static final HexFormat HEX = HexFormat.of();

  /** SHA-256 of "hello world". */
  private static final String DIGEST =
      "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

  private static final String RAW = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

  @Test
  void namesARawBlockByItsDigest() {
    Cid cid = Cid.raw(HEX.parseHex(DIGEST));
    assertThat(cid).hasToString(RAW);
    assertThat(HEX.formatHex(cid.encode())).isEqualTo("01551220" + DIGEST);
    assertThat(cid.version()).isEqualTo(1);
    assertThat(cid.codec()).isEqualTo(Cid.RAW);
    assertThat(HEX.formatHex(cid.multihash().digest())).isEqualTo(DIGEST);
    assertThat(Cid.parse(RAW)).isEqualTo(cid).hasSameHashCodeAs(cid);
    assertThat(Cid.decode(cid.encode())).isEqualTo(cid);
  }

  @Test
  void readsEveryBase() {
    Cid cid = Cid.parse(RAW);
    for (Multibase base :
        new Multibase[] {Multibase.BASE36, Multibase.BASE58_BTC, Multibase.BASE64_URL}) {
      assertThat(Cid.parse(base.encode(cid.encode()))).isEqualTo(cid);
    }
  }

  @Test
  void readsAndPrintsVersionZero() {
    // The empty UnixFS directory.
    String text = "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn";
    Cid cid = Cid.parse(text);
    assertThat(cid).hasToString(text);
    assertThat(cid.version()).isZero();
    assertThat(cid.codec()).isEqualTo(Cid.DAG_PB);
    assertThat(cid.encode()).hasSize(34);
    assertThat(Cid.decode(cid.encode())).isEqualTo(cid);
    assertThat(Cid.dagPb(cid.multihash().digest()))
        .hasToString("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354")
        .isNotEqualTo(cid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "01", // a version alone
        "0055001220", // version 0 spelt out
        "025512201111111111111111111111111111111111111111111111111111111111111111", // version 2
        "01ffffffff0f0000", // a codec over 31 bits
      })
  void refusesOtherBinaryForms(String hex) {
    assertRefused("bad-cid", () -> Cid.decode(HEX.parseHex(hex)));
  }

  @Test
  void refusesADigestOfAnotherLengthOrKind() {
    assertRefused("bad-multihash", () -> Cid.decode(HEX.parseHex("01551220" + DIGEST + "00")));
    assertRefused(
        "bad-multihash", () -> Cid.decode(HEX.parseHex("0155121f" + DIGEST.substring(2))));
    assertRefused("bad-multihash", () -> Cid.decode(HEX.parseHex("01551320" + DIGEST)));
    assertRefused("bad-varint", () -> Cid.decode(HEX.parseHex("0155")));
    assertRefused("bad-cid", () -> Cid.decode(new byte[Cid.MAX_BYTES + 1]));
  }

  @Test
  void refusesVersionZeroWithAMultibasePrefix() {
    assertRefused("bad-cid", () -> Cid.parse("zQmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn"));
  }
}
