package dev.weft.site.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ManifestTest {
  @Test
  void theRootNamesItsShardsByCid() {
    // CIDv1, raw, sha2-256 of the empty string
    String cid = "01551220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    String shard = "0a012f" + "1224" + cid + "1807";
    String payload = "0801" + "42" + length(shard) + shard;
    byte[] envelope = hex("0a0101" + "1201ff" + "1a" + length(payload) + payload + "2a0100");

    assertThat(Manifest.shards(envelope))
        .containsExactly("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
  }

  @Test
  void aShardNamesPathsAndMediaTypes() {
    String first = "0a022f61" + "120155" + "1809" + "2a09" + "696d6167652f706e67".substring(0, 18);
    String second = "0a022f62" + "1809";

    assertThat(Manifest.entries(hex("0a" + length(first) + first + "0a" + length(second) + second)))
        .containsEntry("/a", "image/png")
        .containsEntry("/b", "")
        .hasSize(2);
  }

  @Test
  void aManifestThatIsCutOffIsRefused() {
    assertThatThrownBy(() -> Manifest.entries(hex("0a05")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the manifest is cut off");
    assertThatThrownBy(() -> Manifest.entries(hex("0a80")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the manifest is cut off");
  }

  private static String length(String hex) {
    return HexFormat.of().toHexDigits((byte) (hex.length() / 2));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
