package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.children;
import static dev.weft.browser.build.ScriptTree.isName;

import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Leaves out what exceptions say in words. Their codes say it to scripts, and a visitor reads
 * neither; a text that is put together, with a path or an address in it, stays.
 */
final class ExceptionTexts {
  private static final String CONSTRUCTOR = "dwci_MeshException__init_";

  /** By function: which of its parameters become the message of an exception and nothing else. */
  private final Map<String, Integer> messages = new HashMap<>();

  private final List<Node> calls;

  private ExceptionTexts(ScriptTree script) {
    calls = all(script.body, node -> node.isCall() && node.getFirstChild().isName());
  }

  static void remove(ScriptTree script) {
    ExceptionTexts texts = new ExceptionTexts(script);
    if (script.function(CONSTRUCTOR) != null) {
      texts.messages.put(CONSTRUCTOR, 3);
      while (texts.findPassedOn(script)) {}
      texts.remove();
    }
  }

  /** Finds functions that hand a parameter to one that is known; false when there are no more. */
  private boolean findPassedOn(ScriptTree script) {
    int known = messages.size();
    for (String name : script.definitions.keySet()) {
      Node function = script.function(name);
      if (function != null && !messages.containsKey(name)) {
        List<Node> parameters = children(function.getSecondChild());
        for (int i = 0; i < parameters.size(); i++) {
          if (becomesMessage(function.getLastChild(), parameters.get(i).getString())) {
            messages.put(name, i);
          }
        }
      }
    }
    return messages.size() > known;
  }

  private boolean becomesMessage(Node body, String parameter) {
    List<Node> uses = all(body, node -> isName(node, parameter));
    return uses.size() == 1 && isMessage(uses.get(0));
  }

  private boolean isMessage(Node argument) {
    Node call = argument.getParent();
    return call.isCall()
        && call.getFirstChild().isName()
        && messages.getOrDefault(call.getFirstChild().getString(), -2)
            == call.getIndexOfChild(argument) - 1;
  }

  private void remove() {
    for (Node call : calls) {
      for (Node argument : new ArrayList<>(children(call))) {
        if (argument.isStringLit() && isMessage(argument)) {
          argument.detach();
        }
      }
    }
  }
}
