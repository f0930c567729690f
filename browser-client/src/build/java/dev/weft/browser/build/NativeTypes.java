package dev.weft.browser.build;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Java's strings, boxes, arrays and exceptions as JavaScript's own. TeaVM wraps each of them in an
 * object of a class, written in Java; a string is then an object that holds a string. Here they are
 * the primitive or the array itself, what Java has as virtual methods of {@code Object} is a
 * function that tells them apart, and objects of the browser need no wrapper among Java's.
 *
 * <p>Code that TeaVM compiled and that is replaced here must not be reachable any more; where it
 * is, because the sources call a method that has no replacement yet, the build fails and names it.
 */
final class NativeTypes {
  /** Functions of these are gone, unless {@link #FUNCTIONS} has them. */
  private static final Pattern REPLACED =
      Pattern.compile(
          "(?:jl_(?:String|StringBuilder|AbstractStringBuilder|Integer|Long|Boolean|Byte|Character"
              + "|Class)|otji_JSWrapper|jlr_Array|otrr_ClassInfo)(?:\\$[\\w$]+)?_.*"
              + "|jl_Object_(?:getClass|clone|toString)|jl_Enum_getDeclaringClass"
              + "|\\$rt_(?:cls|intern|stringClassInit|stringPool\\w*|s)");

  /** Classes whose objects are values of JavaScript, as {@code typeof} calls them. */
  private static final Map<String, String> PRIMITIVES =
      Map.of(
          "jl_String", "string",
          "jl_Integer", "number",
          "jl_Byte", "number",
          "jl_Long", "number",
          "jl_Boolean", "boolean");

