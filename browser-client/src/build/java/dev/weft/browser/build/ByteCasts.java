package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;

import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;

/**
 * {@code a[i] = x << 24 >> 24} is {@code a[i] = x}: what Java casts to a byte where it sets an
 * element is set in an array of bytes, which in JavaScript cuts off the rest by itself. That the
 * sources set no other arrays so is tested.
 */
final class ByteCasts {
  private static final int BITS_CUT_OFF = 24;

  private ByteCasts() {}

  static void remove(ScriptTree script) {
    for (Node statement : all(script.body, Node::isExprResult)) {
      Node assignment = statement.getFirstChild();
      if (assignment.isAssign() && assignment.getFirstChild().isGetElem()) {
        Node value = assignment.getLastChild();
        if (isShift(value, Token.RSH) && isShift(value.getFirstChild(), Token.LSH)) {
          value.replaceWith(value.getFirstFirstChild().detach());
        }
      }
    }
  }

  private static boolean isShift(Node node, Token direction) {
    return node.getToken() == direction
        && node.getLastChild().isNumber()
        && node.getLastChild().getDouble() == BITS_CUT_OFF;
  }
}
