package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;

import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Initialises all classes at the start. Java does it when a class is first used, for which TeaVM
 * has every use ask whether it is done. What initialisers do takes no time here and depends on
 * nothing but one another, so they run once, each after those that it may reach.
 */
final class Initializers {
  private static final String ASK = "_$callClinit";
  private static final String RUN = "__clinit_";

  private final ScriptTree script;
  private final Map<String, Set<String>> methods = new HashMap<>();

  Initializers(ScriptTree script, Map<String, JavaClass> classes) {
    this.script = script;
    for (JavaClass each : classes.values()) {
      for (JavaClass.Method method : each.methods) {
        methods.computeIfAbsent(method.name(), none -> new TreeSet<>()).add(method.function());
      }
    }
  }

  void runAtStart() {
    Set<String> ordered = new LinkedHashSet<>();
    List<String> names = script.definitions.keySet().stream().sorted().toList();
    for (String name : names) {
      if (name.endsWith(RUN) && script.function(name) != null) {
        order(name, new LinkedHashSet<>(), ordered);
      }
    }
    for (Node statement : all(script.body, Node::isExprResult)) {
      Node call = statement.getFirstChild();
      if (call.isCall() && call.getFirstChild().matchesName(asked(call))) {
        statement.detach();
      }
    }
    names.stream().filter(name -> name.endsWith(ASK)).forEach(script::undefine);
    Node main = script.body.getLastChild();
    for (String initializer : ordered) {
      IR.exprResult(IR.call(IR.name(initializer))).insertBefore(main);
    }
  }

  private static String asked(Node call) {
    Node function = call.getFirstChild();
    return function.isName() && function.getString().endsWith(ASK) ? function.getString() : "";
  }

  /** Those first that the initializer may reach. */
  private void order(String initializer, Set<String> underWay, Set<String> ordered) {
    if (ordered.contains(initializer)) {
      return;
    }
    if (!underWay.add(initializer)) {
      throw new IllegalStateException("static initializers reach one another: " + underWay);
    }
    Set<String> reached = new TreeSet<>();
    reach(initializer, reached);
    for (String each : reached) {
      String other = each.replace(ASK, RUN);
      if (each.endsWith(ASK) && !other.equals(initializer)) {
        order(other, underWay, ordered);
      }
    }
    underWay.remove(initializer);
    ordered.add(initializer);
  }

  /** The functions that the function may call; what initialisers they ask for is not followed. */
  private void reach(String function, Set<String> reached) {
    Node definition = script.function(function);
    if (definition == null || !reached.add(function) || function.endsWith(ASK)) {
      return;
    }
    for (Node name : all(definition, Node::isName)) {
      reach(name.getString(), reached);
    }
    for (Node property : all(definition, Node::isGetProp)) {
      methods.getOrDefault(property.getString(), Set.of()).forEach(each -> reach(each, reached));
    }
  }
}