  /**
   * By name and parameters, as TeaVM writes them; it numbers overloads, in an order that depends on
   * the program, so the numbers are left out. A field is named as in Java.
   */
  private static final String FUNCTIONS =
      """
      jl_String__init_($this, $characters) => 0
      jl_String_charAt(var$0, var$1) => var$0.charCodeAt($rt_checkBounds(var$1, var$0))
      jl_String_length($this) => $this.length
      jl_String_isEmpty($this) => $this.length ? 0 : 1
      jl_String_toString($this) => $this
      jl_String_equals($this, $other) => $this === $other ? 1 : 0
      jl_String_compareTo($this, $anotherString) => $rt_compare($this, $anotherString)
      jl_String_hashCode($this) => $rt_hashCode($this)
      jl_String_startsWith($this, $prefix) => $this.startsWith($prefix) ? 1 : 0
      jl_String_startsWith($this, $prefix, $toffset) => $this.startsWith($prefix, $toffset) ? 1 : 0
      jl_String_endsWith($this, $suffix) => $this.endsWith($suffix) ? 1 : 0
      jl_String_contains($this, $s) => $this.includes($s) ? 1 : 0
      jl_String_indexOf($this, $ch) => $this.indexOf(String.fromCodePoint($ch))
      jl_String_indexOf($this, $ch, $fromIndex) => $this.indexOf(String.fromCodePoint($ch), $fromIndex)
      jl_String_indexOf($this, $str) => $this.indexOf($str)
      jl_String_indexOf($this, $str, $fromIndex) => $this.indexOf($str, $fromIndex)
      jl_String_lastIndexOf($this, $ch) => $this.lastIndexOf(String.fromCodePoint($ch))
      jl_String_lastIndexOf($this, $str) => $this.lastIndexOf($str)
      jl_String_substring($this, $beginIndex) => jl_String$slice($this, $beginIndex, $this.length)
      jl_String_substring($this, $beginIndex, $endIndex) => jl_String$slice($this, $beginIndex, $endIndex)
      jl_String_concat($this, $str) => $this + $str
      jl_String_replace($this, $oldChar, $newChar) => $this.replaceAll(String.fromCharCode($oldChar), String.fromCharCode($newChar))
      jl_String_replace($this, $target, $replacement) => $this.replaceAll($target, () => $replacement)
      jl_String_toLowerCase($this) => $this.toLowerCase()
      jl_String_toUpperCase($this) => $this.toUpperCase()
      jl_String_valueOf($obj) => $rt_text($obj)
      jl_String_valueOf($b) => $b ? "true" : "false"
      jl_String_valueOf($c) => String.fromCharCode($c)
      jl_String_valueOf($i) => "" + $i
      jl_String_valueOf($l) => "" + $l
      jl_Character_toLowerCase($ch) => String.fromCharCode($ch).toLowerCase().charCodeAt(0)
      jl_AbstractStringBuilder__init_($this, $capacity) => 0
      jl_StringBuilder__init_($this) => 0
      jl_StringBuilder__init_($this, $capacity) => 0
      jl_StringBuilder__init_($this, $value) => {$this.$text = $value}
      jl_StringBuilder_append($this, $obj) => jl_StringBuilder$add($this, $rt_text($obj))
      jl_StringBuilder_append($this, $string) => jl_StringBuilder$add($this, $string)
      jl_StringBuilder_append($this, $value) => jl_StringBuilder$add($this, $value)
      jl_StringBuilder_append($this, $b) => jl_StringBuilder$add($this, !!$b)
      jl_StringBuilder_append($this, $c) => jl_StringBuilder$add($this, String.fromCharCode($c))
      jl_StringBuilder_append($this, $s) => jl_StringBuilder$add($this, $rt_text($s))
      jl_StringBuilder_append($this, $s, $start, $end) => jl_StringBuilder$add($this, jl_String$slice($s, $start, $end))
      jl_StringBuilder_toString($this) => $this.$text
      jl_AbstractStringBuilder_length($this) => $this.$text.length
      jl_Integer_valueOf($i) => $i
      jl_Integer_toString($i) => "" + $i
      jl_Integer_toHexString($i) => ($i >>> 0).toString(16)
      jl_Integer_compare(var$1, var$2) => $rt_compare(var$1, var$2)
      jl_Integer_compareUnsigned(var$1, var$2) => $rt_ucmp(var$1, var$2)
      jl_Integer_divideUnsigned(var$1, var$2) => $rt_udiv(var$1, var$2)
      jl_Integer_remainderUnsigned(var$1, var$2) => $rt_umod(var$1, var$2)
      jl_Long_valueOf($value) => $value
      jl_Long_toString($value) => "" + $value
      jl_Long_compare(var$1, var$2) => Long_compare(var$1, var$2)
      jl_Boolean_valueOf($value) => !!$value
      jl_Enum_compareTo($this, var$1) => $rt_compare($this.$ordinal, var$1.$ordinal)
      jl_Object__init_($this) => 0
      jl_Exception__init_($this) => 0
      jl_RuntimeException__init_($this) => 0
      jl_RuntimeException__init_($this, $message) => {$this.$message = $message || null}
      jl_System_currentTimeMillis() => Date.now()
      jl_System_arraycopy($src, $srcPos, $dest, $destPos, $length) => jl_System$copy($src, $srcPos, $dest, $destPos, $length)
      jl_System_fastArraycopy($src, $srcPos, $dest, $destPos, $length) => jl_System$copy($src, $srcPos, $dest, $destPos, $length)
      ju_Arrays_copyOf($array, $length) => {let copy = new $array.constructor($length); copy.set($array.subarray(0, $length)); return copy}
      ju_Arrays_copyOfRange($array, $from, $to) => $array.slice($rt_checkRange($from, $to, $array), $to)
      ju_Arrays_fill($a, $val) => $a.fill($val)
      ju_Arrays_fill($a, $fromIndex, $toIndex, $val) => $a.fill($val, $rt_checkRange($fromIndex, $toIndex, $a), $toIndex)
      ju_Arrays_equals($a, $a2) => $a === $a2 || $a && $a2 && $a.length === $a2.length && $a.every((item, i) => $rt_equals(item, $a2[i])) ? 1 : 0
      ju_Arrays_hashCode($a) => $a ? $a.reduce((hash, item) => 31 * hash + $rt_hashCode(item) | 0, 1) : 0
      ju_Comparator$NaturalOrder_compare($this, var$1, $o2) => var$1 instanceof jl_Object ? var$1.$compareTo($o2) : $rt_compare(var$1, $o2)
      ju_Objects_equals(var$1, $b) => $rt_equals(var$1, $b)
      ju_Objects_requireNonNull($obj) => $obj
      otji_JSWrapper_wrap($o) => $o
      otji_JSWrapper_unwrap($o) => $o
      otji_JSWrapper_maybeUnwrap($o) => $o
      """;

