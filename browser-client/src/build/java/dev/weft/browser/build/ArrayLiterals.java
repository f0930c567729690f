package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.assigned;
import static dev.weft.browser.build.ScriptTree.isName;
import static java.util.Objects.requireNonNull;

import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that are made and filled at once, as Java's {@code {a, b}} and its arguments of variable
 * number are:
 *
 * <pre>
 * v = $rt_createArray(C, 2); w = v; w[0] = a; w[1] = b;        v = [a, b]; w = v;
 * </pre>
 */
final class ArrayLiterals {
  /** What a typed array is made by; of objects it is the literal itself. */
  private static final Map<String, String> TYPES =
      Map.of("$rt_createByteArray", "Int8Array", "$rt_createIntArray", "Int32Array");

  private ArrayLiterals() {}

  static void replace(ScriptTree script) {
    for (Node statement : all(script.body, Node::isExprResult)) {
      Node variable = assigned(statement);
      if (variable != null && variable.isName() && isNewArray(variable.getNext())) {
        replace(statement, variable);
      }
    }
  }

  private static boolean isNewArray(Node value) {
    return value.isCall()
        && value.getFirstChild().isName()
        && (value.getFirstChild().getString().equals("$rt_createArray")
            || TYPES.containsKey(value.getFirstChild().getString()))
        && value.getLastChild().isNumber()
        && value.getLastChild().getDouble() > 0;
  }

  private static void replace(Node making, Node variable) {
    Node made = variable.getNext();
    Node first = making.getNext();
    Node aliasing = isAlias(first, variable) ? first : null;
    String filled = aliasing == null ? variable.getString() : target(aliasing).getString();
    Node next = aliasing == null ? first : aliasing.getNext();
    while (next != null && !isElement(next, filled, 0) && isApart(next, variable, filled)) {
      next = next.getNext();
    }
    List<Node> elements = new ArrayList<>();
    while (next != null
        && isElement(next, filled, elements.size())
        && isApart(target(next).getNext(), variable, filled)) {
      elements.add(next);
      next = next.getNext();
    }
    if (elements.isEmpty() || elements.size() != made.getLastChild().getDouble()) {
      return;
    }
    Node literal = IR.arraylit();
    for (Node element : elements) {
      literal.addChildToBack(target(element).getNext().detach());
    }
    Node last = elements.get(elements.size() - 1);
    if (aliasing != null) {
      aliasing.detach();
      aliasing.insertAfter(last);
    }
    making.detach();
    making.insertAfter(last);
    elements.forEach(Node::detach);
    String type = TYPES.get(made.getFirstChild().getString());
    made.replaceWith(type == null ? literal : IR.newNode(IR.name(type), literal));
  }

  private static Node target(Node assignment) {
    return requireNonNull(assigned(assignment));
  }

  /** Whether the statement is {@code w = v}. */
  private static boolean isAlias(@Nullable Node statement, Node variable) {
    Node target = assigned(statement);
    return target != null
        && target.isName()
        && target.getParent().isAssign()
        && isName(target.getNext(), variable.getString());
  }

  /** Whether the statement is {@code array[index] = …}. */
  private static boolean isElement(Node statement, String array, int index) {
    Node target = assigned(statement);
    return target != null
        && target.isGetElem()
        && isName(target.getFirstChild(), array)
        && isIndex(target.getLastChild(), index);
  }

  private static boolean isIndex(Node node, int index) {
    Node checked = ScriptTree.isCall(node, "$rt_checkUpperBound") ? node.getSecondChild() : node;
    return checked.isNumber() && checked.getDouble() == index;
  }

  /** Whether the statement or expression has nothing to do with the array. */
  private static boolean isApart(Node node, Node variable, String filled) {
    return all(node, n -> isName(n, variable.getString()) || isName(n, filled)).isEmpty();
  }
}
