package dev.weft.browser.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Java class in TeaVM's script: what its table of classes and the constructor say. */
final class JavaClass {
  /** {@code Modifier.INTERFACE}. */
  private static final int INTERFACE = 0x200;

  /** A method of the prototype and the function that does its work, given {@code this} first. */
  record Method(String name, int parameters, String function) {}

  final String name;
  @Nullable String superclass;
  final List<String> interfaces;
  final boolean isInterface;

  /** The fields, own ones only, and what each holds before Java's constructor runs. */
  final Map<String, String> fields = new LinkedHashMap<>();

  final List<Method> methods = new ArrayList<>();

  /** Getters for JavaScript, and the functions that do their work. */
  final Map<String, String> getters = new LinkedHashMap<>();

  /** The interfaces among all of its interfaces that the script asks for by {@code instanceof}. */
  final Set<String> marks = new LinkedHashSet<>();

  JavaClass(String name, @Nullable String superclass, List<String> interfaces, int modifiers) {
    this.name = name;
    this.superclass = superclass;
    this.interfaces = interfaces;
    this.isInterface = (modifiers & INTERFACE) != 0;
  }

  /** Whether it has nothing but fields. */
  boolean isEmpty() {
    return methods.isEmpty() && getters.isEmpty() && marks.isEmpty();
  }

  /** The class as JavaScript has had them since 2015; minifiers know what that means. */
  String declaration() {
    StringBuilder declaration = new StringBuilder("class ").append(name);
    if (superclass != null) {
      declaration.append(" extends ").append(superclass);
    }
    declaration.append(" {\n");
    for (Method method : methods) {
      StringBuilder parameters = new StringBuilder();
      for (int i = 0; i < method.parameters; i++) {
        parameters.append(i == 0 ? "p" : ", p").append(i);
      }
      declaration.append(method.name).append("(").append(parameters).append(") {return ");
      declaration.append(method.function).append("(this");
      declaration.append(method.parameters == 0 ? "" : ", ").append(parameters).append(");}\n");
    }
    getters.forEach(
        (getter, function) ->
            declaration.append("get " + getter).append("() {return " + function + "(this);}\n"));
    for (String mark : marks) {
      declaration.append(mark(mark)).append("() {}\n");
    }
    return declaration.append("}\n").toString();
  }

  /** The name of the method that only tells that a class has the interface. */
  static String mark(String interfaceName) {
    return "$is_" + interfaceName;
  }
}
