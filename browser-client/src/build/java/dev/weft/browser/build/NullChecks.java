package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.children;
import static dev.weft.browser.build.ScriptTree.isCall;
import static java.util.Objects.requireNonNull;

import com.google.javascript.jscomp.NodeUtil;
import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects need no comparison with null: {@code a.f !== null} is {@code !!a.f}, of which the
 * minifier leaves {@code a.f} in a condition. It is wrong for what else is false to JavaScript, an
 * empty string or a zero. So values are followed from where they come from, through variables,
 * fields, arguments and results, to where they are compared; TeaVM gives each of these a name of
 * its own. A value from anywhere else, an element of an array for one, may be anything.
 */
final class NullChecks {
  private static final String ANYTHING = "anything";

  private final ScriptTree script;
  private final Map<String, List<JavaClass.Method>> methods = new HashMap<>();

  /** Which places get what a place holds. */
  private final Map<String, Set<String>> flows = new HashMap<>();

  /** The places whose values may be no objects. */
  private final Set<String> mixed = new HashSet<>();

  private final Map<Node, String> assignments = new HashMap<>();

  /** The definition that is looked at, its function, and the variables that this has. */
  private String definition = "";

  private Node function = IR.empty();

  private final Set<String> locals = new HashSet<>();

  private NullChecks(ScriptTree script) {
    this.script = script;
  }

  static void shorten(ScriptTree script, Map<String, JavaClass> classes) {
    NullChecks checks = new NullChecks(script);
    classes.values().forEach(checks::followMembers);
    script.definitions.keySet().forEach(checks::followDefinition);
    checks.spread();
    script.definitions.keySet().forEach(checks::shortenDefinition);
  }

  /** What fields hold at first, and what JavaScript gives to the methods that it calls. */
  private void followMembers(JavaClass of) {
    of.fields.forEach(
        (field, zero) -> flow(zero.equals("null") ? Set.of() : Set.of(ANYTHING), "." + field));
    for (JavaClass.Method method : of.methods) {
      methods.computeIfAbsent(method.name(), none -> new ArrayList<>()).add(method);
      flow(Set.of(result(method.function())), result("." + method.name()));
      if (!method.name().startsWith("$")) {
        flowToAllParameters(method.function());
      }
    }
  }

  private void followDefinition(String name) {
    Node value = enter(name);
    if (value == null) {
      return;
    }
    if (!value.isFunction()) {
      flow(sources(value), name);
    } else if (!value.getLastChild().isBlock()) {
      flow(sources(value.getLastChild()), result(name));
    }
    for (Node node : all(value, each -> true)) {
      if (node.isReturn() && node.hasChildren() && StableFields.enclosingFunction(node) == value) {
        flow(sources(node.getFirstChild()), result(name));
      } else if (node.isCall()) {
        followArguments(node);
      } else if (node.isGetProp() && NodeUtil.isLValue(node)) {
        flow(assigned(node), "." + node.getString());
      } else if (node.isName() && NodeUtil.isLValue(node) && !isParameter(node, value)) {
        flow(assigned(node), place(node));
      } else if (node.isName() && !isCalled(node)) {
        flowToAllParameters(node.getString());
      }
    }
  }

  private static boolean isParameter(Node name, Node function) {
    return name.getParent() == function.getSecondChild();
  }

  private static boolean isCalled(Node name) {
    return name.getParent().isCall() && name.getParent().getFirstChild() == name;
  }

  /** What a variable or a field is set to: caught exceptions are objects. */
  private Set<String> assigned(Node target) {
    Node parent = target.getParent();
    if (parent.isAssign()) {
      return sources(parent.getLastChild());
    }
    if (NodeUtil.isNameDeclaration(parent) && !parent.getParent().isForOf()) {
      return target.hasChildren() ? sources(target.getFirstChild()) : Set.of();
    }
    return parent.isCatch() ? Set.of() : Set.of(ANYTHING);
  }

  private void followArguments(Node call) {
    Node callee = call.getFirstChild();
    List<Node> arguments = children(call).subList(1, call.getChildCount());
    if (callee.isName() && !isIdentity(call)) {
      for (int i = 0; i < arguments.size(); i++) {
        flowToParameter(sources(arguments.get(i)), callee.getString(), i);
      }
    } else if (callee.isGetProp()) {
      for (JavaClass.Method method : methods.getOrDefault(callee.getString(), List.of())) {
        for (int i = 0; i < arguments.size(); i++) {
          flowToParameter(sources(arguments.get(i)), method.function(), i + 1);
        }
      }
    }
  }

