package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Java's lambdas, from a class of TeaVM's to a function of JavaScript. */
class LambdasTest {
  private static final String CLASS =
      "class C$lambda$1 extends jl_Object {$accept(p0) {return F(this, p0);}}";
  private static final String BODY = "let F = (var$0, var$1) => { g(var$0.$_1, var$1); };";

  private static SampleScript sample(String use) {
    SampleScript script = new SampleScript(CLASS, BODY, use);
    JavaClass lambda = script.javaClass("C$lambda$1", "$_1");
    lambda.methods.add(new JavaClass.Method("$accept", 1, "F"));
    new LambdaClasses(script.tree, script.classes).replace();
    return script;
  }

  @Test
  void theClassBecomesAFunctionOfWhatTheLambdaCaptures() {
    assertThat(sample("let u = (a, v) => { v = new C$lambda$1; v.$_1 = a; m(v); };").text())
        .isEqualTo(
            "let C$lambda$1=$_1=>({$accept:var$1=>{g($_1,var$1)}});"
                + "let u=(a,v)=>{v=C$lambda$1(a);m(v)};");
  }

  @Test
  void aClassWhoseFieldIsSetLaterStaysOne() {
    String use = "let u=(a,v)=>{v=new C$lambda$1;m(v);v.$_1=a};";
    assertThat(sample(use).text()).endsWith(use).contains("class C$lambda$1");
  }

  @Test
  void aClassThatIsAskedForStaysOne() {
    String use = "let u=(a,v)=>{v=new C$lambda$1;v.$_1=a;m(v instanceof C$lambda$1)};";
    assertThat(sample(use).text()).endsWith(use).contains("class C$lambda$1");
  }

  private static String inlined(String use) {
    SampleScript script = sample(use);
    new LambdaInlining(script.compiler, script.tree).inline();
    return script.text();
  }

  @Test
  void aLambdaThatIsMadeInOnePlaceIsWrittenThere() {
    assertThat(inlined("let u = (a, v) => { v = new C$lambda$1; v.$_1 = a; m(v); };"))
        .isEqualTo("let u=(a,v)=>{v={$accept:var$1$0=>{g(a,var$1$0)}};m(v)};");
  }

  @Test
  void aLambdaWhoseVariablesAreSetAgainIsNot() {
    assertThat(inlined("let u = (a, v) => { v = new C$lambda$1; v.$_1 = a; m(v); a = 1; };"))
        .contains("v=C$lambda$1(a)");
    assertThat(
            inlined(
                "let u = (a, v) => { for (; a;) { a = k(); v = new C$lambda$1; v.$_1 = a; } };"))
        .contains("v=C$lambda$1(a)");
  }

  @Test
  void anObjectWithOneMethodIsAFunctionWhereNothingElseHasThatMethod() {
    SampleScript lambdasOnly = new SampleScript("m({$accept: x => x}); n.$accept(1);");
    BareFunctions.replace(lambdasOnly.tree);
    assertThat(lambdasOnly.text()).isEqualTo("m(x=>x);n(1);");
    String mixed = "class C{$accept(){}}m({$accept:x=>x});n.$accept(1);";
    SampleScript classToo = new SampleScript(mixed);
    BareFunctions.replace(classToo.tree);
    assertThat(classToo.text()).isEqualTo(mixed);
  }
}
