package dev.weft.e2e.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.Utf8;
import dev.weft.e2e.harness.Browsers;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code weft.js} reads and writes UTF-8 by the browser's means: they decide as the core does. */
class NativeUtf8Test {
  /** On either side of every bound that RFC 3629 sets to a byte, and those of a byte order mark. */
  private static final byte[] BYTES =
      HexFormat.of().parseHex("00417f808f909fa0bbbfc0c1c2dfe0e1ecedeeeff0f1f3f4f5f7f8ff");

  private static final int MAX_LENGTH = 4;

  /** The same as {@link #outcomes} in a page, with the decoder that the script makes. */
  private static final String OUTCOMES =
      """
      ({bytes, most, decoder}) => {
        const decode = new Function('input', `return new TextDecoder(${decoder}).decode(input)`);
        let hash = 0, read = 0;
        const show = input => {
          let text = null;
          try { text = decode(input); } catch (malformed) { }
          read += text !== null;
          hash = hash * 31 + (text === null ? -1 : text.length) | 0;
          for (let i = 0; text && i < text.length; i++) hash = hash * 31 + text.charCodeAt(i) | 0;
        };
        const grow = (input, length) => {
          for (const next of bytes) {
            input[length] = next;
            show(input.subarray(0, length + 1));
            if (length + 1 < most) grow(input, length + 1);
          }
        };
        grow(new Int8Array(most), 0);
        return read + ' ' + hash;
      }
      """;

  private int hash;
  private int read;

  @Test
  void decodersAgreeOnAllThatIsNearABound() throws Exception {
    try (BrowserContext context = Browsers.visitor()) {
      Page page = context.newPage();
      outcomes(new byte[MAX_LENGTH], 0);
      assertThat(read).isPositive();
      assertThat(
              page.evaluate(
                  OUTCOMES,
                  Map.of(
                      "bytes", toInts(), "most", MAX_LENGTH, "decoder", inScript("TextDecoder"))))
          .isEqualTo(read + " " + hash);
    }
  }

  @Test
  void encodersAgreeOnCharactersAndOnHalvesOfThem() throws Exception {
    String text = "weft \u00e9 \u20ac \ud83e\uddf5 \ud83e x \uddf5 \ufeff\uffff\u0000";
    try (BrowserContext context = Browsers.visitor()) {
      Object bytes =
          context
              .newPage()
              .evaluate(
                  "units => Array.from(new TextEncoder().encode(String.fromCharCode(...units)),"
                      + " b => b.toString(16).padStart(2, '0')).join('')",
                  text.chars().boxed().toList());
      assertThat(inScript("TextEncoder")).isEmpty();
      assertThat(bytes).isEqualTo(HexFormat.of().formatHex(Utf8.encode(text)));
    }
  }

  /** What the script gives to the one place where it makes such an object. */
  private static String inScript(String type) throws Exception {
    try (InputStream in = NativeUtf8Test.class.getResourceAsStream("/dev/weft/browser/weft.js")) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Matcher made = Pattern.compile("new " + type + "(?:\\(([^)]*)\\))?").matcher(script);
      assertThat(made.find()).as(type).isTrue();
      String arguments = made.group(1) == null ? "" : made.group(1);
      assertThat(made.find()).as(type).isFalse();
      return arguments;
    }
  }

  private static List<Integer> toInts() {
    List<Integer> ints = new ArrayList<>();
    for (byte each : BYTES) {
      ints.add((int) each);
    }
    return ints;
  }

  private void outcomes(byte[] input, int length) {
    for (byte next : BYTES) {
      input[length] = next;
      show(input, length + 1);
      if (length + 1 < MAX_LENGTH) {
        outcomes(input, length + 1);
      }
    }
  }

  private void show(byte[] input, int length) {
    try {
      String text = Utf8.decode(input, 0, length);
      read++;
      hash = hash * 31 + text.length();
      for (int i = 0; i < text.length(); i++) {
        hash = hash * 31 + text.charAt(i);
      }
    } catch (MeshException malformed) {
      assertThat(malformed.code()).isEqualTo("bad-utf8");
      hash = hash * 31 - 1;
    }
  }
}
