package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExceptionTextsTest {
  private static final String DEFINITIONS =
      "let dwci_MeshException__init_=(t,fault,code,message)=>{t.code=code;t.message=message};"
          + "let peer=(code,message)=>{let e=new N;dwci_MeshException__init_(e,1,code,message)};"
          + "let require=(holds,what)=>{if(!holds)throw peer(\"bad-manifest\",what);};"
          + "let both=text=>{log(text);peer(\"both\",text)};";

  private static String without(String calls) {
    SampleScript script = new SampleScript(DEFINITIONS, calls);
    ExceptionTexts.remove(script.tree);
    assertThat(script.text()).startsWith(DEFINITIONS);
    return script.text().substring(DEFINITIONS.length());
  }

  @Test
  void codesStayAndTextsGo() {
    assertThat(without("peer(\"bad-cid\",\"too long\");")).isEqualTo("peer(\"bad-cid\");");
  }

  @Test
  void functionsThatPassATextOnNeedNone() {
    assertThat(without("require(a,\"path\");")).isEqualTo("require(a);");
  }

  @Test
  void whatIsPutTogetherOrUsedOtherwiseStays() {
    String calls = "peer(\"refused\",\"status \"+n);both(\"said\");log(\"said\");";
    assertThat(without(calls)).isEqualTo(calls);
  }
}