  private static final Map<String, String> CONSTANTS =
      Map.of("jl_Boolean_TRUE", "true", "jl_Boolean_FALSE", "false", "jl_String_EMPTY", "\"\"");

  /** What the functions above have in common. */
  private static final String HELPERS =
      """
      let $rt_text = value => "" + value,
      $rt_describe = object => object.$toString(),
      $rt_equals = (a, b) => a === b || a instanceof jl_Object && a.$equals(b) ? 1 : 0,
      $rt_hashCode = value => {
        if (typeof value === "number") return value;
        if (typeof value !== "string") return value.$hashCode();
        let hash = 0;
        for (let i = 0; i < value.length; i++) hash = 31 * hash + value.charCodeAt(i) | 0;
        return hash;
      },
      $rt_checkRange = (from, to, within) => {
        if (from < 0 || from > to || to > within.length) $rt_throwAIOOBE();
        return from;
      },
      jl_String$slice = (text, from, to) => text.slice($rt_checkRange(from, to, text), to),
      jl_StringBuilder$add = (builder, value) => {
        builder.$text += value;
        return builder;
      },
      jl_System$copy = (from, fromAt, to, toAt, length) => {
        $rt_checkRange(fromAt, fromAt + length, from);
        $rt_checkRange(toAt, toAt + length, to);
        if (from.set) to.set(from.subarray(fromAt, fromAt + length), toAt);
        else to.splice(toAt, length, ...from.slice(fromAt, fromAt + length));
      };
      """;

  private static final Pattern FUNCTION = Pattern.compile("(?m)^([\\w$]+)(\\([^()]*\\)) => (.*)$");

  /** {@code name = } with the parameters, if it is a function. */
  private static final Pattern DEFINITION =
      Pattern.compile("(?m)^    (?:let )?([\\w$]+) = (?:(?:\\(([^()]*)\\)|([\\w$]+)) =>)?");

  private static final Pattern MEMBER = Pattern.compile("\\.(\\$[a-zA-Z]+)(\\(?)");

  /** Interfaces of strings and numbers too. The types of the browser's objects say nothing. */
  private static final Pattern UNKNOWN = Pattern.compile("jl_(?:Comparable|CharSequence)|otj.*");

  private final ScriptText script;
  private final Map<String, JavaClass> classes;

  NativeTypes(ScriptText script, Map<String, JavaClass> classes) {
    this.script = script;
    this.classes = classes;
  }

  /** Whether what has the type may be a value of JavaScript rather than an object. */
  static boolean mayBePrimitive(String type) {
    return PRIMITIVES.containsKey(type) || UNKNOWN.matcher(type).matches();
  }

  void replace() {
    replaceStrings();
    replaceFields();
    keepOnlyToString();
    replaceFunctions();
    replaceVirtualCalls();
    replaceArrays();
    replaceExceptions();
    known("jl_Object").methods.add(new JavaClass.Method("toString", 0, "$rt_describe"));
    script.prepend(resolved(known("jl_StringBuilder"), HELPERS) + NativeLists.HELPERS);
  }

  private void replaceStrings() {
    List<String> pool = script.takeCall("$rt_stringPool");
    script.replace("\\$rt_s\\((\\d+)\\)", index -> pool.get(Integer.parseInt(index.group(1))));
    script.replace("(?s)^    jl_String\\.prototype\\.toString = .*?;\\n    \\};\\n", "");
    script.replace("^    jl_String\\.prototype\\.valueOf = .*;\\n", "");
    script.replace("(?s)^    jl_Object\\.prototype\\.toString = .*?;\\n    \\};\\n", "");
    for (String identity : List.of("$rt_str", "$rt_ustr")) {
      script.redefine(identity, "value => value");
    }
  }

