package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** TeaVM's script, edited as text. */
class ScriptTextTest {
  @Test
  void aVariableIsRedefinedToTheEndOfItsValue() {
    ScriptText script =
        new ScriptText("    let a = b => {\n        a = \"};\";\n    },\n    c = a;\n");
    script.redefine("a", "0");
    assertThat(script).hasToString("    let a = 0,\n    c = a;\n");
  }

  @Test
  void anEditThatFindsNothingFails() {
    ScriptText script = new ScriptText("let a = 1;");
    assertThatThrownBy(() -> script.replace("b+", "c")).hasMessageContaining("b+");
    assertThatThrownBy(() -> script.redefine("b", "0")).hasMessageContaining("b");
  }

  @Test
  void theTableThatACallIsGivenIsTakenOut() {
    ScriptText script = new ScriptText("x();\n    t([\"a, ]\", [1, 2], f(3)]);\ny();");
    assertThat(script.takeCall("t")).containsExactly("\"a, ]\"", "[1, 2]", "f(3)");
    assertThat(script.takeCall("t")).isEqualTo(List.of());
    assertThat(script.toString()).contains("x();").contains("y();").doesNotContain("t(");
  }
}
