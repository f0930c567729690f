package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops over lists, as TeaVM writes them and as JavaScript does. */
class ForOfLoopsTest {
  @Test
  void aLoopThatReadsEachElementOnce() {
    assertThat(loops("i = iterator(f(a)); while (hasNext(i)) { v = next(i); g(v); } h();"))
        .isEqualTo("for(v of f(a))g(v);h()");
    assertThat(loops("i = iterator(a); while (hasNext(i)) g(next(i).b);"))
        .isEqualTo("for(let each$0 of a)g(each$0.b)");
  }

  @Test
  void aLoopThatIsLeftAtItsEnd() {
    assertThat(loops("i = iterator(a); while (true) { if (!hasNext(i)) break; g(next(i)); } h();"))
        .isEqualTo("for(let each$0 of a)g(each$0);h()");
    assertThat(
            loops(
                "i = iterator(a); while (true) { if (!hasNext(i)) return null;",
                "v = next(i); if (g(v)) break; } return v;"))
        .isEqualTo("for(v of a)if(g(v))return v;{return null}return v");
    assertThat(
            loops(
                "i = iterator(a); l: while (true) { if (!hasNext(i)) return;",
                "v = iterator(next(i)); while (hasNext(v)) if (g(next(v))) continue l; }"))
        .isEqualTo(
            "l:for(let each$0 of a)for(let each$1 of each$0)if(g(each$1))continue l;{return}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i=iterator(a);while(hasNext(i))if(b)next(i)",
        "i=iterator(a);while(hasNext(i)){g();g(next(i))}",
        "i=iterator(a);while(hasNext(i))g(next(i),next(i))",
        "i=iterator(a);while(hasNext(i))g(()=>next(i))",
        "i=iterator(a);while(hasNext(i))while(next(i))g()",
        "i=iterator(a);while(hasNext(i))g(next(i));g(i)",
        "i=iterator(a);g();while(hasNext(i))g(next(i))",
        "i=iterator(a);while(true){if(!hasNext(i))return;if(g(next(i)))break}h()",
        "i=iterator(a);l:while(true){if(!hasNext(i))return;if(g(next(i)))break l}",
        "while(hasNext(i))g(next(i))",
      })
  void otherwiseTheIteratorStays(String loop) {
    assertThat(loops(loop + ";")).isEqualTo(loop);
  }

  private static String loops(String... lines) {
    String[] teaVms = new String[lines.length];
    for (int i = 0; i < lines.length; i++) {
      teaVms[i] =
          lines[i]
              .replace("iterator(", "ju_AbstractList_iterator(")
              .replace("hasNext(", "ju_AbstractList$1_hasNext(")
              .replace(" next(", " ju_AbstractList$1_next(")
              .replaceAll("(?<=[^\\w $])next\\(", "ju_AbstractList\\$1_next(");
    }
    String function = "let f = (a, b, i, v) => {" + String.join("\n", teaVms) + "};";
    SampleScript script = new SampleScript(function);
    ForOfLoops.replace(script.tree);
    String text = script.text();
    return text.substring("let f=(a,b,i,v)=>{".length(), text.length() - "};".length())
        .replace("ju_AbstractList_iterator(", "iterator(")
        .replace("ju_AbstractList$1_", "");
  }
}
