package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.children;

import com.google.javascript.jscomp.Compiler;
import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts similar functions next to one another, where what is repeated costs least once the script is
 * compressed. Classes come first and what runs comes last, each in the order that it had.
 */
final class DefinitionOrder {
  private record Function(Node name, int parameters, String text) {}

  private DefinitionOrder() {}

  static void sort(Compiler compiler, ScriptTree script) {
    List<Node> first = new ArrayList<>();
    List<Function> functions = new ArrayList<>();
    Node definitions = IR.let(IR.name("none"), IR.nullNode());
    definitions.removeChildren();
    for (Node statement : children(script.body)) {
      if (statement.isClass()) {
        first.add(statement.detach());
      } else if (statement.isLet()) {
        for (Node name : children(statement)) {
          Node value = name.getFirstChild();
          if (value == null || value.isNull() || value.isNumber()) {
            definitions.addChildToBack(name.detach());
          } else if (value.isFunction()) {
            int parameters = value.getSecondChild().getChildCount();
            functions.add(new Function(name.detach(), parameters, compiler.toSource(value)));
          }
        }
        if (!statement.hasChildren()) {
          statement.detach();
        }
      }
    }
    functions.sort(
        Comparator.comparing(Function::parameters)
            .thenComparing(each -> each.text.substring(each.text.indexOf("=>") + 2)));
    functions.forEach(each -> definitions.addChildToBack(each.name));
    script.body.addChildToFront(definitions);
    for (int i = first.size() - 1; i >= 0; i--) {
      script.body.addChildToFront(first.get(i));
    }
  }
}
