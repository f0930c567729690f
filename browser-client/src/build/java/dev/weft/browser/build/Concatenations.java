package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.assigned;
import static dev.weft.browser.build.ScriptTree.isName;

import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import org.jspecify.annotations.Nullable;

/**
 * Concatenations as JavaScript has them. Java's {@code a + b} is a {@code StringBuilder} that is
 * made, filled and read in three statements that follow one another:
 *
 * <pre>
 * v = new(); append(append(v, a), b); w = toString(v);        v = a + b; w = v;
 * </pre>
 */
final class Concatenations {
  private static final String APPEND = "jl_StringBuilder_append";
  private final ScriptTree script;

  Concatenations(ScriptTree script) {
    this.script = script;
  }

  void replace() {
    for (Node make : all(script.body, node -> isCallTo(node, "jl_StringBuilder__init_"))) {
      Node statement = make.getGrandparent();
      Node builder = assigned(statement);
      if (builder != null && builder.isName() && make.hasOneChild()) {
        replace(statement, builder.getString());
      }
    }
  }

  private void replace(Node making, String builder) {
    Node appending = making.getNext();
    Node text =
        appending == null || !appending.isExprResult()
            ? null
            : appended(appending.getFirstChild(), builder);
    Node reading = text == null ? null : appending.getNext();
    if (reading == null) {
      return;
    }
    Node read = null;
    for (Node name : all(reading, node -> isName(node, builder))) {
      Node parent = name.getParent();
      if (isCallTo(parent, "jl_StringBuilder_toString") && read == null) {
        read = parent;
      } else if (!parent.isAssign() || parent.getFirstChild() != name) {
        return;
      }
    }
    if (read != null) {
      Node target = IR.name(builder);
      making.detach();
      appending.replaceWith(
          making.isLet() ? IR.let(target, text) : IR.exprResult(IR.assign(target, text)));
      read.replaceWith(read.getSecondChild().detach());
    }
  }

  /** What the calls append, as one sum; null where they are no calls on the builder. */
  private @Nullable Node appended(Node call, String builder) {
    if (isName(call, builder)) {
      return IR.string("");
    }
    if (!isCallTo(call, APPEND) || !call.hasXChildren(3)) {
      return null;
    }
    Node before = appended(call.getSecondChild(), builder);
    Node value = value(call);
    if (before == null || value == null) {
      return null;
    }
    boolean isFirst = before.isStringLit() && before.getString().isEmpty();
    return isFirst && value.isStringLit() ? value : IR.add(before, value);
  }

  /** What is added to the text: see {@link NativeTypes} for what the functions do. */
  private @Nullable Node value(Node call) {
    Node function = script.function(call.getFirstChild().getString());
    Node value = call.getLastChild().cloneTree();
    if (function == null || !function.getLastChild().isCall()) {
      return null;
    }
    Node added = function.getLastChild().getLastChild();
    String parameter = function.getSecondChild().getLastChild().getString();
    if (isName(added, parameter)) {
      return value;
    }
    if (!added.isCall() || !isName(added.getLastChild(), parameter)) {
      return null;
    }
    if (isName(added.getFirstChild(), "$rt_text")) {
      return value;
    }
    if (value.isNumber()) {
      return IR.string(String.valueOf((char) value.getDouble()));
    }
    Node conversion = added.cloneTree();
    conversion.getLastChild().replaceWith(value);
    return conversion;
  }

  private static boolean isCallTo(Node node, String numbered) {
    return node.isCall()
        && node.getFirstChild().isName()
        && node.getFirstChild().getString().replaceFirst("\\d+$", "").equals(numbered);
  }
}