  private void flowToAllParameters(String function) {
    Node value = script.function(function);
    int parameters = value == null ? 0 : value.getSecondChild().getChildCount();
    for (int i = 0; i < parameters; i++) {
      flowToParameter(Set.of(ANYTHING), function, i);
    }
  }

  private void flowToParameter(Set<String> sources, String function, int index) {
    Node value = script.function(function);
    if (value != null && index < value.getSecondChild().getChildCount()) {
      Node parameter = value.getSecondChild().getChildAtIndex(index);
      flow(sources, function + "/" + parameter.getString());
    }
  }

  private void flow(Set<String> sources, String to) {
    sources.forEach(from -> flows.computeIfAbsent(from, none -> new HashSet<>()).add(to));
  }

  /** The places that the value comes from; none where it is an object or null in any case. */
  private Set<String> sources(Node value) {
    return switch (value.getToken()) {
      case NULL, NEW, FUNCTION, ARRAYLIT, OBJECTLIT, THIS -> Set.of();
      case NAME -> values(value);
      case GETPROP -> Set.of(isJava(value) ? "." + value.getString() : ANYTHING);
      case ASSIGN, COMMA -> sources(value.getLastChild());
      case HOOK -> both(value.getSecondChild(), value.getLastChild());
      case AND, OR -> both(value.getFirstChild(), value.getLastChild());
      case CALL -> isIdentity(value) ? castSources(value) : Set.of(calledResult(value));
      default -> Set.of(ANYTHING);
    };
  }

  private Set<String> both(Node one, Node other) {
    Set<String> both = new HashSet<>(sources(one));
    both.addAll(sources(other));
    return both;
  }

  private static boolean isJava(Node property) {
    return property.getString().startsWith("$");
  }

  private String calledResult(Node call) {
    Node callee = call.getFirstChild();
    if (callee.isName()) {
      return script.function(callee.getString()) == null ? ANYTHING : result(callee.getString());
    }
    boolean isMethod = callee.isGetProp() && methods.containsKey(callee.getString());
    return isMethod ? result("." + callee.getString()) : ANYTHING;
  }

  private static boolean isIdentity(Node call) {
    return Simplifications.IDENTITIES.stream().anyMatch(name -> isCall(call, name));
  }

  /** A cast to a class of Java's that is no string or number tells that the value is an object. */
  private Set<String> castSources(Node cast) {
    Node type = cast.getLastChild();
    boolean isCast = cast.hasXChildren(3) && type.isName();
    return isCast && !NativeTypes.mayBePrimitive(type.getString())
        ? Set.of()
        : sources(cast.getSecondChild());
  }

  private static String result(String function) {
    return function + "()";
  }

  /** What may be in the variable where it is read. */
  private Set<String> values(Node variable) {
    if (!locals.contains(variable.getString())) {
      return Set.of(variable.getString());
    }
    Set<String> values = new HashSet<>();
    for (Node target : new Assignments(function).reaching(variable)) {
      values.add(place(target));
    }
    return values;
  }

  private String place(Node target) {
    String name = target.getString();
    if (!locals.contains(name)) {
      return name;
    }
    return isParameter(target, function)
        ? definition + "/" + name
        : assignments.computeIfAbsent(target, none -> name + "#" + assignments.size());
  }

  private @Nullable Node enter(String name) {
    definition = name;
    locals.clear();
    Node value = requireNonNull(script.definitions.get(name)).getFirstChild();
    if (value != null && value.isFunction()) {
      function = value;
      for (Node declared : all(value, NullChecks::isDeclared)) {
        locals.add(declared.getString());
      }
    }
    return value;
  }

  private static boolean isDeclared(Node name) {
    Node parent = name.getParent();
    return name.isName()
        && (parent.isParamList() || parent.isCatch() || NodeUtil.isNameDeclaration(parent));
  }

  private void spread() {
    Deque<String> reached = new ArrayDeque<>(List.of(ANYTHING));
    while (!reached.isEmpty()) {
      String place = reached.pop();
      if (mixed.add(place)) {
        reached.addAll(flows.getOrDefault(place, Set.of()));
      }
    }
  }

  private void shortenDefinition(String name) {
    Node value = enter(name);
    if (value == null) {
      return;
    }
    for (Node comparison : all(value, node -> node.isSHEQ() || node.isSHNE())) {
      Node compared = comparison.getFirstChild();
      if (comparison.getLastChild().isNull() && Collections.disjoint(sources(compared), mixed)) {
        Node isNull = IR.not(compared.detach());
        comparison.replaceWith(comparison.isSHEQ() ? isNull : IR.not(isNull));
      }
    }
  }
}
