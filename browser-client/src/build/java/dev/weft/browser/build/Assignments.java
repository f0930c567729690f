package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.isName;

import com.google.javascript.jscomp.NodeUtil;
import com.google.javascript.rhino.Node;
import java.util.HashSet;
import java.util.Set;

/**
 * Which assignments a variable's value may come from, where it is read. TeaVM uses one variable for
 * values of several kinds, one after the other.
 */
final class Assignments {
  private final Node function;
  private final boolean hasInnerFunctions;

  /** Looks at the variables of one function. */
  Assignments(Node function) {
    this.function = function;
    hasInnerFunctions = !all(function.getLastChild(), Node::isFunction).isEmpty();
  }

  /**
   * The names, as the targets of assignments or as the parameter, that set what is read there.
   * Among them may be some that never do.
   */
  Set<Node> reaching(Node read) {
    String variable = read.getString();
    Set<Node> found = new HashSet<>();
    Node at = hasInnerFunctions ? function.getLastChild() : read;
    if (hasInnerFunctions) {
      addAll(function, variable, found);
    }
    while (at != function) {
      Node parent = at.getParent();
      for (Node before = at.getPrevious(); before != null; before = before.getPrevious()) {
        Node target = ScriptTree.assigned(before);
        if (target != null && isName(target, variable)) {
          addAll(before, variable, found);
          return found;
        }
        if (!parent.isAssign()) {
          addAll(before, variable, found);
        }
      }
      if (NodeUtil.isLoopStructure(parent)) {
        addAll(parent, variable, found);
      }
      at = parent;
    }
    return found;
  }

  private static void addAll(Node within, String variable, Set<Node> found) {
    found.addAll(all(within, node -> isName(node, variable) && NodeUtil.isLValue(node)));
  }
}
