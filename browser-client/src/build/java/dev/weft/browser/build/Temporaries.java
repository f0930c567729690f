package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.assigned;
import static dev.weft.browser.build.ScriptTree.isName;

import com.google.javascript.jscomp.AbstractCompiler;
import com.google.javascript.jscomp.NodeUtil;
import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts values where they are used. TeaVM computes step by step, {@code v = a.f; w = v.g; m(w)}, and
 * reuses variables; the minifier leaves that alone wherever a field is read. A value moves to its
 * only use when nothing in between can change it, nor see that it comes later:
 *
 * <ul>
 *   <li>what never changes (local variables, fields set only where their object is made) passes
 *       anything but an assignment to its variables,
 *   <li>what reads other fields, elements or statics passes no call and no assignment to those,
 *   <li>what calls something passes no read of those either.
 * </ul>
 */
final class Temporaries {
  private enum Kind {
    STABLE,
    READING,
    CALLING
  }

  private final StableFields fields;
  private final Node function;
  private final Set<String> locals = new HashSet<>();
  private final Set<String> captured = new HashSet<>();
  private final ControlFlow flow;
  private final Set<Node> moved = new HashSet<>();

  private Temporaries(AbstractCompiler compiler, StableFields fields, Node function) {
    this.fields = fields;
    this.function = function;
    for (Node name : all(function.getSecondChild(), Node::isName)) {
      locals.add(name.getString());
    }
    for (Node declaration : all(function.getLastChild(), NodeUtil::isNameDeclaration)) {
      ScriptTree.children(declaration).forEach(name -> locals.add(name.getString()));
    }
    for (Node inner : all(function.getLastChild(), Node::isFunction)) {
      all(inner, Node::isName).forEach(name -> captured.add(name.getString()));
    }
    flow = new ControlFlow(compiler, function);
  }

  static void inline(AbstractCompiler compiler, ScriptTree script) {
    StableFields fields = new StableFields(script);
    for (Node function : all(script.body, Node::isFunction)) {
      if (function.getLastChild().isBlock()) {
        new Temporaries(compiler, fields, function).inline();
      }
    }
  }

  private void inline() {
    boolean isChanged = true;
    while (isChanged) {
      isChanged = false;
      for (Node statement : all(function.getLastChild(), Temporaries::isAssignment)) {
        isChanged |= statement.getParent() != null && moves(statement);
      }
    }
  }

  private static boolean isAssignment(Node node) {
    Node target = assigned(node);
    return target != null && target.isName() && value(target) != null;
  }

  private static @Nullable Node value(Node target) {
    return target.getParent().isAssign() ? target.getNext() : target.getFirstChild();
  }

  private boolean moves(Node statement) {
    Node target = assigned(statement);
    Node value = target == null ? null : value(target);
    if (target == null || value == null || !flow.has(statement)) {
      return false;
    }
    String variable = target.getString();
    Kind kind = kind(value);
    if (kind == null || !locals.contains(variable) || captured.contains(variable)) {
      return false;
    }
    Set<String> bases = new HashSet<>();
    for (Node node : evaluated(value)) {
      if (node.isName()) {
        bases.add(node.getString());
      }
    }
    if (bases.stream().anyMatch(name -> locals.contains(name) && captured.contains(name))) {
      return false;
    }
    List<Node> between = new ArrayList<>();
    Node user = statement.getNext();
    while (user != null && isPassed(user, variable)) {
      evaluate(user, null, between);
      user = user.getNext();
    }
    Node head = user == null ? null : head(user);
    Node use = head == null ? null : onlyRead(head, variable);
    if (head == null
        || use == null
        || !evaluate(head, use, between)
        || (kind == Kind.CALLING && isConditional(use, head))
        || between.stream().anyMatch(step -> interferes(step, kind, bases))
        || isReadLater(statement, user, variable)) {
      return false;
    }
    use.replaceWith(value.detach());
    moved.add(statement);
    if (!statement.isLet()) {
      statement.detach();
    }
    return true;
  }

  /** Whether the statement is one that runs from its start to its end and leaves v alone. */
  private static boolean isPassed(Node statement, String variable) {
    boolean isPlain = statement.isExprResult() || statement.isLet();
    return isPlain && all(statement, node -> isName(node, variable)).isEmpty();
  }

  /** What the statement evaluates first, and once each time that control reaches it. */
  private static @Nullable Node head(Node statement) {
    return switch (statement.getToken()) {
      case EXPR_RESULT, RETURN, THROW, IF, SWITCH -> statement.getFirstChild();
      case LET -> statement.hasOneChild() ? statement.getFirstFirstChild() : null;
      default -> null;
    };
  }

  private static @Nullable Node onlyRead(Node head, String variable) {
    Node read = null;
    for (Node name : all(head, node -> isName(node, variable))) {
      boolean isRead = !isOnlySet(name);
      boolean isSetLast = name.getParent() == head && !isRead;
      if (isRead ? read != null || NodeUtil.isLValue(name) : !isSetLast) {
        return null;
      }
      read = isRead ? name : read;
    }
    return read;
  }

