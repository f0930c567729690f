package dev.weft.core.multiformats;

import static dev.weft.core.multiformats.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test vectors of multiformats/multibase (basic, two leading zeros), and strictness. */
class MultibaseTest {
  @ParameterizedTest
  @CsvSource({
    "yes mani !, bpfsxgidnmfxgsibb",
    "yes mani !, z7paNL19xttacUY",
    "yes mani !, k2lcpzo5yikidynfl",
    "yes mani !, ueWVzIG1hbmkgIQ",
    "hello world, bnbswy3dpeb3w64tmmq",
    "hello world, zStV1DL6CwTryKyV",
    "hello world, kfuvrsivvnfrbjwajo",
    "hello world, uaGVsbG8gd29ybGQ",
  })
  void agreesWithTheSpecsVectors(String plain, String encoded) {
    byte[] bytes = plain.getBytes(StandardCharsets.US_ASCII);
    assertThat(Multibase.decode(encoded)).isEqualTo(bytes);
    assertThat(base(encoded).encode(bytes)).isEqualTo(encoded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baaahszltebwwc3tjeaqq",
        "z117paNL19xttacUY",
        "k002lcpzo5yikidynfl",
        "uAAB5ZXMgbWFuaSAh"
      })
  void keepsLeadingZeros(String encoded) {
    byte[] bytes = "\0\0yes mani !".getBytes(StandardCharsets.US_ASCII);
    assertThat(Multibase.decode(encoded)).isEqualTo(bytes);
    assertThat(base(encoded).encode(bytes)).isEqualTo(encoded);
  }

  @Test
  void readsBackWhatItWritesOfAnyLength() {
    Random random = new Random(1);
    for (Multibase base :
        List.of(Multibase.BASE58_BTC, Multibase.BASE32, Multibase.BASE36, Multibase.BASE64_URL)) {
      for (int size = 0; size < 70; size++) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        assertThat(Multibase.decode(base.encode(bytes))).isEqualTo(bytes);
        byte[] high = new byte[size];
        Arrays.fill(high, (byte) 0xff);
        assertThat(base.decodeBare(base.encodeBare(high))).isEqualTo(high);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // no prefix
        "BPFSXGIDNMFXGSIBB", // upper case
        "bpfsxgidnmfxgsibb=", // padding
        "bnbswy3dpeb3w64tmmr", // a bit left over that is not zero
        "bpfsxgidnmfxgsibba", // a character too many
        "z0OIl", // not in the alphabet
        "u+/", // the other base64
        "kA",
        "zé"
      })
  void refusesEverythingElse(String text) {
    assertRefused("bad-multibase", () -> Multibase.decode(text));
  }

  @Test
  void refusesALongNumberBeforeItsQuadraticWork() {
    String longest = "1".repeat(Multibase.MAX_RADIX_CHARS);
    assertThat(Multibase.BASE58_BTC.decodeBare(longest)).hasSize(Multibase.MAX_RADIX_CHARS);
    assertRefused("bad-multibase", () -> Multibase.BASE58_BTC.decodeBare(longest + "1"));
  }

  private static Multibase base(String encoded) {
    return switch (encoded.charAt(0)) {
      case 'b' -> Multibase.BASE32;
      case 'z' -> Multibase.BASE58_BTC;
      case 'k' -> Multibase.BASE36;
      default -> Multibase.BASE64_URL;
    };
  }
}
