package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.assigned;
import static dev.weft.browser.build.ScriptTree.isName;

import com.google.javascript.jscomp.NodeUtil;
import com.google.javascript.rhino.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fields that are set only where their object is made: in its constructor, or after a {@code new}
 * in the function that has the new object, where TeaVM has put the constructor there. TeaVM names
 * each field of each class differently, so the name of a field says whose it is.
 */
final class StableFields {
  private final Set<String> changing = new HashSet<>();
  private final Map<Node, Set<String>> setIn = new HashMap<>();

  StableFields(ScriptTree script) {
    for (Node property : all(script.body, Node::isGetProp)) {
      if (isSet(property)) {
        Node function = enclosingFunction(property);
        setIn.computeIfAbsent(function, none -> new HashSet<>()).add(property.getString());
        if (!isBeingMade(property.getFirstChild(), function)) {
          changing.add(property.getString());
        }
      }
    }
  }

  /** Whether the function reads the same from the field of an object whenever it does. */
  boolean isStable(String field, Node function) {
    return (field.startsWith("$") || field.equals("length"))
        && !changing.contains(field)
        && !setIn.getOrDefault(function, Set.of()).contains(field);
  }

  private static boolean isSet(Node property) {
    Node parent = property.getParent();
    return switch (parent.getToken()) {
      case INC, DEC, DELPROP -> true;
      default -> NodeUtil.isAssignmentOp(parent) && parent.getFirstChild() == property;
    };
  }

  static Node enclosingFunction(Node node) {
    Node at = node.getParent();
    while (!at.isFunction()) {
      at = at.getParent();
    }
    return at;
  }

  private static boolean isBeingMade(Node object, Node function) {
    if (!object.isName()) {
      return false;
    }
    if (function.getParent().isName()
        && function.getParent().getString().contains("__init_")
        && isName(function.getSecondChild().getFirstChild(), object.getString())) {
      return true;
    }
    Node at = object;
    while (at != function) {
      Node statement = at.getPrevious();
      while (statement != null) {
        Node value = valueFor(statement, object.getString());
        if (value != null) {
          return value.isNew();
        }
        if (!all(statement, n -> n.isAssign() && isName(n.getFirstChild(), object.getString()))
            .isEmpty()) {
          return false;
        }
        statement = statement.getPrevious();
      }
      at = at.getParent();
    }
    return false;
  }

  private static @Nullable Node valueFor(Node statement, String variable) {
    Node target = assigned(statement);
    if (target == null || !isName(target, variable)) {
      return null;
    }
    return target.getParent().isAssign() ? target.getNext() : target.getFirstChild();
  }
}
