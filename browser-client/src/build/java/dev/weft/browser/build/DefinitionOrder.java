package dev.weft.browser.build;

import static dev.weft.browser.build.ScriptTree.children;

import com.google.javascript.jscomp.Compiler;
import com.google.javascript.rhino.IR;
import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts similar functions next to one another, where what is repeated costs least once the script is
 * compressed: after one of the shortest each time the one most like the last. Classes come first
 * and what runs comes last, each in the order that it had.
 */
final class DefinitionOrder {
  /** Functions are compared by pieces of so many characters: of 2 to 8 the best. */
  private static final int PIECE_CHARS = 3;

  /** A function by its name's node, and the pieces that its text consists of. */
  private record Function(Node name, int length, Set<String> pieces) {
    static Function of(Node name, String text) {
      Set<String> pieces = new HashSet<>();
      for (int at = 0; at + PIECE_CHARS <= text.length(); at++) {
        pieces.add(text.substring(at, at + PIECE_CHARS));
      }
      return new Function(name, text.length(), pieces);
    }

    /** From 0 for nothing in common to 1 for all. */
    double likeness(Function other) {
      Set<String> fewer = pieces.size() < other.pieces.size() ? pieces : other.pieces;
      Set<String> more = fewer == pieces ? other.pieces : pieces;
      double shared = 0;
      for (String piece : fewer) {
        shared += more.contains(piece) ? 1 : 0;
      }
      return shared == 0 ? 0 : shared * shared / pieces.size() / other.pieces.size();
    }
  }

  private DefinitionOrder() {}

  /**
   * Sorts the script's functions.
   *
   * @param start how many are shorter than the one that comes first
   */
  static void sort(Compiler compiler, ScriptTree script, int start) {
    List<Node> first = new ArrayList<>();
    List<Function> functions = new ArrayList<>();
    Node definitions = IR.let(IR.name("none"), IR.nullNode());
    definitions.removeChildren();
    for (Node statement : children(script.body)) {
      if (statement.isClass()) {
        first.add(statement.detach());
      } else if (statement.isLet()) {
        for (Node name : children(statement)) {
          Node value = name.getFirstChild();
          if (value == null || value.isNull() || value.isNumber()) {
            definitions.addChildToBack(name.detach());
          } else if (value.isFunction()) {
            functions.add(Function.of(name.detach(), compiler.toSource(value)));
          }
        }
        if (!statement.hasChildren()) {
          statement.detach();
        }
      }
    }
    chained(functions, start).forEach(each -> definitions.addChildToBack(each.name));
    script.body.addChildToFront(definitions);
    for (int i = first.size() - 1; i >= 0; i--) {
      script.body.addChildToFront(first.get(i));
    }
  }

  private static List<Function> chained(List<Function> functions, int start) {
    List<Function> left = new ArrayList<>(functions);
    left.sort(Comparator.comparingInt(Function::length));
    List<Function> chain = new ArrayList<>();
    for (int next = start; !left.isEmpty(); ) {
      Function last = left.remove(next);
      chain.add(last);
      next = mostLike(last, left);
    }
    return chain;
  }

  private static int mostLike(Function last, List<Function> left) {
    int best = 0;
    double most = -1;
    for (int i = 0; i < left.size(); i++) {
      double likeness = last.likeness(left.get(i));
      if (likeness > most) {
        most = likeness;
        best = i;
      }
    }
    return best;
  }
}