  private static boolean isOnlySet(Node name) {
    Node parent = name.getParent();
    boolean isAssigned = parent.isAssign() && parent.getFirstChild() == name;
    return isAssigned || NodeUtil.isNameDeclaration(parent) || parent.isCatch();
  }

  /** Collects what is evaluated until the use is; whether it is reached. */
  private static boolean evaluate(Node node, @Nullable Node use, List<Node> steps) {
    if (node == use) {
      return true;
    }
    if (!node.isFunction()) {
      for (Node child : ScriptTree.children(node)) {
        boolean isSet = child.isGetProp() && NodeUtil.isLValue(child);
        if (evaluate(isSet ? child.getFirstChild() : child, use, steps)) {
          return true;
        }
      }
    }
    steps.add(node);
    return false;
  }

  private static boolean isConditional(Node use, Node head) {
    for (Node at = use; at != head; at = at.getParent()) {
      Node parent = at.getParent();
      boolean isChoice = parent.isHook() || parent.isAnd() || parent.isOr();
      if (isChoice && parent.getFirstChild() != at) {
        return true;
      }
    }
    return false;
  }

  /** The nodes of the expression, without those of functions in it, which run later. */
  private static List<Node> evaluated(Node value) {
    List<Node> steps = new ArrayList<>();
    evaluate(value, null, steps);
    return steps;
  }

  /** Null for what must stay where it is. */
  private @Nullable Kind kind(Node value) {
    Kind kind = Kind.STABLE;
    for (Node node : evaluated(value)) {
      if (node.isClass()
          || node.isDelProp()
          || NodeUtil.isAssignmentOp(node)
          || node.getToken() == Token.INC
          || node.getToken() == Token.DEC) {
        return null;
      }
      Kind own = kindOfStep(node);
      kind = own.compareTo(kind) > 0 ? own : kind;
    }
    return kind;
  }

  private Kind kindOfStep(Node node) {
    return switch (node.getToken()) {
      case CALL -> isPure(node) ? Kind.STABLE : Kind.CALLING;
      case NEW, ARRAYLIT, OPTCHAIN_CALL -> Kind.CALLING;
      case GETPROP -> fields.isStable(node.getString(), function) ? Kind.STABLE : Kind.READING;
      case GETELEM, OPTCHAIN_GETPROP, OPTCHAIN_GETELEM -> Kind.READING;
      case NAME -> isLocal(node) ? Kind.STABLE : Kind.READING;
      default -> Kind.STABLE;
    };
  }

  /** Parameters of the function around a lambda are set by nobody; other variables may be. */
  private boolean isLocal(Node name) {
    Node parent = name.getParent();
    boolean isCalled = (parent.isCall() || parent.isNew()) && parent.getFirstChild() == name;
    return isCalled || locals.contains(name.getString()) || name.getString().startsWith("$_");
  }

  /** Arithmetic that TeaVM writes as functions. */
  private static boolean isPure(Node call) {
    Node callee = call.getFirstChild();
    boolean isMath = callee.isGetProp() && isName(callee.getFirstChild(), "Math");
    return isMath
        || (callee.isName()
            && callee
                .getString()
                .matches("jl_Math_\\w+|\\$rt_(?:imul|compare|udiv|umod|ucmp|text)"));
  }

  private boolean interferes(Node step, Kind kind, Set<String> bases) {
    boolean isIncrement = step.getToken() == Token.INC || step.getToken() == Token.DEC;
    if (NodeUtil.isAssignmentOp(step) || isIncrement || step.isDelProp()) {
      Node target = step.getFirstChild();
      return target.isName()
          ? bases.contains(target.getString()) || !locals.contains(target.getString())
          : kind != Kind.STABLE;
    }
    if (step.isLet() || (step.isName() && step.getParent().isLet())) {
      return all(step, Node::isName).stream().anyMatch(name -> bases.contains(name.getString()));
    }
    if (step.isFunction()) {
      return false;
    }
    return switch (kind) {
      case STABLE -> false;
      case READING -> kindOfStep(step) == Kind.CALLING;
      case CALLING -> kindOfStep(step) != Kind.STABLE;
    };
  }

  /** Whether control may come, after the use, to where the variable is read before it is set. */
  private boolean isReadLater(Node statement, Node user, String variable) {
    Set<Node> seen = new HashSet<>();
    Deque<Node> reached = new ArrayDeque<>(flow.next(statement));
    while (!reached.isEmpty()) {
      Node node = reached.pop();
      if (!seen.add(node)) {
        continue;
      }
      if (moved.contains(node)) {
        reached.addAll(flow.next(node));
        continue;
      }
      Node own = ControlFlow.own(node);
      int reads = 0;
      for (Node name : own == null ? List.<Node>of() : all(own, n -> isName(n, variable))) {
        reads += isOnlySet(name) ? 0 : 1;
      }
      if (reads > (node == user ? 1 : 0)) {
        return true;
      }
      Node target = assigned(node);
      if (target == null || !isName(target, variable) || value(target) == null) {
        reached.addAll(flow.next(node));
      }
    }
    return false;
  }
}
