package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;

import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Few names for many fields and methods. TeaVM names each member of each class differently; two
 * members need different names only when one object can have both. So the members are coloured, the
 * most used first: some 1,200 names become some 40, which compress far better.
 *
 * <p>Fields of one name share what they hold before anything is set, so that the root of all
 * classes can hold it for them and no class needs a constructor.
 */
final class MemberNames {
  private static final String NAME = "$member";
  private final Map<String, JavaClass> classes;
  private final Map<String, Set<String>> membersOf = new HashMap<>();
  private final Map<String, List<Node>> uses = new HashMap<>();
  private final Map<String, Integer> colours = new HashMap<>();

  /** What a field holds at first, by its name; absent for methods. */
  private final Map<String, String> zeros = new HashMap<>();

  private final Map<Integer, String> zeroOfColour = new TreeMap<>();

  private MemberNames(ScriptTree script, Map<String, JavaClass> classes) {
    this.classes = classes;
    for (Node property : all(script.body, MemberNames::isProperty)) {
      uses.computeIfAbsent(property.getString(), none -> new ArrayList<>()).add(property);
    }
    Map<String, Set<String>> neighbours = new HashMap<>();
    for (JavaClass each : classes.values()) {
      Set<String> members = members(each);
      for (String member : members) {
        neighbours.computeIfAbsent(member, none -> new HashSet<>()).addAll(members);
      }
    }
    for (String member : byUse(neighbours.keySet())) {
      colour(member, neighbours.getOrDefault(member, Set.of()));
    }
  }

  /** Renames the members all over the script, and gives the fields what they hold at first. */
  static void shorten(ScriptTree script, Map<String, JavaClass> classes) {
    MemberNames names = new MemberNames(script, classes);
    names.setZeros(script);
    names.colours.forEach(
        (member, colour) ->
            names
                .uses
                .getOrDefault(member, List.of())
                .forEach(use -> use.setString(NAME + colour)));
  }

  private static boolean isProperty(Node node) {
    boolean isProperty = node.isGetProp() || node.isMemberFunctionDef() || node.isStringKey();
    return isProperty && node.getString().startsWith("$");
  }

  /** Sets on each root of classes, once, what every field below it holds at first. */
  private void setZeros(ScriptTree script) {
    Map<String, Set<Integer>> coloursOf = new TreeMap<>();
    for (JavaClass each : classes.values()) {
      Set<Integer> below = coloursOf.computeIfAbsent(root(each).name, none -> new TreeSet<>());
      each.fields.keySet().forEach(field -> below.add(colours.get(field)));
    }
    Node firstFunction = all(script.body, Node::isLet).get(0);
    coloursOf.forEach(
        (root, below) -> {
          Node fields = IR.objectlit();
          for (int colour : below) {
            Node zero = literal(zeroOfColour.getOrDefault(colour, ""));
            fields.addChildToBack(IR.stringKey(NAME + colour, zero));
          }
          Node prototype = IR.getprop(IR.name(root), "prototype");
          Node assign = IR.getprop(IR.name("Object"), "assign");
          IR.exprResult(IR.call(assign, prototype, fields)).insertBefore(firstFunction);
        });
  }

  private static Node literal(String zero) {
    return switch (zero) {
      case "null" -> IR.nullNode();
      case "0" -> IR.number(0);
      case "\"\"" -> IR.string("");
      default -> throw ScriptText.unexpected(zero);
    };
  }

  private JavaClass root(JavaClass of) {
    JavaClass above = classes.get(String.valueOf(of.superclass));
    return above == null ? of : root(above);
  }

  /** The members that an object of the class has, inherited ones too. */
  private Set<String> members(JavaClass of) {
    Set<String> known = membersOf.get(of.name);
    if (known != null) {
      return known;
    }
    Set<String> members = new HashSet<>(of.fields.keySet());
    zeros.putAll(of.fields);
    of.methods.forEach(method -> members.add(method.name()));
    JavaClass above = classes.get(String.valueOf(of.superclass));
    if (above != null) {
      members.addAll(members(above));
    }
    membersOf.put(of.name, members);
    return members;
  }

  private List<String> byUse(Collection<String> members) {
    List<String> sorted = new ArrayList<>(members);
    sorted.sort(
        Comparator.comparing((String member) -> -uses.getOrDefault(member, List.of()).size())
            .thenComparing(Comparator.naturalOrder()));
    return sorted;
  }

  private void colour(String member, Set<String> neighbours) {
    Set<Integer> taken = new HashSet<>();
    for (String neighbour : neighbours) {
      Integer colour = colours.get(neighbour);
      if (colour != null) {
        taken.add(colour);
      }
    }
    String zero = zeros.get(member);
    int colour = 0;
    while (taken.contains(colour)
        || (zero != null && !zero.equals(zeroOfColour.getOrDefault(colour, zero)))) {
      colour++;
    }
    colours.put(member, colour);
    if (zero != null) {
      zeroOfColour.put(colour, zero);
    }
  }
}