  /** What TeaVM took out of methods and put where they are called. */
  private void replaceFields() {
    script.replace("\\.\\$nativeString(?![\\w$])", "");
    PRIMITIVES.forEach(
        (name, type) -> {
          JavaClass of = classes.get(name);
          if (of != null) {
            if (!name.equals("jl_String")) {
              of.fields.keySet().forEach(this::unwrapField);
            }
            of.fields.clear();
            of.methods.clear();
          }
          script.replaceAny(
              "([\\w$]+) instanceof " + name + "(?![\\w$])",
              asked -> "typeof " + asked.group(1) + " === \"" + type + "\"");
          script.replaceAny("^ *" + name + "_\\$callClinit\\(\\);\\n", none -> "");
        });
    JavaClass builder = known("jl_AbstractStringBuilder");
    String length = field(builder, "$length");
    script.replaceAny("\\." + Pattern.quote(length) + "(?![\\w$])", field -> ".$text.length");
    builder.fields.clear();
    builder.fields.put("$text", "\"\"");
    known("ju_AbstractList$1").fields.put("$list", "null");
  }

  private void unwrapField(String field) {
    script.replaceAny("\\." + Pattern.quote(field) + "(?![\\w$])", use -> "");
  }

  /** TeaVM calls the one {@code toString} directly where strings are made of one class only. */
  private void keepOnlyToString() {
    Matcher only =
        Pattern.compile(": ([\\w$]+)_toString\\(\\$rt_nullCheck\\(\\$obj\\)\\);")
            .matcher(script.toString());
    if (only.find()) {
      String name = only.group(1);
      known(name).methods.add(new JavaClass.Method("$toString", 0, name + "_toString"));
    }
  }

  private void replaceFunctions() {
    script.replaceAny(
        "jl_Object_getClass\\(([\\w$]+)\\) === \\$rt_cls\\(([\\w$]+)\\)",
        asked -> asked.group(1) + ".constructor === " + asked.group(2));
    Map<String, String> bodies = new HashMap<>(CONSTANTS);
    Matcher function = FUNCTION.matcher(FUNCTIONS + NativeLists.FUNCTIONS + NativeText.FUNCTIONS);
    while (function.find()) {
      bodies.put(function.group(1) + function.group(2), function.group(3));
    }
    Map<String, String> redefined = NativeLists.constructors(script.toString());
    Set<String> gone = new TreeSet<>();
    Matcher definition = DEFINITION.matcher(script.toString());
    while (definition.find()) {
      String name = definition.group(1);
      String parameters = definition.group(2) == null ? definition.group(3) : definition.group(2);
      String key =
          parameters == null ? name : name.replaceFirst("\\d+$", "") + "(" + parameters + ")";
      String body = bodies.get(key);
      if (body != null) {
        redefined.put(
            name,
            parameters == null ? body : "(" + parameters + ") => " + resolved(owner(name), body));
      } else if (isReplaced(name)
          && !redefined.containsKey(name)
          && !makesBuilder(name, parameters)) {
        redefined.put(name, "0");
        gone.add(name);
      }
    }
    redefined.forEach(script::redefine);
    classes
        .values()
        .forEach(each -> each.methods.removeIf(method -> gone.contains(method.function())));
    Matcher use = Pattern.compile("(?<![\\w$.])[\\w$]++(?! = 0)").matcher(script.toString());
    while (use.find()) {
      if (gone.contains(use.group())) {
        throw new IllegalStateException("no replacement in NativeTypes for " + use.group());
      }
    }
  }

  private static boolean isReplaced(String name) {
    return REPLACED.matcher(name).matches()
        || NativeLists.REPLACED.matcher(name).matches()
        || NativeText.REPLACED.matcher(name).matches();
  }

  /** {@code new StringBuilder(…)}: a function that makes one and calls its constructor. */
  private static boolean makesBuilder(String name, @Nullable String parameters) {
    return name.matches("jl_\\w*StringBuilder__init_\\d*")
        && parameters != null
        && !parameters.startsWith("$this");
  }

  private JavaClass owner(String function) {
    return classes.values().stream()
        .filter(each -> function.startsWith(each.name + "_"))
        .max(Comparator.comparingInt((JavaClass each) -> each.name.length()))
        .orElseThrow(() -> ScriptText.unexpected(function));
  }

