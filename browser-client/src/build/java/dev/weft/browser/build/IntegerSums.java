package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.all;

import com.google.javascript.rhino.Node;
import com.google.javascript.rhino.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code a + b | 0} is {@code a + b} where nothing comes near 2^31: Weft's numbers are lengths,
 * offsets, counts and times within bounds that are judged before anything is added. The digest and
 * the ciphers, whose sums are to overflow, keep theirs, and so does Java's own library. That no sum
 * of fractions is cut off so is tested.
 */
final class IntegerSums {
  private static final String OWN = "dw";

  private IntegerSums() {}

  static void shorten(ScriptTree script) {
    List<Node> superfluous = new ArrayList<>();
    for (String name : script.definitions.keySet()) {
      Node function = script.function(name);
      if (function != null && name.startsWith(OWN) && !CipherIndices.isOfCipher(name)) {
        superfluous.addAll(all(function, IntegerSums::isSum));
      }
    }
    superfluous.forEach(sum -> sum.replaceWith(sum.getFirstChild().detach()));
  }

  private static boolean isSum(Node node) {
    return node.getToken() == Token.BITOR
        && (node.getFirstChild().isAdd() || node.getFirstChild().isSub())
        && node.getLastChild().isNumber()
        && node.getLastChild().getDouble() == 0;
  }
}
