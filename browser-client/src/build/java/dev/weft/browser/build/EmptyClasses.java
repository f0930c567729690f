package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static java.util.Objects.requireNonNull;

import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Classes that add nothing to the one above them. TeaVM turns most methods into functions, so that
 * little is left of many a class; where nobody asks for it, an object of the class above will do.
 */
final class EmptyClasses {
  private EmptyClasses() {}

  static void remove(ScriptTree script, Map<String, JavaClass> classes) {
    Map<String, List<Node>> names = new HashMap<>();
    for (Node name : all(script.body, Node::isName)) {
      names.computeIfAbsent(name.getString(), none -> new ArrayList<>()).add(name);
    }
    for (JavaClass each : classes.values()) {
      List<Node> uses = names.getOrDefault(each.name, List.of());
      if (classes.containsKey(String.valueOf(each.superclass))
          && each.isEmpty()
          && !uses.isEmpty()
          && uses.stream().allMatch(EmptyClasses::isReplaceable)) {
        replace(uses, names);
      }
    }
  }

  private static boolean isReplaceable(Node name) {
    Node parent = name.getParent();
    return parent.isClass() || (parent.isNew() && parent.getFirstChild() == name);
  }

  private static void replace(List<Node> uses, Map<String, List<Node>> names) {
    Node declared =
        uses.stream().filter(EmptyClasses::isDeclared).findFirst().orElseThrow().getParent();
    Node above = declared.getSecondChild();
    List<Node> usesAbove = requireNonNull(names.get(above.getString()));
    usesAbove.remove(above);
    declared.detach();
    for (Node use : uses) {
      if (!isDeclared(use)) {
        use.setString(above.getString());
        usesAbove.add(use);
      }
    }
  }

  private static boolean isDeclared(Node name) {
    return name.getParent().isClass() && name.getParent().getFirstChild() == name;
  }
}
