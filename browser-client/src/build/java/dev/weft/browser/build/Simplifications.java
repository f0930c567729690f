package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;

import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.util.Set;

/** What TeaVM writes at length and JavaScript says shortly. */
final class Simplifications {
  /** Functions of one value that return it. */
  static final Set<String> IDENTITIES =
      Set.of(
          "$rt_nullCheck",
          "$rt_castToClass",
          "$rt_castToInterface",
          "$rt_str",
          "$rt_ustr",
          "ju_Objects_requireNonNull",
          "otji_JSWrapper_wrap",
          "otji_JSWrapper_unwrap",
          "otji_JSWrapper_maybeUnwrap");

  private Simplifications() {}

  static void simplify(ScriptTree script) {
    for (Node statement : all(script.body, Node::isExprResult)) {
      if (doesNothing(script, statement.getFirstChild())) {
        statement.detach();
      }
    }
    for (Node call : all(script.body, Node::isCall)) {
      Node function = call.getFirstChild();
      if (function.isName() && IDENTITIES.contains(function.getString())) {
        call.replaceWith(call.getSecondChild().detach());
      }
    }
    for (Node statement : all(script.body, Node::isExprResult)) {
      Node left = statement.getFirstChild();
      if (left.isName() || isNoChange(left)) {
        statement.detach();
      }
    }
    for (Node choice : all(script.body, Node::isHook)) {
      replaceBoolean(choice);
    }
    script.definitions.forEach(
        (name, definition) -> {
          if (!name.startsWith("$rt_") && !name.contains("$js_body$")) {
            compareLoosely(definition);
          }
        });
  }

  /** A variable set to itself, where it went through a check. */
  private static boolean isNoChange(Node set) {
    return set.isAssign()
        && set.getFirstChild().isName()
        && set.getLastChild().isName()
        && set.getFirstChild().getString().equals(set.getLastChild().getString());
  }

  /** A call of what {@link NativeTypes} left nothing of, with nothing to compute for it. */
  private static boolean doesNothing(ScriptTree script, Node call) {
    if (!call.isCall() || !call.getFirstChild().isName()) {
      return false;
    }
    Node function = script.function(call.getFirstChild().getString());
    boolean isEmpty = function != null && isNumber(function.getLastChild(), 0);
    return isEmpty && all(call, node -> node != call && !node.isName()).isEmpty();
  }

  /** Java's booleans are 1 and 0 where they are values; nobody asks which of both. */
  private static void replaceBoolean(Node choice) {
    Node condition = choice.getFirstChild();
    Node yes = choice.getSecondChild();
    Node no = choice.getLastChild();
    if (isNumber(yes, 1) && isNumber(no, 0)) {
      choice.replaceWith(
          isBoolean(condition) ? condition.detach() : IR.not(IR.not(condition.detach())));
    } else if (isNumber(yes, 0) && isNumber(no, 1)) {
      choice.replaceWith(IR.not(condition.detach()));
    }
  }

  /** What javac lets be compared is of one type, where both forms of comparing are the same. */
  private static void compareLoosely(Node within) {
    for (Node strict : all(within, node -> node.isSHEQ() || node.isSHNE())) {
      strict.setToken(strict.isSHEQ() ? Token.EQ : Token.NE);
    }
  }

  private static boolean isNumber(Node node, int value) {
    return node.isNumber() && node.getDouble() == value;
  }

  private static boolean isBoolean(Node node) {
    return switch (node.getToken()) {
      case NOT, EQ, NE, SHEQ, SHNE, LT, LE, GT, GE, INSTANCEOF, TRUE, FALSE -> true;
      case AND, OR -> isBoolean(node.getFirstChild()) && isBoolean(node.getLastChild());
      default -> false;
    };
  }
}
