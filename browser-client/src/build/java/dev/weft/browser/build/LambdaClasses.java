package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.assigned;
import static dev.weft.browser.build.ScriptTree.children;
import static dev.weft.browser.build.ScriptTree.isName;
import static java.util.Objects.requireNonNull;

import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Java's lambdas as JavaScript's. TeaVM makes a class of each, with a field for each captured
 * value; here the class becomes a function of these values that returns the object with its
 * methods, which read the values as variables:
 *
 * <pre>
 * v = new C; v.$_0 = a; v.$_1 = b;    v = C(a, b);
 * class C {$accept(x) {…}}            C = ($_0, $_1) => ({$accept: x => …})
 * </pre>
 *
 * <p>A class is left as it is where anything does not fit: it is no matter of correctness.
 */
final class LambdaClasses {
  private final ScriptTree script;
  private final Map<String, JavaClass> classes;
  private final Map<String, List<Node>> names = new HashMap<>();
  private final Map<String, List<Node>> properties = new HashMap<>();

  /** Where an object is made, and the values of its fields, in the order of the assignments. */
  private record Site(Node make, Map<String, Node> values, List<Node> assignments) {}

  LambdaClasses(ScriptTree script, Map<String, JavaClass> classes) {
    this.script = script;
    this.classes = classes;
  }

  void replace() {
    for (JavaClass each : classes.values()) {
      if (each.name.contains("$lambda$")) {
        inlineConstructors(each);
      }
    }
    for (Node name : all(script.body, Node::isName)) {
      names.computeIfAbsent(name.getString(), none -> new ArrayList<>()).add(name);
    }
    for (Node property : all(script.body, Node::isGetProp)) {
      properties.computeIfAbsent(property.getString(), none -> new ArrayList<>()).add(property);
    }
    Set<String> superclasses = new TreeSet<>();
    classes.values().forEach(each -> superclasses.add(String.valueOf(each.superclass)));
    for (JavaClass each : classes.values()) {
      if (each.name.contains("$lambda$") && !superclasses.contains(each.name)) {
        replace(each);
      }
    }
  }

  /** Constructors that only set fields become what they do, where they are called. */
  private void inlineConstructors(JavaClass of) {
    Map<String, List<String>> fieldsSet = new HashMap<>();
    for (String name : script.definitions.keySet()) {
      if (name.startsWith(of.name + "__init_")) {
        List<String> fields = fieldsSet(script.function(name));
        if (fields != null) {
          fieldsSet.put(name, fields);
        }
      }
    }
    if (fieldsSet.isEmpty()) {
      return;
    }
    for (Node call : all(script.body, Node::isCall)) {
      Node constructor = call.getFirstChild();
      if (constructor.isName() && call.getParent().isExprResult()) {
        List<String> fields = fieldsSet.get(constructor.getString());
        if (fields != null) {
          inline(call, fields);
        }
      }
    }
  }

  /** The fields that are set to the parameters after the first, or null if it does more. */
  private static @Nullable List<String> fieldsSet(@Nullable Node function) {
    if (function == null || !function.getLastChild().isBlock()) {
      return null;
    }
    Node parameters = function.getSecondChild();
    List<String> fields = new ArrayList<>();
    Node value = parameters.getFirstChild();
    for (Node statement : children(function.getLastChild())) {
      Node field = assigned(statement);
      value = value == null ? null : value.getNext();
      if (field == null
          || value == null
          || !field.isGetProp()
          || !isName(field.getFirstChild(), parameters.getFirstChild().getString())
          || !isName(field.getNext(), value.getString())) {
        return null;
      }
      fields.add(field.getString());
    }
    return value != null && value.getNext() == null ? fields : null;
  }

  private static void inline(Node call, List<String> fields) {
    Node statement = call.getParent();
    Node object = call.getSecondChild();
    if (!object.isName()) {
      return;
    }
    Node value = object.getNext();
    for (String field : fields) {
      Node next = value.getNext();
      Node target = IR.getprop(object.cloneNode(), field);
      IR.exprResult(IR.assign(target, value.detach())).insertBefore(statement);
      value = next;
    }
    statement.detach();
  }

