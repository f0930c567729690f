package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.assigned;
import static dev.weft.browser.build.ScriptTree.isCall;
import static dev.weft.browser.build.ScriptTree.isName;

import com.google.javascript.jscomp.NodeUtil;
import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loops over lists without an iterator that the script can see:
 *
 * <pre>
 * i = iterator(list);                                       for (let each of list) f(each);
 * while (true) { if (!hasNext(i)) return a; f(next(i)); }   return a;
 * </pre>
 *
 * <p>A loop whose iterator is used otherwise is left as it is: it is no matter of correctness.
 */
final class ForOfLoops {
  private int count;

  private ForOfLoops() {}

  static void replace(ScriptTree script) {
    ForOfLoops loops = new ForOfLoops();
    all(script.body, Node::isWhile).forEach(loops::replace);
  }

  private void replace(Node loop) {
    Node labelled = loop.getParent().isLabel() ? loop.getParent() : loop;
    Node target = assigned(labelled.getPrevious());
    Node iterator = target == null ? null : target.getNext();
    Node first = loop.getLastChild().getFirstChild();
    if (target == null
        || iterator == null
        || first == null
        || !isCall(iterator, "ju_AbstractList_iterator")) {
      return;
    }
    Node ending = loop.getFirstChild().isTrue() ? first : null;
    Node condition = ending == null ? loop.getFirstChild() : negated(ending);
    Node reading = ending == null ? first : ending.getNext();
    Node next = reading == null ? null : next(reading);
    if (next == null
        || !isCall(condition, "ju_AbstractList$1_hasNext")
        || !isName(condition.getLastChild(), target.getString())
        || !isName(next.getLastChild(), target.getString())
        || isUsedOtherwise(target, loop)
        || (ending != null && !endsBehind(labelled, loop, ending))) {
      return;
    }
    Node each = each(reading, next);
    labelled.getPrevious().detach();
    Node body = loop.getLastChild().detach();
    loop.replaceWith(new Node(Token.FOR_OF, each, iterator.getLastChild().detach(), body));
  }

  /** The variable that the statement sets to the element, else a new one. */
  private Node each(Node reading, Node next) {
    Node set = assigned(reading);
    if (set != null && set.isName() && set.getNext() == next) {
      reading.detach();
      return set.detach();
    }
    Node each = IR.name("each$" + count++);
    next.replaceWith(each.cloneNode());
    return new Node(Token.LET, each);
  }

  /** Of {@code if (!c) …} without an {@code else}: c. */
  private static Node negated(Node statement) {
    boolean isNegated =
        statement.isIf() && statement.hasXChildren(2) && statement.getFirstChild().isNot();
    return isNegated ? statement.getFirstFirstChild() : statement;
  }

  /** The one call for the next element, if the statement makes it first of all and once. */
  private static @Nullable Node next(Node statement) {
    List<Node> calls = all(statement, node -> isCall(node, "ju_AbstractList$1_next"));
    if (calls.size() != 1 || NodeUtil.isLoopStructure(statement)) {
      return null;
    }
    for (Node at = calls.get(0); at != statement; at = at.getParent()) {
      Node parent = at.getParent();
      boolean isChoice = parent.isAnd() || parent.isOr() || parent.isHook();
      if (at.isBlock() || at.isFunction() || (isChoice && parent.getFirstChild() != at)) {
        return null;
      }
    }
    return calls.get(0);
  }

  private static boolean isUsedOtherwise(Node iterator, Node loop) {
    Node function = StableFields.enclosingFunction(loop);
    Assignments assignments = new Assignments(function);
    List<Node> inside = all(loop, node -> isName(node, iterator.getString()));
    for (Node use : all(function, node -> isName(node, iterator.getString()))) {
      boolean isRead = !NodeUtil.isLValue(use) && !inside.contains(use);
      if (isRead && assignments.reaching(use).contains(iterator)) {
        return true;
      }
    }
    return inside.size() != 2;
  }

  /**
   * Puts what is done after the last element behind the loop. What else leaves the loop would come
   * there too: that is only possible where it can return instead.
   */
  private static boolean endsBehind(Node labelled, Node loop, Node ending) {
    Node end = ending.getSecondChild();
    List<Node> breaks = all(loop.getLastChild(), node -> breaks(node, loop));
    boolean isPlain = end.hasOneChild() && breaks(end.getFirstChild(), loop);
    if (!isPlain) {
      Node behind = labelled.getNext();
      boolean returns =
          behind != null
              && behind.isReturn()
              && (!behind.hasChildren() || !behind.getFirstChild().hasChildren());
      boolean isNamed =
          labelled != loop && !all(loop, node -> node.isBreak() && names(node, labelled)).isEmpty();
      if (isNamed || !leavesAlways(end) || (!breaks.isEmpty() && !returns)) {
        return false;
      }
      if (behind != null) {
        breaks.forEach(leaving -> leaving.replaceWith(behind.cloneTree()));
      }
      end.detach();
      end.insertAfter(labelled);
    }
    ending.detach();
    return true;
  }

  private static boolean leavesAlways(Node block) {
    Node last = block.getLastChild();
    return last != null && (last.isReturn() || last.isBreak() || last.isContinue());
  }

  private static boolean names(Node jump, Node label) {
    return jump.hasChildren()
        && jump.getFirstChild().getString().equals(label.getFirstChild().getString());
  }

  /** Whether it is a break without a label, of that loop. */
  private static boolean breaks(Node node, Node loop) {
    if (!node.isBreak() || node.hasChildren()) {
      return false;
    }
    Node at = node.getParent();
    while (!NodeUtil.isLoopStructure(at) && !at.isSwitch() && !at.isFunction()) {
      at = at.getParent();
    }
    return at == loop;
  }
}
