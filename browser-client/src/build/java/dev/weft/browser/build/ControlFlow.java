package dev.weft.browser.build;

import com.google.javascript.jscomp.AbstractCompiler;
import com.google.javascript.jscomp.ControlFlowAnalysis;
import com.google.javascript.jscomp.ControlFlowGraph;
import com.google.javascript.jscomp.graph.DiGraph.DiGraphNode;
import com.google.javascript.rhino.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where control goes within a function. */
final class ControlFlow {
  private final ControlFlowGraph<Node> graph;

  ControlFlow(AbstractCompiler compiler, Node function) {
    graph =
        ControlFlowAnalysis.builder()
            .setCompiler(compiler)
            .setCfgRoot(function)
            .setIncludeEdgeAnnotations(true)
            .computeCfg();
  }

  boolean has(Node node) {
    return graph.getNode(node) != null;
  }

  /** Where control may be right after the node. */
  List<Node> next(Node node) {
    List<Node> following = new ArrayList<>();
    for (DiGraphNode<Node, ControlFlowGraph.Branch> next : graph.getDirectedSuccNodes(node)) {
      if (!graph.isImplicitReturn(next)) {
        following.add(next.getValue());
      }
    }
    return following;
  }

  /** What of the node is evaluated when control is at it, rather than at another node. */
  static @Nullable Node own(Node node) {
    return switch (node.getToken()) {
      case IF, SWITCH, WHILE, CASE, CATCH -> node.getFirstChild();
      case DO -> node.getLastChild();
      case FOR -> node.getSecondChild();
      case BLOCK, LABEL, TRY, DEFAULT_CASE, BREAK, CONTINUE, EMPTY, FUNCTION -> null;
      default -> node;
    };
  }
}
