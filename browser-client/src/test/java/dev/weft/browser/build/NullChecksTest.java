package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is known to be an object is its own condition; what may be a string is compared. */
class NullChecksTest {
  @Test
  void objectsAreFollowedThroughVariablesFieldsArgumentsAndResults() {
    assertThat(
            shortened(
                "let A = null, make = () => new B,",
                "f = (a, b) => { a.$x = b; A = make(); return a.$x !== null && A === null; },",
                "start = () => { f(new B, make()); };"))
        .contains("return!!a.$x&&!A");
  }

  @Test
  void stringsAndNumbersAreFollowedToo() {
    assertThat(
            shortened(
                "let f = (a, b) => { a.$x = b; return a.$x !== null; }, g = v => v === null,",
                "start = () => { f(new B, ''); g(new B); g(0); };"))
        .contains("return a.$x!==null", "g=v=>v===null");
  }

  @Test
  void aVariableHoldsWhatItWasSetToLast() {
    assertThat(
            shortened(
                "let f = (a, v) => {",
                "  v = 1; a = new B; if (a === null) return v; v = new B; return v !== null;",
                "},",
                "g = (a, v) => {",
                "  v = new B; while (a) { if (v === null) return; v = 'loop'; } return v !== null;",
                "};"))
        .contains("if(!a)return v", "return!!v", "if(v===null)return", "return v!==null");
  }

  @Test
  void whatScriptsAndArraysGiveMayBeAnything() {
    assertThat(
            shortened(
                "let f = a => { let b; b = a.name; return b === null; },",
                "g = a => a[0] === null, h = a => fetch(a) === null,",
                "i = a => a.$y === null, start = () => { g([]); call(i); };"))
        .contains("return b===null", "g=a=>a[0]===null", "fetch(a)===null");
  }

  @Test
  void castsTellWhatIsAnObject() {
    assertThat(
            shortened(
                "let f = a => $rt_castToClass(a[0], B) === null,",
                "g = a => $rt_castToClass(a[0], jl_String) === null;"))
        .contains("f=a=>!$rt_castToClass(a[0],B)", "jl_String)===null");
  }

  @Test
  void methodsThatTheBrowserCallsGetAnything() {
    SampleScript script =
        new SampleScript(
            "class jl_Object {} let B_m = ($this, v) => v === null, B_n = ($this, v) => v === null;",
            "let f = b => b.$n(new B), start = () => f(new B);");
    JavaClass made = script.javaClass("B", "$x");
    made.methods.add(new JavaClass.Method("run", 1, "B_m"));
    made.methods.add(new JavaClass.Method("$n", 1, "B_n"));
    NullChecks.shorten(script.tree, script.classes);
    assertThat(script.text()).contains("B_m=($this,v)=>v===null", "B_n=($this,v)=>!v");
  }

  private static String shortened(String... lines) {
    SampleScript script = new SampleScript(lines);
    script.javaClass("B", "$x");
    NullChecks.shorten(script.tree, script.classes);
    return script.text();
  }
}
