package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The smaller passes over the tree. */
class TreePassesTest {
  private static final String MAIN = "dwb_Main_main(null);";

  @Test
  void concatenationsAreSums() {
    SampleScript script =
        new SampleScript(
            "let $rt_text = v => '' + v, jl_StringBuilder$add = (b, v) => b;",
            "let jl_StringBuilder_append = ($this, $obj) => jl_StringBuilder$add($this, $rt_text($obj));",
            "let f = (a, v) => {",
            "  v = jl_StringBuilder__init_();",
            "  jl_StringBuilder_append(jl_StringBuilder_append(v, 'no '), a);",
            "  g(jl_StringBuilder_toString(v));",
            "};");
    new Concatenations(script.tree).replace();
    assertThat(script.text()).endsWith("let f=(a,v)=>{v=\"no \"+a;g(v)};");
  }

  @Test
  void aBuilderThatIsUsedOtherwiseStays() {
    String use = "let f=(a,v)=>{v=jl_StringBuilder__init_();h(v);g(jl_StringBuilder_toString(v))};";
    SampleScript script = new SampleScript(use);
    new Concatenations(script.tree).replace();
    assertThat(script.text()).isEqualTo(use);
  }

  @Test
  void aVariableThatWentThroughACheckIsNotSetToItself() {
    SampleScript script = new SampleScript("let f=(a,b)=>{a=$rt_nullCheck(a);a.$x=b;b=a;g(a=a)};");
    Simplifications.simplify(script.tree);
    assertThat(script.text()).isEqualTo("let f=(a,b)=>{a.$x=b;b=a;g(a=a)};");
  }

  @Test
  void initializersRunOnceAtTheStartInTheOrderThatTheyNeed() {
    SampleScript script =
        new SampleScript(
            "let A__clinit_ = () => { B_$callClinit(); a = b; };",
            "let A_$callClinit = () => { A_$callClinit = 0; A__clinit_(); };",
            "let B__clinit_ = () => { b = 1; };",
            "let B_$callClinit = () => { B_$callClinit = 0; B__clinit_(); };",
            "let f = () => { A_$callClinit(); return a; };",
            MAIN);
    new Initializers(script.tree, script.classes).runAtStart();
    assertThat(script.text())
        .isEqualTo(
            "let A__clinit_=()=>{a=b};let B__clinit_=()=>{b=1};let f=()=>{return a};"
                + "B__clinit_();A__clinit_();dwb_Main_main(null);");
  }

  @Test
  void initializersThatNeedOneAnotherAreRefused() {
    SampleScript script =
        new SampleScript(
            "let A__clinit_ = () => { B_$callClinit(); };",
            "let A_$callClinit = () => { A__clinit_(); };",
            "let B__clinit_ = () => { A_$callClinit(); };",
            "let B_$callClinit = () => { B__clinit_(); };",
            MAIN);
    assertThatThrownBy(() -> new Initializers(script.tree, script.classes).runAtStart())
        .hasMessageContaining("reach one another");
  }

  @Test
  void booleansNeedNoNumbers() {
    SampleScript script = new SampleScript("f(a < b ? 1 : 0, a ? 1 : 0, a ? 0 : 1, a ? 1 : 2);");
    Simplifications.simplify(script.tree);
    assertThat(script.text()).isEqualTo("f(a<b,!!a,!a,a?1:2);");
  }

  @Test
  void javaComparesWithoutTypes() {
    SampleScript script =
        new SampleScript(
            "let f = (a, b) => a === b && a !== 1, $rt_g = (a, b) => a === b;",
            "let A_h$js_body$_1 = a => a === undefined;");
    Simplifications.simplify(script.tree);
    assertThat(script.text())
        .isEqualTo(
            "let f=(a,b)=>a==b&&a!=1,$rt_g=(a,b)=>a===b;let A_h$js_body$_1=a=>a===undefined;");
  }

  @Test
  void arraysThatAreFilledAtOnceAreLiterals() {
    SampleScript script =
        new SampleScript(
            "v = $rt_createArray(A, 2); w = v; b = $rt_createByteArray(1); b[0] = x;",
            "w[0] = f(y); w[1] = b; g(v);",
            "i = $rt_createIntArray(1); i[$rt_checkUpperBound(0, i)] = 5;");
    ArrayLiterals.replace(script.tree);
    assertThat(script.text())
        .isEqualTo("b=new Int8Array([x]);v=[f(y),b];w=v;g(v);i=new Int32Array([5]);");
  }

