package dev.weft.browser.build;

import com.google.javascript.jscomp.Compiler;
import com.google.javascript.jscomp.CompilerOptions;
import com.google.javascript.jscomp.SourceFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

/** A few lines of script as the passes get them, and what became of them. */
final class SampleScript {
  final Compiler compiler = new Compiler();
  final ScriptTree tree;
  final Map<String, JavaClass> classes = new LinkedHashMap<>();

  SampleScript(String... lines) {
    Compiler.setLoggingLevel(Level.OFF);
    CompilerOptions options = new CompilerOptions();
    options.setLanguage(CompilerOptions.LanguageMode.ECMASCRIPT_2021);
    options.setEmitUseStrict(false);
    String text = "(function() {\n" + String.join("\n", lines) + "\n})();";
    compiler.init(List.of(), List.of(SourceFile.fromCode("sample.js", text)), options);
    compiler.parse();
    tree = new ScriptTree(compiler.getRoot().getLastChild());
  }

  /** A class below {@code jl_Object} with fields that are null at first. */
  JavaClass javaClass(String name, String... fields) {
    JavaClass made = new JavaClass(name, "jl_Object", List.of(), 0);
    for (String field : fields) {
      made.fields.put(field, "null");
    }
    classes.put(name, made);
    return made;
  }

  /** The statements, each with its semicolon, without the function around them. */
  String text() {
    String block = compiler.toSource(tree.body);
    return block.substring(1, block.length() - 1) + ";";
  }
}
