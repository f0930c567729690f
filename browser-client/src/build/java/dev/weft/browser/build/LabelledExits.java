package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.assigned;
import static dev.weft.browser.build.ScriptTree.children;

import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import org.jspecify.annotations.Nullable;

/**
 * Conditions and returns instead of labelled blocks, as which TeaVM writes both:
 *
 * <pre>
 * l: { if (a) { if (b) break l; } v = 1; break m; } …        if (!(a &amp;&amp; b)) { v = 1; break m; } …
 * m: { … v = 1; break m; … v = 2; } return v;                … return 1; … v = 2; return v;
 * </pre>
 */
final class LabelledExits {
  private LabelledExits() {}

  static void replace(ScriptTree script) {
    boolean isChanged = true;
    while (isChanged) {
      isChanged = false;
      for (Node leaving : all(script.body, node -> node.isBreak() && node.hasChildren())) {
        Node choice = choice(leaving);
        isChanged |= choice != null && join(choice, leaving);
      }
      for (Node label : all(script.body, Node::isLabel)) {
        isChanged |= replace(label);
      }
    }
  }

  /** The {@code if} without an {@code else} of which the statement is all there is. */
  private static @Nullable Node choice(Node statement) {
    Node block = statement.getParent();
    boolean isChoice = block.hasOneChild() && block.getParent().isIf();
    return isChoice && block.getParent().hasXChildren(2) ? block.getParent() : null;
  }

  /** Joins the condition of leaving a block with one beside or around it, or with what follows. */
  private static boolean join(Node choice, Node leaving) {
    Node around = choice.getParent();
    Node before = choice.getPrevious();
    boolean isSecond =
        before != null
            && before.isIf()
            && before.hasXChildren(2)
            && before.isEquivalentTo(IR.ifNode(before.getFirstChild().cloneTree(), block(leaving)));
    if (isSecond) {
      Node condition = choice.removeFirstChild();
      choice.addChildToFront(IR.or(before.removeFirstChild(), condition));
      before.detach();
      return true;
    }
    Node outer = choice(choice);
    if (outer != null) {
      Node condition = choice.removeFirstChild();
      choice.addChildToFront(IR.and(outer.removeFirstChild(), condition));
      outer.replaceWith(choice.detach());
      return true;
    }
    Node label = around.getParent();
    if (choice.getNext() == null || !label.isLabel() || !leaves(leaving, label)) {
      return false;
    }
    Node rest = IR.block();
    while (choice.getNext() != null) {
      rest.addChildToBack(choice.getNext().detach());
    }
    choice.replaceWith(IR.ifNode(IR.not(choice.removeFirstChild()), rest));
    return true;
  }

  private static Node block(Node statement) {
    return IR.block(statement.cloneTree());
  }

  private static boolean replace(Node label) {
    Node body = label.getLastChild();
    Node exit = exit(label);
    for (Node leaving : all(body, node -> leaves(node, label))) {
      if (exit == null) {
        return false;
      }
      replace(leaving, exit);
    }
    if (!all(body, node -> node.isContinue() && names(node, label)).isEmpty()) {
      return false;
    }
    for (Node statement : body.isBlock() ? children(body) : children(label).subList(1, 2)) {
      statement.detach();
      statement.insertBefore(label);
    }
    label.detach();
    return true;
  }

  private static boolean leaves(Node node, Node label) {
    return node.isBreak() && names(node, label);
  }

  private static boolean names(Node jump, Node label) {
    return jump.hasChildren()
        && jump.getFirstChild().getString().equals(label.getFirstChild().getString());
  }

  private static void replace(Node leaving, Node exit) {
    Node before = leaving.getPrevious();
    Node set = assigned(before);
    Node returned = exit.isReturn() ? exit.getFirstChild() : null;
    if (set != null
        && set.getParent().isAssign()
        && returned != null
        && set.isEquivalentTo(returned)) {
      before.detach();
      leaving.replaceWith(IR.returnNode(set.getNext().detach()));
    } else {
      leaving.replaceWith(exit.cloneTree());
    }
  }

  /** What control does once it has left the statement, if that is just to go elsewhere. */
  private static @Nullable Node exit(Node statement) {
    Node around = statement.getParent();
    Node next = around.isIf() ? null : statement.getNext();
    if (next != null) {
      boolean returns =
          next.isReturn() && (!next.hasChildren() || !next.getFirstChild().hasChildren());
      boolean jumps = (next.isBreak() || next.isContinue()) && next.hasChildren();
      return returns || jumps ? next : null;
    }
    if (around.isFunction()) {
      return IR.returnNode();
    }
    boolean goesOn =
        around.isIf() || around.isLabel() || (around.isBlock() && !around.getParent().isTry());
    return goesOn ? exit(around) : null;
  }
}
