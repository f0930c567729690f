package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;

/** Sums of Weft's own numbers are not held to 32 bits; all else is cut off where it was. */
class IntegerSumsTest {
  /** What a fraction to be cut off comes from; of a variable nobody knows. */
  private static final Set<Integer> SUMS =
      Set.of(Opcodes.DADD, Opcodes.DSUB, Opcodes.FADD, Opcodes.FSUB, Opcodes.DLOAD, Opcodes.FLOAD);

  @Test
  void ownSumsAreShort() {
    assertThat(shortened("dwcf_Fetcher_room", "a + b | 0")).contains("return a+b}");
    assertThat(shortened("dwcf_Fetcher_room", "(a - 1 | 0) + (b + 7 | 0) | 0"))
        .contains("return a-1+(b+7)}");
  }

  @Test
  void quotientsProductsAndWhatIsToOverflowStay() {
    assertThat(shortened("dwcf_Fetcher_room", "a / b | 0")).contains("return a/b|0}");
    assertThat(shortened("dwcf_Fetcher_room", "(a + b | 0) / 2 | 0")).contains("(a+b)/2|0}");
    assertThat(shortened("dwcf_Fetcher_room", "a + b | 1")).contains("a+b|1}");
    assertThat(shortened("dwcc_Sha256_compress", "a + b | 0")).contains("return a+b|0}");
    assertThat(shortened("jl_Integer_parseInt", "a + b | 0")).contains("return a+b|0}");
  }

  /** TeaVM writes a cast of a fraction to an int as {@code | 0} as well. */
  @Test
  void theSourcesCutOffNoSumOfFractions() throws IOException {
    List<String> casts = new ArrayList<>();
    List<String> ofSums = new ArrayList<>();
    Instructions.read(
        (method, before, opcode) -> {
          if (opcode == Opcodes.D2I || opcode == Opcodes.F2I) {
            casts.add(method);
            if (SUMS.contains(before)) {
              ofSums.add(method);
            }
          }
        });
    assertThat(casts).isNotEmpty();
    assertThat(ofSums).isEmpty();
  }

  private static String shortened(String function, String value) {
    SampleScript script =
        new SampleScript("let " + function + " = (a, b) => { return " + value + "; };");
    IntegerSums.shorten(script.tree);
    return script.text();
  }
}