  private void replace(JavaClass lambda) {
    List<Site> sites = sites(lambda);
    if (sites == null || sites.isEmpty() || !lambda.getters.isEmpty() || !lambda.marks.isEmpty()) {
      return;
    }
    Map<String, Node> functions = new LinkedHashMap<>();
    for (JavaClass.Method method : lambda.methods) {
      Node function = script.function(method.function());
      if (function == null || used(method.function()).size() != 2) {
        return;
      }
      functions.put(method.name(), function);
    }
    if (!readsFieldsOnly(lambda, functions)) {
      return;
    }
    for (Site site : sites) {
      Node call = IR.call(IR.name(lambda.name));
      lambda
          .fields
          .keySet()
          .forEach(field -> call.addChildToBack(requireNonNull(site.values.get(field)).detach()));
      site.assignments.forEach(Node::detach);
      site.make.replaceWith(call);
    }
    define(lambda, functions);
  }

  private List<Node> used(String name) {
    return names.getOrDefault(name, List.of());
  }

  /** Null if an object is made, or the class is named, in any other way. */
  private @Nullable List<Site> sites(JavaClass lambda) {
    List<Site> sites = new ArrayList<>();
    for (Node use : used(lambda.name)) {
      Node make = use.getParent();
      if (make.isClass()) {
        continue;
      }
      Site site = make.isNew() ? site(make, lambda) : null;
      if (site == null) {
        return null;
      }
      sites.add(site);
    }
    return sites;
  }

  private static @Nullable Site site(Node make, JavaClass lambda) {
    Map<String, Node> values = new LinkedHashMap<>();
    List<Node> assignments = new ArrayList<>();
    if (!lambda.fields.isEmpty()) {
      Node statement = make.getGrandparent();
      Node variable = assigned(statement);
      if (variable == null || !variable.isName()) {
        return null;
      }
      Node next = statement.getNext();
      while (values.size() < lambda.fields.size()) {
        Node field = assigned(next);
        if (field == null
            || !field.isGetProp()
            || !isName(field.getFirstChild(), variable.getString())
            || !lambda.fields.containsKey(field.getString())
            || !all(field.getNext(), n -> isName(n, variable.getString())).isEmpty()) {
          return null;
        }
        values.put(field.getString(), field.getNext());
        assignments.add(next);
        next = next.getNext();
      }
    }
    return new Site(make, values, assignments);
  }

  /** Whether the methods use their object for its fields only, and nobody else does. */
  private boolean readsFieldsOnly(JavaClass lambda, Map<String, Node> functions) {
    int reads = 0;
    for (Node function : functions.values()) {
      String self = function.getSecondChild().getFirstChild().getString();
      boolean isAssigned = false;
      int others = 0;
      for (Node name : all(function.getLastChild(), n -> isName(n, self))) {
        Node parent = name.getParent();
        if (parent.isGetProp() && lambda.fields.containsKey(parent.getString())) {
          reads++;
        } else if (parent.isAssign() && parent.getFirstChild() == name) {
          isAssigned = true;
        } else {
          others++;
        }
      }
      if (others > 0 && !isAssigned) {
        return false;
      }
    }
    int uses = 0;
    for (String field : lambda.fields.keySet()) {
      for (Node property : properties.getOrDefault(field, List.of())) {
        if (property.getParent() != null && !isSetAtOnce(property)) {
          uses++;
        }
      }
    }
    return uses == reads;
  }

  /** Whether this is one of the assignments of a {@link Site}. */
  private static boolean isSetAtOnce(Node property) {
    return property.getParent().isAssign() && property.getParent().getFirstChild() == property;
  }

  private void define(JavaClass lambda, Map<String, Node> functions) {
    Node object = IR.objectlit();
    functions.forEach(
        (name, function) -> {
          script.undefine(function.getParent().getString());
          readVariables(lambda, function.detach());
          Node key = IR.stringKey(name);
          key.addChildToBack(function);
          object.addChildToBack(key);
        });
    List<Node> parameters = new ArrayList<>();
    lambda.fields.keySet().forEach(field -> parameters.add(IR.name(field)));
    Node name = IR.name(lambda.name);
    Node make =
        IR.arrowFunction(IR.name(""), IR.paramList(parameters.toArray(new Node[0])), object);
    Node declaration =
        used(lambda.name).stream().map(Node::getParent).filter(Node::isClass).findFirst().get();
    declaration.replaceWith(IR.let(name, make));
    script.definitions.put(lambda.name, name);
    lambda.fields.clear();
  }

  private static void readVariables(JavaClass lambda, Node function) {
    Node self = function.getSecondChild().removeFirstChild();
    for (Node property : all(function.getLastChild(), Node::isGetProp)) {
      if (lambda.fields.containsKey(property.getString())) {
        property.replaceWith(IR.name(property.getString()));
      }
    }
    Node body = function.getLastChild();
    if (!all(body, n -> isName(n, self.getString())).isEmpty()) {
      body.addChildToFront(IR.let(self.cloneNode(), IR.number(0)));
    }
  }
}
