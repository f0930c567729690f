package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Indices are trusted in the ciphers and the digest, and nowhere else. */
class CipherIndicesTest {
  @Test
  void ciphersAndDigestAreTrusted() {
    for (String function :
        new String[] {"dwcc_Sha256_compress", "dwcc_ChaCha20_apply", "dwcc_Poly1305_limb"}) {
      assertThat(trusted(function))
          .endsWith("=(a,i)=>{a[i+1|0]=a[i];return a[i]};")
          .startsWith("let " + function);
    }
  }

  @Test
  void nothingElseIs() {
    assertThat(trusted("dwcc_HmacSha256_mac")).contains("$rt_checkBounds(i+1|0,a)");
    assertThat(trusted("dwcm_ManifestShard_open")).contains("$rt_checkLowerBound(i)");
  }

  private static String trusted(String function) {
    SampleScript script =
        new SampleScript(
            "let " + function + " = (a, i) => {",
            "  a[$rt_checkBounds(i + 1 | 0, a)] = a[$rt_checkUpperBound($rt_checkLowerBound(i), a)];",
            "  return a[$rt_checkLowerBound(i)]; };");
    CipherIndices.trust(script.tree);
    return script.text();
  }
}
