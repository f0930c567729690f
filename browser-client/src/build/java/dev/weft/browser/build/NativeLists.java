package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;

import com.google.javascript.jscomp.NodeUtil;
import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java's lists as JavaScript's arrays: those that grow, and what {@code List.of} gives. An iterator
 * is an object with the array and an index. Other collections have no place in the client; where
 * one is reached the build fails and names it.
 */
final class NativeLists {
  /** Functions of these are gone, unless {@link #FUNCTIONS} has them. */
  static final Pattern REPLACED =
      Pattern.compile(
          "ju_(?:ArrayList|AbstractList|AbstractCollection|List|Collections|TemplateCollections)"
              + "(?:\\$[\\w$]+)?_.*");

  /** As {@link NativeTypes} has those of other classes. */
  static final String FUNCTIONS =
      """
      ju_AbstractCollection_isEmpty($this) => !$this.length
      ju_AbstractList_iterator($this) => ju_List$iterator($this)
      ju_AbstractList$1_hasNext($this) => $this.$index < $this.$list.length
      ju_AbstractList$1_next($this) => $this.$list[$this.$index++]
      ju_ArrayList_size($this) => $this.length
      ju_ArrayList_get($this, $index) => $this[$rt_checkBounds($index, $this)]
      ju_ArrayList_set($this, $index, $element) => $this.splice($rt_checkBounds($index, $this), 1, $element)[0]
      ju_ArrayList_add($this, $element) => $this.push($element)
      ju_ArrayList_add($this, $index, $element) => {$this.splice($rt_checkRange($index, $this.length, $this), 0, $element)}
      ju_ArrayList_remove($this, $index) => $this.splice($rt_checkBounds($index, $this), 1)[0]
      ju_ArrayList_clear($this) => {$this.splice(0)}
      ju_List_of() => []
      ju_List_of($e) => [$e]
      """;

  static final String HELPERS =
      """
      let ju_List$iterator = list => {
        let iterator = new ju_AbstractList$1();
        iterator.$list = list;
        return iterator;
      };
      """;

  private static final Pattern CONSTRUCTOR =
      Pattern.compile(
          "(?m)^ *(?:let )?(ju_ArrayList__init_\\d*) = (\\(\\)|var_0) => \\{\\s+"
              + "let var_\\d = new ju_ArrayList\\(\\);\\s+(ju_ArrayList__init_\\d*)\\(");

  private NativeLists() {}

  /** What makes lists: of nothing, for a number of elements, or with those of a collection. */
  static Map<String, String> constructors(String script) {
    Map<String, String> constructors = new TreeMap<>();
    Matcher constructor = CONSTRUCTOR.matcher(script);
    while (constructor.find()) {
      boolean copies = script.contains(constructor.group(3) + " = ($this, $c) =>");
      String list = copies ? "var_0.slice()" : "[]";
      constructors.put(constructor.group(1), constructor.group(2) + " => " + list);
    }
    return constructors;
  }

  /** Calls the functions where TeaVM calls methods of objects or reads a list's field. */
  static void call(ScriptTree script, Map<String, JavaClass> classes) {
    Map<String, String> functions = new HashMap<>();
    for (String name : List.of("ju_AbstractList", "ju_ArrayList", "ju_AbstractList$1")) {
      JavaClass of = classes.get(name);
      if (of != null) {
        of.methods.forEach(method -> functions.put(method.name(), method.function()));
        of.methods.clear();
      }
    }
    for (JavaClass each : classes.values()) {
      for (JavaClass.Method method : each.methods) {
        if (functions.containsKey(method.name())) {
          throw ScriptText.unexpected(each.name + "." + method.name());
        }
      }
    }
    for (Node property : all(script.body, Node::isGetProp)) {
      Node call = property.getParent();
      String function = functions.get(property.getString());
      if (function != null && call.isCall() && call.getFirstChild() == property) {
        call.addChildToFront(property.removeFirstChild());
        property.detach();
        call.addChildToFront(IR.name(function));
      }
    }
    JavaClass list = classes.get("ju_ArrayList");
    if (list != null) {
      list.fields.keySet().forEach(field -> replace(field, script));
      list.fields.clear();
    }
  }

  private static void replace(String field, ScriptTree script) {
    for (Node use : all(script.body, node -> isProperty(node, field))) {
      if (!field.startsWith("$size") || NodeUtil.isLValue(use)) {
        throw ScriptText.unexpected(field);
      }
      use.replaceWith(IR.call(IR.name("ju_ArrayList_size"), use.removeFirstChild()));
    }
  }

  private static boolean isProperty(Node node, String name) {
    return node.isGetProp() && node.getString().equals(name);
  }
}
