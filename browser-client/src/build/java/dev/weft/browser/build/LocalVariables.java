package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.children;

import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Declares variables as further parameters, which no caller gives: a function is then often a
 * single expression's length shorter. Java's variables are set before they are read, so it does not
 * matter what a caller that gives more than asked, as the browser does, leaves in them.
 */
final class LocalVariables {
  private LocalVariables() {}

  static void declareAsParameters(Node scripts) {
    for (Node function : all(scripts, Node::isFunction)) {
      Node body = function.getLastChild();
      Node parameters = function.getSecondChild();
      int given = parameters.getChildCount();
      for (Node declaration : all(body, node -> node.isVar() || node.isLet())) {
        boolean isOwn = enclosingFunction(declaration) == function;
        boolean isAtTop = declaration.getParent() == body;
        if (isOwn && (declaration.isVar() || (isAtTop && declaresOnly(declaration)))) {
          declare(declaration, parameters);
        }
      }
      sortByFirstUse(children(parameters).subList(given, parameters.getChildCount()), body);
    }
  }

  /** The minifier names variables in their order: those used first get the same names then. */
  private static void sortByFirstUse(List<Node> variables, Node body) {
    Map<String, Integer> firstUse = new HashMap<>();
    for (Node name : all(body, Node::isName)) {
      firstUse.putIfAbsent(name.getString(), firstUse.size());
    }
    variables.stream()
        .sorted(Comparator.comparing(each -> firstUse.getOrDefault(each.getString(), 0)))
        .forEach(
            each -> {
              Node parameters = each.getParent();
              parameters.addChildToBack(each.detach());
            });
  }

  private static Node enclosingFunction(Node node) {
    Node at = node.getParent();
    while (!at.isFunction()) {
      at = at.getParent();
    }
    return at;
  }

  private static void declare(Node declaration, Node parameters) {
    Node parent = declaration.getParent();
    if (parent.isForIn() || parent.isForOf()) {
      return;
    }
    Node assignments = null;
    for (Node name : children(declaration)) {
      if (all(parameters, n -> ScriptTree.isName(n, name.getString())).isEmpty()) {
        parameters.addChildToBack(IR.name(name.getString()));
      }
      if (name.hasChildren()) {
        Node assignment = IR.assign(IR.name(name.getString()), name.removeFirstChild());
        assignments = assignments == null ? assignment : IR.comma(assignments, assignment);
      }
    }
    if (parent.isVanillaFor()) {
      declaration.replaceWith(assignments == null ? IR.empty() : assignments);
    } else if (assignments == null) {
      declaration.detach();
    } else {
      declaration.replaceWith(IR.exprResult(assignments));
    }
  }

  private static boolean declaresOnly(Node declaration) {
    for (Node name : children(declaration)) {
      if (name.hasChildren()) {
        return false;
      }
    }
    return true;
  }
}
