package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.children;

import com.google.javascript.jscomp.AbstractCompiler;
import com.google.javascript.jscomp.NodeUtil;
import com.google.javascript.rhino.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a lambda where it is made, {@code m({$accept: x => a.f(x)})} for {@code m(C(a))}, if it is
 * made in one place and the variables it captures are set no more from there on.
 */
final class LambdaInlining {
  private final AbstractCompiler compiler;
  private final ScriptTree script;
  private final Map<String, List<Node>> names = new HashMap<>();
  private int renamed;

  LambdaInlining(AbstractCompiler compiler, ScriptTree script) {
    this.compiler = compiler;
    this.script = script;
    for (Node name : all(script.body, Node::isName)) {
      names.computeIfAbsent(name.getString(), none -> new ArrayList<>()).add(name);
    }
  }

  void inline() {
    for (String name : List.copyOf(script.definitions.keySet())) {
      Node make = script.function(name);
      if (make != null && name.contains("$lambda$") && make.getLastChild().isObjectLit()) {
        inline(name, make);
      }
    }
  }

  private void inline(String name, Node make) {
    List<Node> uses = names.getOrDefault(name, List.of());
    if (uses.size() != 2) {
      return;
    }
    Node call =
        uses.get(0).getParent().isCall() ? uses.get(0).getParent() : uses.get(1).getParent();
    List<Node> captured = children(call).subList(1, call.getChildCount());
    if (!staysTheSame(call, captured)) {
      return;
    }
    Map<String, Node> values = new HashMap<>();
    List<Node> parameters = children(make.getSecondChild());
    for (int i = 0; i < captured.size(); i++) {
      values.put(parameters.get(i).getString(), captured.get(i));
    }
    Node lambda = make.getLastChild().detach();
    renameVariables(lambda);
    for (Node use : all(lambda, Node::isName)) {
      Node value = values.get(use.getString());
      if (value != null) {
        use.replaceWith(value.cloneTree());
      }
    }
    call.replaceWith(lambda);
    script.undefine(name);
  }

  /** The names of the function around it must not mean something else in the lambda. */
  private void renameVariables(Node lambda) {
    Map<String, String> own = new HashMap<>();
    for (Node declaration : all(lambda, LambdaInlining::declares)) {
      for (Node name : children(declaration)) {
        if (name.isName()) {
          own.computeIfAbsent(name.getString(), each -> each + "$" + renamed++);
        }
      }
    }
    for (Node name : all(lambda, Node::isName)) {
      name.setString(own.getOrDefault(name.getString(), name.getString()));
    }
  }

  private static boolean declares(Node node) {
    return node.isParamList() || NodeUtil.isNameDeclaration(node) || node.isCatch();
  }

  /** Whether evaluating the values later, in the lambda, gives the same. */
  private boolean staysTheSame(Node call, List<Node> captured) {
    Set<String> variables = new HashSet<>();
    for (Node value : captured) {
      if (!value.isName() && !value.isNumber() && !value.isStringLit() && !value.isNull()) {
        return false;
      }
      if (value.isName()) {
        if (script.definitions.containsKey(value.getString())) {
          return false;
        }
        variables.add(value.getString());
      }
    }
    Node function = StableFields.enclosingFunction(call);
    ControlFlow flow = new ControlFlow(compiler, function);
    Node statement = call;
    while (!flow.has(statement)) {
      statement = statement.getParent();
    }
    Set<Node> seen = new HashSet<>();
    Deque<Node> reached = new ArrayDeque<>(List.of(statement));
    while (!reached.isEmpty()) {
      Node node = reached.pop();
      if (seen.add(node)) {
        Node own = ControlFlow.own(node);
        if (own != null && !all(own, each -> isSet(each, variables)).isEmpty()) {
          return false;
        }
        reached.addAll(flow.next(node));
      }
    }
    return true;
  }

  private static boolean isSet(Node name, Set<String> variables) {
    return name.isName() && variables.contains(name.getString()) && NodeUtil.isLValue(name);
  }
}
