package dev.weft.browser.build;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TeaVM's script in terms that a minifier understands. TeaVM builds its classes at run time from
 * tables of strings, where nothing can be renamed, inlined or left out; here they become classes of
 * the language. What the pages never use goes: names and modifiers of classes, stack traces.
 *
 * <p>Kept are the checks of array bounds. Gone are those of null, since JavaScript throws by itself
 * there, and those of casts, which javac has proved (an unchecked warning is an error here).
 */
final class TeaVmScript {
  private static final Pattern FIELD = Pattern.compile("(?:a|this)\\.(\\$[\\w$]+) = (.*);");

  /** How else TeaVM writes what a field holds at first. */
  private static final Map<String, String> ZEROS = Map.of("Long_ZERO", "0", "0.0", "0");

  private static final Pattern WORD = Pattern.compile("(?<![\\w$])[A-Za-z_]\\w*");

  private final ScriptText script;
  private final Map<String, JavaClass> classes = new LinkedHashMap<>();

  private TeaVmScript(String teavm) {
    script = new ScriptText(teavm);
  }

  /** The same program, ready for {@link TreePasses}. */
  static TeaVmScript rewritten(String teavm) {
    TeaVmScript rewriting = new TeaVmScript(teavm);
    rewriting.readClasses();
    rewriting.readFields();
    rewriting.readExports();
    new NativeTypes(rewriting.script, rewriting.classes).replace();
    rewriting.replaceInstanceOf();
    rewriting.replaceRuntime();
    rewriting.replaceIdioms();
    rewriting.declareClasses();
    return rewriting;
  }

  String text() {
    return script.toString();
  }

  Map<String, JavaClass> classes() {
    return classes;
  }

  /** The names that belong to the browser: TeaVM starts all of Java's members with a dollar. */
  static Set<String> externalNames(String script) {
    Set<String> names = new TreeSet<>();
    Matcher word = WORD.matcher(script);
    while (word.find()) {
      names.add(word.group());
    }
    return names;
  }

  private void readClasses() {
    List<String> table = script.takeCall("$rt_metadata");
    while (!table.isEmpty()) {
      readClasses(table);
      table = script.takeCall("$rt_metadata");
    }
    script.takeCall("$rt_packages");
  }

  /** A class a row: itself, name (and package), superclass, interfaces, modifiers, …, methods. */
  private void readClasses(List<String> table) {
    int at = 0;
    while (at < table.size()) {
      String name = table.get(at);
      at += table.get(at + 1).equals("0") ? 2 : 3;
      String superclass = table.get(at);
      JavaClass read =
          new JavaClass(
              name,
              superclass.equals("0") ? null : superclass,
              ScriptText.elements(table.get(at + 1)),
              Integer.parseInt(table.get(at + 2)));
      readMethods(read, ScriptText.elements(table.get(at + 5)));
      classes.put(name, read);
      at += 6;
    }
  }

  private static void readMethods(JavaClass of, List<String> table) {
    Pattern wrapped = Pattern.compile("\\$rt_wrapFunction(\\d)\\(([\\w$]+)\\)");
    for (int at = 0; at < table.size(); at += 2) {
      String names = table.get(at);
      Matcher function = wrapped.matcher(table.get(at + 1));
      if (!function.matches()) {
        throw ScriptText.unexpected(table.get(at + 1));
      }
      for (String name : names.startsWith("[") ? ScriptText.elements(names) : List.of(names)) {
        String unquoted = name.substring(1, name.length() - 1);
        int parameters = Integer.parseInt(function.group(1));
        of.methods.add(new JavaClass.Method(unquoted, parameters, function.group(2)));
      }
    }
  }

  /** Takes the constructors out, which only set the fields to their zeros. */
  private void readFields() {
    script.replace(
        "^    function ([\\w$]+)\\(\\) \\{\\n((?:        .*\\n)*)    \\}\\n",
        constructor -> {
          JavaClass of = classes.get(constructor.group(1));
          if (of == null) {
            return constructor.group();
          }
          Matcher field = FIELD.matcher(constructor.group(2));
          while (field.find()) {
            of.fields.put(field.group(1), ZEROS.getOrDefault(field.group(2), field.group(2)));
          }
          return "";
        });
    script.replace(
        "^    (let )?([\\w$]+) = \\$rt_classWithoutFields\\([\\w$]*\\)",
        constructor -> {
          String let = constructor.group(1) == null ? "" : constructor.group(1);
          return "    " + let + constructor.group(2) + "$gone = 0";
        });
  }

