package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lists are arrays: TeaVM's calls and fields as they are, and as the array needs them. */
class NativeListsTest {
  @Test
  void methodsAndTheSizeAreAskedOfFunctions() {
    SampleScript script =
        new SampleScript("let f = (a, b) => { b = a.$all.$iterator(); g(b.$next(), a.$size2); };");
    lists(script);
    NativeLists.call(script.tree, script.classes);
    assertThat(script.text())
        .isEqualTo(
            "let f=(a,b)=>{b=ju_AbstractList_iterator(a.$all);"
                + "g(ju_AbstractList$1_next(b),ju_ArrayList_size(a))};");
  }

  @Test
  void whatTeaVmTookOutOfAListIsRefused() {
    for (String use : new String[] {"a.$array0[0] = 1;", "a.$size2 = 0;", "a.$size2++;"}) {
      SampleScript script = new SampleScript("let f = a => { " + use + " };");
      lists(script);
      assertThatThrownBy(() -> NativeLists.call(script.tree, script.classes))
          .as(use)
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anotherClassWithSuchAMethodIsRefused() {
    SampleScript script = new SampleScript("let f = a => a.$next();");
    lists(script);
    script.javaClass("A").methods.add(new JavaClass.Method("$next", 0, "A_next"));
    assertThatThrownBy(() -> NativeLists.call(script.tree, script.classes))
        .hasMessageContaining("A.$next");
  }

  @Test
  void listsAreMadeEmptyOrAsCopies() {
    String teaVm =
        """
            ju_ArrayList__init_ = () => {
                let var_0 = new ju_ArrayList();
                ju_ArrayList__init_3(var_0);
                return var_0;
            },
            ju_ArrayList__init_4 = var_0 => {
                let var_1 = new ju_ArrayList();
                ju_ArrayList__init_1(var_1, var_0);
                return var_1;
            },
            ju_ArrayList__init_0 = var_0 => {
                let var_1 = new ju_ArrayList();
                ju_ArrayList__init_2(var_1, var_0);
                return var_1;
            },
            ju_ArrayList__init_1 = ($this, $initialCapacity) => {},
            ju_ArrayList__init_2 = ($this, $c) => {},
        """;
    assertThat(NativeLists.constructors(teaVm))
        .isEqualTo(
            Map.of(
                "ju_ArrayList__init_", "() => []",
                "ju_ArrayList__init_4", "var_0 => []",
                "ju_ArrayList__init_0", "var_0 => var_0.slice()"));
  }

  private static void lists(SampleScript script) {
    JavaClass list = script.javaClass("ju_ArrayList", "$array0");
    list.fields.put("$size2", "0");
    script
        .javaClass("ju_AbstractList")
        .methods
        .add(new JavaClass.Method("$iterator", 0, "ju_AbstractList_iterator"));
    script
        .javaClass("ju_AbstractList$1")
        .methods
        .add(new JavaClass.Method("$next", 0, "ju_AbstractList$1_next"));
  }
}
