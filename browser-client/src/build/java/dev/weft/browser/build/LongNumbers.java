package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;

import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Java's {@code long} as a number of JavaScript, which is exact below 2^53. Times, sizes and sums
 * of them stay below; what a peer claims is checked against a bound before it is reckoned with.
 * TeaVM has a BigInt instead, which costs several times as much in space and time.
 *
 * <p>A number has no 64 bits: of the operators on bits only {@code >>>} is here, for what is not
 * negative. Where the sources use another one the build fails and names it.
 */
final class LongNumbers {
  private static final Map<String, Token> OPERATORS =
      Map.ofEntries(
          Map.entry("Long_add", Token.ADD),
          Map.entry("Long_sub", Token.SUB),
          Map.entry("Long_mul", Token.MUL),
          Map.entry("Long_eq", Token.SHEQ),
          Map.entry("Long_ne", Token.SHNE),
          Map.entry("Long_lt", Token.LT),
          Map.entry("Long_le", Token.LE),
          Map.entry("Long_gt", Token.GT),
          Map.entry("Long_ge", Token.GE));

  private static final Set<String> IDENTITIES = Set.of("Long_fromInt", "Long_toNumber");

  private LongNumbers() {}

  static void replace(ScriptTree script) {
    for (Node zero : all(script.body, node -> ScriptTree.isName(node, "Long_ZERO"))) {
      if (!zero.hasChildren()) {
        zero.replaceWith(IR.number(0));
      }
    }
    List<Node> operations = all(script.body, LongNumbers::isOperation);
    Collections.reverse(operations); // inner ones first
    for (Node call : operations) {
      Node function = call.removeFirstChild();
      Node first = call.removeFirstChild();
      Node second = call.hasChildren() ? call.removeFirstChild() : IR.empty();
      call.replaceWith(value(function.getString(), first, second));
    }
  }

  private static boolean isOperation(Node call) {
    return call.isCall()
        && call.getFirstChild().isName()
        && call.getFirstChild().getString().startsWith("Long_");
  }

  private static Node value(String function, Node first, Node second) {
    Token operator = OPERATORS.get(function);
    if (operator != null) {
      return new Node(operator, first, second);
    }
    if (IDENTITIES.contains(function)) {
      return first;
    }
    return switch (function) {
      case "Long_lo" -> new Node(Token.BITOR, untruncated(first), IR.number(0));
      case "Long_create" -> IR.number(second.getDouble() * 0x1p32 + first.getDouble());
      case "Long_compare" -> IR.call(IR.name("$rt_compare"), first, second);
      case "Long_fromNumber" -> mathCall("trunc", first);
      case "Long_div" -> mathCall("trunc", new Node(Token.DIV, first, second));
      case "Long_shru" -> {
        Node power = new Node(Token.EXPONENT, IR.number(2), second);
        yield mathCall("floor", new Node(Token.DIV, first, power));
      }
      default -> throw new IllegalStateException("no replacement in LongNumbers for " + function);
    };
  }

  /** The operators on bits cut a fraction off themselves. */
  private static Node untruncated(Node value) {
    boolean isTruncated =
        value.isCall() && value.getFirstChild().matchesQualifiedName("Math.trunc");
    return isTruncated ? value.getLastChild().detach() : value;
  }

  private static Node mathCall(String function, Node argument) {
    return IR.call(IR.getprop(IR.name("Math"), function), argument);
  }
}
