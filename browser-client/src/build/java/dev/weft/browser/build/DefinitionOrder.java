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
 * compressed: after the shortest each time the one most like the last. Classes come first and what
 * runs comes last, each in the order that it had.
 */
final class DefinitionOrder {
  /** A function by its name's node, and the pieces that its text consists of. */
  private record Function(Node name, int length, Set<String> pieces) {
    static Function of(Node name, String text, int pieceChars) {
      Set<String> pieces = new HashSet<>();
      for (int at = 0; at + pieceChars <= text.length(); at++) {
        pieces.add(text.substring(at, at + pieceChars));
      }
      return new Function(name, text.length(), pieces);
    }

    /** From 0 for nothing in common; larger for much in common where that counts. */
    double likeness(Function other, boolean muchCounts) {
      Set<String> fewer = pieces.size() < other.pieces.size() ? pieces : other.pieces;
      Set<String> more = fewer == pieces ? other.pieces : pieces;
      double shared = 0;
      for (String piece : fewer) {
        shared += more.contains(piece) ? 1 : 0;
      }
      double part = shared == 0 ? 0 : shared * shared / pieces.size() / other.pieces.size();
      return muchCounts ? Math.sqrt(part) * Math.log1p(shared) : part;
    }
  }

  private DefinitionOrder() {}

  /**
   * Sorts the script's functions.
   *
   * @param pieceChars the length of the pieces by which they are compared
   * @param muchCounts whether not only the part counts that two have in common, but how much it is
   */
  static void sort(Compiler compiler, ScriptTree script, int pieceChars, boolean muchCounts) {
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
            functions.add(Function.of(name.detach(), compiler.toSource(value), pieceChars));
          }
        }
        if (!statement.hasChildren()) {
          statement.detach();
        }
      }
    }
    chained(functions, muchCounts).forEach(each -> definitions.addChildToBack(each.name));
    script.body.addChildToFront(definitions);
    for (int i = first.size() - 1; i >= 0; i--) {
      script.body.addChildToFront(first.get(i));
    }
  }

  private static List<Function> chained(List<Function> functions, boolean muchCounts) {
    List<Function> left = new ArrayList<>(functions);
    left.sort(Comparator.comparingInt(Function::length));
    List<Function> chain = new ArrayList<>();
    for (int next = 0; !left.isEmpty(); ) {
      Function last = left.remove(next);
      chain.add(last);
      next = mostLike(last, left, muchCounts);
    }
    return chain;
  }

  private static int mostLike(Function last, List<Function> left, boolean muchCounts) {
    int best = 0;
    double most = -1;
    for (int i = 0; i < left.size(); i++) {
      double likeness = last.likeness(left.get(i), muchCounts);
      if (likeness > most) {
        most = likeness;
        best = i;
      }
    }
    return best;
  }
}