  @Test
  void arraysThatAreFilledOtherwiseStay() {
    String others =
        "v=$rt_createArray(A,2);v[0]=1;v=$rt_createArray(A,2);v[0]=1;v[1]=v;"
            + "v=$rt_createArray(A,1);g(v);v[0]=1;";
    SampleScript script = new SampleScript(others);
    ArrayLiterals.replace(script.tree);
    assertThat(script.text()).isEqualTo(others);
  }

  @Test
  void aBlockIsNotLeftOnlyToReturn() {
    SampleScript script =
        new SampleScript(
            "let f = (a, b, v) => {",
            "  l: { m: { if (a) { if (b) break m; if (g(a)) break m; } v = 0; break l; } v = 1; }",
            "  return v;",
            "};");
    LabelledExits.replace(script.tree);
    assertThat(script.text())
        .isEqualTo("let f=(a,b,v)=>{if(!(a&&(b||g(a))))return 0;v=1;return v};");
  }

  @Test
  void aBlockThatIsLeftForWhatFollowsStays() {
    String left =
        "let f=(a,v)=>{l:{for(;;){if(a)break l;h()}}g(v);m:{for(;;)if(a)break m}g(v);"
            + "for(;;){n:{for(;;){if(a)break n}}break}try{o:{if(a)break o;h();g(v)}}catch(e){}};";
    SampleScript script = new SampleScript(left);
    LabelledExits.replace(script.tree);
    assertThat(script.text()).contains("l:", "m:", "n:").doesNotContain("o:");
  }

  @Test
  void longsAreNumbers() {
    SampleScript script =
        new SampleScript(
            "a = Long_add(Long_ZERO, Long_mul(Long_fromInt(60), b));",
            "c = Long_lo(Long_div(Long_sub(a, b), Long_fromInt(1000)));",
            "d = Long_div(a, b); e = Long_shru(a, 7); f = Long_lo(Long_fromNumber(x / y));",
            "if (Long_ge(a, Long_create(4294967295, 2)) && Long_ne(a, b)) g(Long_compare(a, b));");
    LongNumbers.replace(script.tree);
    assertThat(script.text())
        .isEqualTo(
            "a=0+60*b;c=(a-b)/1E3|0;d=Math.trunc(a/b);e=Math.floor(a/2**7);f=x/y|0;"
                + "if(a>=12884901887&&a!==b)g($rt_compare(a,b));");
  }

  @Test
  void bitsOfLongsAreRefused() {
    SampleScript script = new SampleScript("a = Long_xor(a, b);");
    assertThatThrownBy(() -> LongNumbers.replace(script.tree)).hasMessageContaining("Long_xor");
  }

  @Test
  void classesWithoutMethodsAreTheClassAboveUnlessAskedFor() {
    SampleScript script =
        new SampleScript(
            "class jl_Object {} class A extends jl_Object {} class B extends A {}",
            "class C extends A {} f(new B, new C, x instanceof C);");
    script.javaClass("A");
    script.classes.put("B", new JavaClass("B", "A", List.of(), 0));
    script.classes.put("C", new JavaClass("C", "A", List.of(), 0));
    script.classes.put("jl_Object", new JavaClass("jl_Object", null, List.of(), 0));
    EmptyClasses.remove(script.tree, script.classes);
    assertThat(script.text())
        .isEqualTo(
            "class jl_Object{}class C extends jl_Object{}f(new jl_Object,new C,x instanceof C);");
  }

  @Test
  void localVariablesAreParameters() {
    SampleScript script = new SampleScript("f = a => { let b; var c = 1; for (;;) { let d; } };");
    LocalVariables.declareAsParameters(script.compiler.getRoot().getLastChild());
    assertThat(script.compiler.toSource(script.tree.body))
        .contains("f=(a,b,c)=>{c=1;for(;;){let d}}");
  }

  @Test
  void membersShareNamesUnlessOneObjectHasBoth() {
    SampleScript script =
        new SampleScript("class jl_Object {} let f = (a, b) => { a.$x = a.$y; b.$z = b.$n; };");
    script.classes.put("jl_Object", new JavaClass("jl_Object", null, List.of(), 0));
    script.javaClass("A", "$x", "$y");
    JavaClass other = script.javaClass("B", "$z");
    other.fields.put("$n", "0");
    MemberNames.shorten(script.tree, script.classes);
    assertThat(script.text())
        .contains("Object.assign(jl_Object.prototype,{$member0:0,$member1:null,$member2:null})")
        .contains("a.$member", "b.$member")
        .doesNotContain("$x", "$y", "$z", "$n");
  }
}
