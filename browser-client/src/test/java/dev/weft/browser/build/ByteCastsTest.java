package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
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
    for (String classes : List.of("../mesh-core/target/classes", "target/classes")) {
      try (Stream<Path> files = Files.walk(Path.of(classes))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          new ClassReader(Files.readAllBytes(file)).accept(castsIn(file, found), 0);
        }
      }
    }
    assertThat(found).isNotEmpty().allMatch(each -> each.endsWith(" byte[]"));
  }

  /** Adds each cast to a byte that is set in an array, with what the array is of. */
  private static ClassVisitor castsIn(Path file, List<String> found) {
    return new ClassVisitor(Opcodes.ASM9) {
      @Override
      public MethodVisitor visitMethod(
          int access, String name, String descriptor, String signature, String[] exceptions) {
        return new MethodVisitor(Opcodes.ASM9) {
          private boolean isCast;

          @Override
          public void visitInsn(int opcode) {
            if (isCast && opcode == Opcodes.BASTORE) {
              found.add(file + " " + name + " byte[]");
            } else if (isCast && OTHER_ARRAYS.contains(opcode)) {
              found.add(file + " " + name + " another array");
            }
            isCast = opcode == Opcodes.I2B;
          }
        };
      }
    };
  }

  private static String without(String line) {
    SampleScript script = new SampleScript(line);
    ByteCasts.remove(script.tree);
    return script.text();
  }
}
