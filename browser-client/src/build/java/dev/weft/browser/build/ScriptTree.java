package dev.weft.browser.build;

import static java.util.Objects.requireNonNull;

import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rewritten script as the minifier's parser reads it: one function around everything. */
final class ScriptTree {
  /** What the function around everything holds. */
  final Node body;

  /** Where each variable of the script, thus each function of Java, is defined. */
  final Map<String, Node> definitions = new HashMap<>();

  ScriptTree(Node scripts) {
    body = scripts.getFirstFirstChild().getFirstFirstChild().getLastChild();
    for (Node statement : children(body)) {
      if (statement.isLet()) {
        for (Node name : children(statement)) {
          definitions.put(name.getString(), name);
        }
      }
    }
  }

  /** The nodes that match, a copy, inner ones after outer ones. */
  static List<Node> all(Node within, Predicate<Node> wanted) {
    List<Node> found = new ArrayList<>();
    collect(within, wanted, found);
    return found;
  }

  static List<Node> children(Node of) {
    List<Node> children = new ArrayList<>();
    for (Node child = of.getFirstChild(); child != null; child = child.getNext()) {
      children.add(child);
    }
    return children;
  }

  private static void collect(Node node, Predicate<Node> wanted, List<Node> found) {
    if (wanted.test(node)) {
      found.add(node);
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      collect(child, wanted, found);
    }
  }

  /** The function that the variable of the script holds, if it does hold one. */
  @Nullable Node function(String name) {
    Node definition = definitions.get(name);
    Node value = definition == null ? null : definition.getFirstChild();
    return value != null && value.isFunction() ? value : null;
  }

  void undefine(String name) {
    Node definition = requireNonNull(definitions.remove(name));
    Node statement = definition.getParent();
    definition.detach();
    if (!statement.hasChildren()) {
      statement.detach();
    }
  }

  static boolean isName(Node node, String name) {
    return node.isName() && node.getString().equals(name);
  }

  /** Whether the node calls the function of the name. */
  static boolean isCall(Node node, String function) {
    return node.isCall() && isName(node.getFirstChild(), function);
  }

  /** Where the statement is {@code v = value}: v. */
  static @Nullable Node assigned(@Nullable Node statement) {
    if (statement == null) {
      return null;
    }
    if (statement.isLet() && statement.hasOneChild()) {
      return statement.getFirstChild();
    }
    boolean assigns = statement.isExprResult() && statement.getFirstChild().isAssign();
    return assigns ? statement.getFirstFirstChild() : null;
  }
}
