package dev.weft.browser.build;

import com.google.javascript.jscomp.AbstractCompiler;
import com.google.javascript.jscomp.CompilerPass;
import com.google.javascript.rhino.Node;
import java.util.Map;

/** What is done to the script once it is parsed, before the minifier works on it. */
final class TreePasses implements CompilerPass {
  private final Map<String, JavaClass> classes;

  private final AbstractCompiler compiler;

  TreePasses(AbstractCompiler compiler, Map<String, JavaClass> classes) {
    this.compiler = compiler;
    this.classes = classes;
  }

  @Override
  public void process(Node externs, Node scripts) {
    ScriptTree script = new ScriptTree(scripts);
    NativeLists.call(script, classes);
    NullChecks.shorten(script, classes);
    CountedIndices.trust(script);
    CipherIndices.trust(script);
    IntegerSums.shorten(script);
    LongNumbers.replace(script);
    Simplifications.simplify(script);
    new Concatenations(script).replace();
    ExceptionTexts.remove(script);
    LabelledExits.replace(script);
    ArrayLiterals.replace(script);
    new Initializers(script, classes).runAtStart();
    new LambdaClasses(script, classes).replace();
    Temporaries.inline(compiler, script);
    new LambdaInlining(compiler, script).inline();
    Temporaries.inline(compiler, script);
    ByteCasts.remove(script);
    ForOfLoops.replace(script);
    BareFunctions.replace(script);
    EmptyClasses.remove(script, classes);
    MemberNames.shorten(script, classes);
  }
}
