package dev.weft.core.multiformats;

import static dev.weft.core.multiformats.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of multiformats/unsigned-varint, and its limits. */
class UvarintTest {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "127, 7f",
    "128, 8001",
    "255, ff01",
    "300, ac02",
    "16384, 808001",
    "2147483647, ffffffff07",
    "9223372036854775807, ffffffffffffffff7f"
  })
  void readsWhatItWrites(long value, String hex) {
    assertThat(HEX.formatHex(Uvarint.encode(value))).isEqualTo(hex);
    assertThat(Uvarint.size(value)).isEqualTo(hex.length() / 2);
    assertThat(Uvarint.read(HEX.parseHex("aa" + hex + "bb"), 1)).isEqualTo(value);
  }

  @Test
  void returnsTheOffsetAfterIt() {
    assertThat(Uvarint.write(300, new byte[5], 2)).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "80", "ffff", "8000", "ff00", "ffffffffffffffffff01"})
  void refusesWhatIsCutOffNotMinimalOrTooLong(String hex) {
    assertRefused("bad-varint", () -> Uvarint.read(HEX.parseHex(hex), 0));
  }
}
