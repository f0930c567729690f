package dev.weft.browser.build;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Pattern USE = Pattern.compile("(?<=\\.)\\$[\\w$]+");
  private static final Pattern METHOD =
      Pattern.compile("(?<=^ {0,20})\\$[\\w$]+(?=\\([\\w, ]*\\) \\{)", Pattern.MULTILINE);

  private final Map<String, JavaClass> classes;
  private final Map<String, Set<String>> membersOf = new HashMap<>();
  private final Map<String, Integer> colours = new HashMap<>();

  /** What a field holds at first, by its name; absent for methods. */
  private final Map<String, String> zeros = new HashMap<>();

  private final Map<Integer, String> zeroOfColour = new TreeMap<>();

  MemberNames(Map<String, JavaClass> classes, String script) {
    this.classes = classes;
    Map<String, Set<String>> neighbours = new HashMap<>();
    for (JavaClass each : classes.values()) {
      Set<String> members = members(each);
      for (String member : members) {
        neighbours.computeIfAbsent(member, none -> new HashSet<>()).addAll(members);
      }
    }
    for (String member : byUse(neighbours.keySet(), script)) {
      colour(member, neighbours.getOrDefault(member, Set.of()));
    }
  }

  /** Sets on each root of classes, once, what every field below it holds at first. */
  String zeros() {
    Map<String, Set<Integer>> coloursOf = new TreeMap<>();
    for (JavaClass each : classes.values()) {
      Set<Integer> below = coloursOf.computeIfAbsent(root(each).name, none -> new TreeSet<>());
      each.fields.keySet().forEach(field -> below.add(colours.get(field)));
    }
    StringBuilder statements = new StringBuilder();
    coloursOf.forEach(
        (root, below) -> {
          for (int colour : below) {
            String field = root + ".prototype." + NAME + colour;
            statements.append(field + " = " + zeroOfColour.get(colour) + ";\n");
          }
        });
    return statements.toString();
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

  private static List<String> byUse(Collection<String> members, String script) {
    Map<String, Integer> uses = new HashMap<>();
    Matcher use = USE.matcher(script);
    while (use.find()) {
      uses.merge(use.group(), 1, Integer::sum);
    }
    List<String> sorted = new ArrayList<>(members);
    sorted.sort(
        Comparator.comparing((String member) -> -uses.getOrDefault(member, 0))
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

  /** The script, or a part of it, with the new names. */
  String in(String script) {
    String uses =
        USE.matcher(script).replaceAll(match -> Matcher.quoteReplacement(renamed(match.group())));
    return METHOD
        .matcher(uses)
        .replaceAll(match -> Matcher.quoteReplacement(renamed(match.group())));
  }

  private String renamed(String member) {
    Integer colour = colours.get(member);
    return colour == null ? member : NAME + colour;
  }
}
