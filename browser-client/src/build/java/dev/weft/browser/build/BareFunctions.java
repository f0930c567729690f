package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;

import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Objects with one method are functions: {@code m({$accept: f})} and {@code x.$accept(a)} become
 * {@code m(f)} and {@code x(a)}, where only such objects have a method of the name.
 */
final class BareFunctions {
  private BareFunctions() {}

  static void replace(ScriptTree script) {
    for (Node call : all(script.body, node -> ScriptTree.isCall(node, "otji_JS_function"))) {
      passFunction(call);
    }
    Map<String, List<Node>> objects = new HashMap<>();
    Set<String> others = new HashSet<>();
    for (Node key : all(script.body, node -> node.isStringKey() || node.isMemberFunctionDef())) {
      if (isOnlyMethod(key) && key.getString().startsWith("$")) {
        objects.computeIfAbsent(key.getString(), none -> new ArrayList<>()).add(key.getParent());
      } else {
        others.add(key.getString());
      }
    }
    List<Node> uses = all(script.body, Node::isGetProp);
    for (Node use : uses) {
      if (!isCalled(use)) {
        others.add(use.getString());
      }
    }
    objects.keySet().removeAll(others);
    for (Node use : uses) {
      if (objects.containsKey(use.getString())) {
        use.replaceWith(use.removeFirstChild());
      }
    }
    for (List<Node> each : objects.values()) {
      each.forEach(object -> object.replaceWith(object.getFirstChild().removeFirstChild()));
    }
  }

  /** What turns a Java object into a function of the browser's, given one that is none. */
  private static void passFunction(Node call) {
    Node object = call.getSecondChild();
    if (object.isObjectLit() && object.hasOneChild() && isOnlyMethod(object.getFirstChild())) {
      call.replaceWith(object.getFirstChild().removeFirstChild());
    }
  }

  private static boolean isOnlyMethod(Node key) {
    Node object = key.getParent();
    return object.isObjectLit() && object.hasOneChild() && key.getFirstChild().isArrowFunction();
  }

  private static boolean isCalled(Node property) {
    Node call = property.getParent();
    return call.isCall() && call.getFirstChild() == property;
  }
}
