package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;
import static dev.weft.browser.build.ScriptTree.isCall;

import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The digest and the ciphers go through arrays in steps that the program fixes, up to lengths that
 * they took from the arrays: nothing that anybody sends is an index there. On the JVM, where every
 * index is checked, their vectors run as well.
 */
final class CipherIndices {
  private static final Set<String> CLASSES =
      Set.of("dwcc_Sha256_", "dwcc_ChaCha20_", "dwcc_Poly1305_", "dwcc_ChaCha20Poly1305_");

  private static final Set<String> CHECKS =
      Set.of("$rt_checkBounds", "$rt_checkUpperBound", "$rt_checkLowerBound");

  private CipherIndices() {}

  /** Leaves out the checks in these classes. */
  static void trust(ScriptTree script) {
    List<Node> superfluous = new ArrayList<>();
    for (String name : script.definitions.keySet()) {
      Node function = script.function(name);
      if (function != null && isOfCipher(name)) {
        superfluous.addAll(all(function, CipherIndices::isCheck));
      }
    }
    superfluous.forEach(check -> check.replaceWith(check.getSecondChild().detach()));
  }

  /** Whether a function is of one of these classes. */
  static boolean isOfCipher(String function) {
    return CLASSES.stream().anyMatch(function::startsWith);
  }

  private static boolean isCheck(Node node) {
    return CHECKS.stream().anyMatch(check -> isCall(node, check));
  }
}
