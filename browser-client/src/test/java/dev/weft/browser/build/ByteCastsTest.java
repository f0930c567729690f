package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;

/** Arrays of bytes cut off by themselves what is cast away; all else keeps its casts. */
class ByteCastsTest {
  private static final Set<Integer> OTHER_ARRAYS =
      Set.of(Opcodes.SASTORE, Opcodes.CASTORE, Opcodes.IASTORE, Opcodes.FASTORE, Opcodes.DASTORE);

  @Test
  void whatIsSetInAnArrayNeedsNoCast() {
    assertThat(without("let f = (a, i, x) => { a[i] = x << 24 >> 24; };")).contains("a[i]=x}");
    assertThat(without("let f = (a, x) => { a[0] = (x >>> 8 | 0) << 24 >> 24; };"))
        .contains("a[0]=x>>>8|0}");
  }

  @Test
  void otherValuesAndShiftsStay() {
    for (String kept :
        List.of("b=x<<24>>24", "a.x=x<<24>>24", "b=a[0]=x<<24>>24", "a[0]=x<<16>>16")) {
      assertThat(without("let f = (a, b, x) => { " + kept + "; };")).contains(kept);
    }
  }

  /** An array of ints would keep what the cast is to cut off. */
  @Test
  void theSourcesSetNoOtherArraysToBytes() throws IOException {
    List<String> found = new ArrayList<>();
    Instructions.read(
        (method, before, opcode) -> {
          if (before == Opcodes.I2B && opcode == Opcodes.BASTORE) {
            found.add(method + " byte[]");
          } else if (before == Opcodes.I2B && OTHER_ARRAYS.contains(opcode)) {
            found.add(method + " another array");
          }
        });
    assertThat(found).isNotEmpty().allMatch(each -> each.endsWith(" byte[]"));
  }

  private static String without(String line) {
    SampleScript script = new SampleScript(line);
    ByteCasts.remove(script.tree);
    return script.text();
  }
}
