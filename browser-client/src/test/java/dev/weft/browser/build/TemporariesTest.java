package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where values may move to, and where they may not. */
class TemporariesTest {
  private static String inlined(String... lines) {
    SampleScript script = new SampleScript(lines);
    Temporaries.inline(script.compiler, script.tree);
    return script.text();
  }

  @Test
  void aValueMovesToItsOnlyUse() {
    assertThat(inlined("let f = (a, v) => { v = a.$x; g(v); };"))
        .isEqualTo("let f=(a,v)=>{g(a.$x)};");
    assertThat(inlined("let f = (a, v) => { v = g(a); if (v) h(); };"))
        .isEqualTo("let f=(a,v)=>{if(g(a))h()};");
    assertThat(inlined("let f = (a, v) => { v = a.$x; v = v.$y; return v; };"))
        .isEqualTo("let f=(a,v)=>{return a.$x.$y};");
  }

  @Test
  void aValueThatIsReadAgainStays() {
    String twice = "let f=(a,v)=>{v=a.$x;g(v);h(v)};";
    assertThat(inlined(twice)).isEqualTo(twice);
    String afterBranch = "let f=(a,v)=>{v=a.$x;if(v)g();h(v)};";
    assertThat(inlined(afterBranch)).isEqualTo(afterBranch);
    String inHandler = "let f=(a,v)=>{v=1;try{v=a.$x;g(v)}catch(e){h(v)}};";
    assertThat(inlined(inHandler)).isEqualTo(inHandler);
    String nextTurn = "let f=(a,v)=>{for(;a;){h(v);v=a.$x;g(v)}};";
    assertThat(inlined(nextTurn)).isEqualTo(nextTurn);
  }

  @Test
  void aValueThatIsSetBeforeItIsReadAgainMoves() {
    assertThat(inlined("let f = (a, v) => { v = a.$x; g(v); v = a.$y; h(v); };"))
        .isEqualTo("let f=(a,v)=>{g(a.$x);h(a.$y)};");
  }

  @Test
  void aFieldThatMayChangePassesNoCallAndNoAssignment() {
    String setter = "let s=a=>{a.$x=1};";
    String call = setter + "let f=(a,v)=>{v=a.$x;g();h(v)};";
    assertThat(inlined(call)).isEqualTo(call);
    String argument = setter + "let f=(a,v)=>{v=a.$x;h(g(),v)};";
    assertThat(inlined(argument)).isEqualTo(argument);
    String assignment = setter + "let f=(a,b,v)=>{v=a.$x;b.$x=2;h(v)};";
    assertThat(inlined(assignment)).isEqualTo(assignment);
  }

  @Test
  void aFieldThatIsSetOnlyWhereItsObjectIsMadePassesCalls() {
    String maker = "let m=()=>{let o=new C;o.$x=1;return o};";
    assertThat(inlined(maker + "let f = (a, v) => { v = a.$x; h(g(), v); };"))
        .isEqualTo(maker + "let f=(a,v)=>{h(g(),a.$x)};");
  }

  @Test
  void aValueStaysBehindAnAssignmentToItsVariables() {
    String reassigned = "let f=(a,v)=>{v=a.$x;a=g();h(a,v);k(a)};";
    assertThat(inlined(reassigned)).isEqualTo(reassigned);
  }

  @Test
  void aCallPassesNoReadAndNoOtherCall() {
    String calls = "let f=(a,v)=>{v=g();h(k(),v)};";
    assertThat(inlined(calls)).isEqualTo(calls);
    String read = "let s=a=>{a.$x=1};let f=(a,v)=>{v=g();h(a.$x,v)};";
    assertThat(inlined(read)).isEqualTo(read);
    String choice = "let f=(a,v)=>{v=g();return a?v:0};";
    assertThat(inlined(choice)).isEqualTo(choice);
  }

  @Test
  void aVariableThatALambdaCapturesStays() {
    String captured = "let f=(a,v)=>{v=a.$x;g(()=>v)};";
    assertThat(inlined(captured)).isEqualTo(captured);
  }

  @Test
  void theConditionOfALoopIsEvaluatedMoreThanOnce() {
    String loop = "let f=(a,v)=>{v=g(a);for(;v;)h()};";
    assertThat(inlined(loop)).isEqualTo(loop);
  }
}