  /** Methods that JavaScript calls by their names. */
  private void readExports() {
    script.replace(
        "^ *c = ([\\w$]+)\\.prototype;\\n((?: *c\\.\\w+ = \\$rt_callWithReceiver\\(.*\\);\\n)+)",
        exports -> {
          export(exports);
          return "";
        });
  }

  private void export(MatchResult exports) {
    JavaClass of = known(exports.group(1));
    Pattern export = Pattern.compile("c\\.(\\w+) = \\$rt_callWithReceiver\\(([\\w$]+)\\)");
    Matcher each = export.matcher(exports.group(2));
    while (each.find()) {
      String function = each.group(2);
      of.methods.add(new JavaClass.Method(each.group(1), parameters(function) - 1, function));
    }
  }

  private int parameters(String function) {
    Matcher definition =
        Pattern.compile("(?<![\\w$])" + Pattern.quote(function) + " = (.*?) =>")
            .matcher(script.toString());
    if (!definition.find()) {
      throw ScriptText.unexpected(function);
    }
    return definition.group(1).split(",").length;
  }

  private JavaClass known(String name) {
    JavaClass known = classes.get(name);
    if (known == null) {
      throw ScriptText.unexpected(name);
    }
    return known;
  }

  private void replaceInstanceOf() {
    Set<String> asked = new TreeSet<>();
    script.redefine("$rt_isInstance", "0");
    script.replace(
        "\\$rt_isInstance\\(([\\w$]+), ([\\w$]+)\\)",
        call -> {
          asked.add(call.group(2));
          String mark = JavaClass.mark(call.group(2));
          return "($rt_isJava(" + call.group(1) + ") && !!" + call.group(1) + "." + mark + ")";
        });
    if (script.toString().contains("$rt_isInstance(")) {
      throw ScriptText.unexpected("$rt_isInstance");
    }
    for (JavaClass each : classes.values()) {
      if (!each.isInterface) {
        mark(each, each, asked);
      }
    }
  }

  private void mark(JavaClass marked, JavaClass from, Set<String> asked) {
    for (String name : from.interfaces) {
      if (asked.contains(name)) {
        marked.marks.add(name);
      }
      mark(marked, known(name), asked);
    }
  }

  /** The parts of TeaVM's runtime that read the tables, or that serve stack traces. */
  private void replaceRuntime() {
    script.redefine("$rt_isAssignable", "0, $rt_isJava = o => o instanceof jl_Object");
    script.redefine("$rt_metadata", "0");
    script.redefine("$rt_packages", "0");
    script.redefine("$rt_callWithReceiver", "0");
    script.redefine("$rt_eraseClinit", "() => () => {}");
    script.redefine("$dbg_class", "0");
    script.redefine("$rt_fillStack", "() => {}");
    script.redefine("$rt_fillNativeException", "() => {}");
    script.redefine("$rt_newClassMetadata", "0");
    script.replace(
        "(?s)^    JavaError;\\n    if \\(typeof Reflect.*?\\n    let \\$rt_javaException = ",
        "    $noError;\n    let $rt_javaException = ");
    script.replace("(?s)^ *jl_Object\\.prototype\\.__teavm_class__ = .*?\\};\\n", "");
    script.replace("(?s)^ *let \\$rt_export_main = .*?javaException = .*?;\\n", "");
    script.replace("^ *main = \\$rt_export_main;", "dwb_Main_main(null);");
    script.replace("(?s)\\A\"use strict\";\\nvar main;\\n", "");
  }

  private void replaceIdioms() {
    script.redefine("$rt_nullCheck", "value => value");
    script.redefine("$rt_castToClass", "value => value");
    script.redefine("$rt_castToInterface", "value => value");
    script.redefine("$rt_checkUpperBound", "$rt_checkBounds");
    script.redefine("$rt_imul", "Math.imul");
  }

  private void declareClasses() {
    StringBuilder declarations = new StringBuilder();
    Set<String> declared = new TreeSet<>();
    for (JavaClass each : classes.values()) {
      declare(each, declared, declarations);
    }
    script.prepend(declarations.toString());
  }

  /** Superclasses first. */
  private void declare(JavaClass declared, Set<String> before, StringBuilder declarations) {
    if (before.add(declared.name)) {
      JavaClass superclass = classes.get(String.valueOf(declared.superclass));
      if (superclass != null) {
        declare(superclass, before, declarations);
      }
      declarations.append(declared.declaration());
    }
  }
}
