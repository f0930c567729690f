package dev.weft.core.protobuf;

import static dev.weft.core.multiformats.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  @Test
  void agreesWithTheJdkOnEveryCharacter() {
    for (int point = 0; point <= 0x10ffff; point++) {
      if (point < 0xd800 || point > 0xdfff) {
        String text = "a" + Character.toString(point) + "z";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(Utf8.encode(text), bytes)) {
          assertThat(Utf8.encode(text)).isEqualTo(bytes);
        }
        if (!Utf8.decode(bytes).equals(text)) {
          assertThat(Utf8.decode(bytes)).isEqualTo(text);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", "bf", "c0", "c3", "c328", "c080", "c1bf", // two bytes
        "e0", "e282", "e28228", "e08080", "e09fbf", "eda080", "edbfbf", // three, surrogates
        "f0", "f09f98", "f09f9828", "f0808080", "f08fbfbf", "f4908080", "f7bfbfbf", // four
        "f888808080", "fe", "ff", "6180"
      })
  void refusesWhatIsMalformed(String hex) {
    assertRefused("bad-utf8", () -> Utf8.decode(HexFormat.of().parseHex(hex)));
  }

  @Test
  void replacesLoneSurrogates() {
    assertThat(Utf8.encode("\ud83d")).isEqualTo(Utf8.encode("\ufffd"));
    assertThat(Utf8.encode("\ude00\ud83dx")).isEqualTo(Utf8.encode("\ufffd\ufffdx"));
    assertThat(Utf8.encode("\ud83d\ud83d\ude00")).isEqualTo(Utf8.encode("\ufffd😀"));
  }

  @Test
  void decodesAPartOfAnArray() {
    byte[] bytes = Utf8.encode("aéb");
    assertThat(Utf8.decode(bytes, 1, 3)).isEqualTo("é");
    assertRefused("bad-utf8", () -> Utf8.decode(bytes, 1, 2));
  }
}
