package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.isCall;

import com.google.javascript.jscomp.NodeUtil;
import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * TeaVM checks that an index is not negative where it knows that it is below the array's length.
 * One that only counts up from a number of the program is not: arrays end long before it overflows.
 */
final class CountedIndices {
  private static final String CHECK = "$rt_checkLowerBound";

  private final Assignments assignments;

  /** Variables, where they are set, that have been looked at. */
  private final Set<Node> seen = new HashSet<>();

  private CountedIndices(Assignments assignments) {
    this.assignments = assignments;
  }

  /** Leaves out the checks of such indices. */
  static void trust(ScriptTree script) {
    List<Node> superfluous = new ArrayList<>();
    for (String name : script.definitions.keySet()) {
      Node function = script.function(name);
      if (function != null) {
        Assignments assignments = new Assignments(function);
        for (Node check : all(function, node -> isCall(node, CHECK))) {
          if (new CountedIndices(assignments).isCounted(check)) {
            superfluous.add(check);
          }
        }
      }
    }
    superfluous.forEach(check -> check.replaceWith(check.getLastChild().detach()));
  }

  private boolean isCounted(Node value) {
    if (isCall(value, CHECK)) {
      return isCounted(value.getLastChild());
    }
    if (value.getToken() == Token.BITOR && value.getFirstChild().isAdd()) { // n + 1 | 0
      Node sum = value.getFirstChild();
      return isNumber(sum.getLastChild()) && isCounted(sum.getFirstChild());
    }
    return isNumber(value) || (value.isName() && isSetToCounted(value));
  }

  private static boolean isNumber(Node value) {
    return value.isNumber() && value.getDouble() >= 0;
  }

  private boolean isSetToCounted(Node read) {
    for (Node target : assignments.reaching(read)) {
      if (seen.add(target) && !getsCounted(target)) {
        return false;
      }
    }
    return true;
  }

  private boolean getsCounted(Node target) {
    Node parent = target.getParent();
    if (NodeUtil.isNameDeclaration(parent) && !parent.getParent().isForOf()) {
      return !target.hasChildren() || isCounted(target.getFirstChild());
    }
    return parent.isAssign() && isCounted(parent.getLastChild());
  }
}