  /** The body with the names that this program has for the members. */
  private String resolved(JavaClass of, String body) {
    return MEMBER
        .matcher(body)
        .replaceAll(
            member -> {
              String name = member.group(1);
              boolean isCall = !member.group(2).isEmpty();
              String resolved = isCall ? method(name) : field(of, name);
              return Matcher.quoteReplacement("." + resolved + member.group(2));
            });
  }

  private String field(JavaClass of, String name) {
    for (JavaClass at = of; at != null; at = classes.get(String.valueOf(at.superclass))) {
      for (String field : at.fields.keySet()) {
        if (isNumbered(field, name)) {
          return field;
        }
      }
    }
    throw ScriptText.unexpected(of.name + "." + name);
  }

  /** As the first class calls it that has the method; the name itself where none is left. */
  private String method(String name) {
    return classes.values().stream()
        .flatMap(each -> each.methods.stream())
        .map(JavaClass.Method::name)
        .filter(each -> isNumbered(each, name))
        .findFirst()
        .orElse(name);
  }

  private static boolean isNumbered(String member, String name) {
    return member.startsWith(name) && member.substring(name.length()).matches("\\d*");
  }

  /** Keys of maps may be of any type, so these methods are called from few places only. */
  private void replaceVirtualCalls() {
    String object = "([\\w$]+|\\(\\$rt_nullCheck\\([\\w$]+\\)\\))\\.";
    script.replaceAny(object + "\\$hashCode\\(\\)", call -> "$rt_hashCode(" + call.group(1) + ")");
    script.replaceAny(
        object + "\\$equals\\(([\\w$]+)\\)",
        call -> "$rt_equals(" + call.group(1) + ", " + call.group(2) + ")");
    script.replace("\\.\\$clone0\\(\\)", ".slice()");
  }

  /** In a script of ours the data are of the browser's objects, not of Java's arrays. */
  private void replaceArrays() {
    script.replace(
        "(?s)^    (?:let )?[\\w$]+\\$js_body\\$_\\d+ = .*?^    \\}",
        body -> body.group().replaceAll("\\.data(?![\\w$])", ".\\$hostData"));
    script.replace("\\.data(?![\\w$])", "");
    script.replace("\\.\\$hostData(?![\\w$])", ".data");
    for (String check : List.of("$rt_checkBounds", "$rt_checkLowerBound")) {
      script.replace(
          "(?s)(^    " + Pattern.quote(check) + " = .*?return )index;",
          returned -> returned.group(1) + "+index;"); // may be a boolean that Java has as 0 or 1
    }
    script.redefine("$rt_createArray", "(type, size) => new Array(size).fill(null)");
    script.redefine("$rt_wrapArray", "(type, array) => array");
    script.redefine("$rt_createPrimitiveCls", "() => 0");
    script.replace(
        "^( *(?:let )?\\$rt_create(\\w+)Array) = sz => new \\$rt_\\w+Cls\\((new \\w+\\(sz\\))\\)",
        create -> create.group(1) + " = sz => " + create.group(3));
    script.replace(
        "(?s)^( *\\$rt_create\\w+ArrayFromData) = data => \\{\\s+let buffer = new (\\w+)\\(.*?^    \\}",
        create -> create.group(1) + " = data => new " + create.group(2) + "(data)");
    script.redefine("$rt_arraycls", "() => 0");
  }

  private void replaceExceptions() {
    script.replace(
        "^( *)\\$rt_throw\\((.*)\\);$",
        thrown -> thrown.group(1) + "throw " + thrown.group(2) + ";");
    script.redefine("$rt_throw", "exception => {throw exception}");
    script.redefine(
        "$rt_wrapException",
        "error => error instanceof jl_Throwable ? error"
            + " : $rt_createException(\"(JavaScript) \" + error)");
    JavaClass throwable = known("jl_Throwable");
    throwable.superclass = "Error";
    throwable.getters.put("message", "jl_Throwable_getMessage");
  }

  private JavaClass known(String name) {
    JavaClass known = classes.get(name);
    if (known == null) {
      throw ScriptText.unexpected(name);
    }
    return known;
  }
}
