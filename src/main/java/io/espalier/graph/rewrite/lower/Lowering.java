package io.espalier.graph.rewrite.lower;

import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.rewrite.Draft;
import io.espalier.graph.rewrite.Rewrite;
import io.espalier.graph.shape.Inference;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import io.espalier.problem.Problems;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a graph in the operators of one opset: what came later is spelled out in what the opset
 * has, and forms that changed take the one it knows.
 *
 * <p>Source: the changelog of ONNX's operators. What cannot be said exactly is refused, never
 * approximated.
 */
public final class Lowering {
  /** The oldest opset a graph can be written for. */
  public static final long OLDEST = 13;

  /** The newest opset a graph can be written for. */
  public static final long NEWEST = 21;

  private static final Map<String, LoweringRule> RULES = rules();

  private Lowering() {}

  private static Map<String, LoweringRule> rules() {
    Map<String, LoweringRule> table = new HashMap<>();
    ActivationSpellings.addTo(table);
    AttentionSpelling.addTo(table);
    DefaultAttribute.addTo(table);
    GroupNormalizationSpelling.addTo(table);
    ImageSpellings.addTo(table);
    LayoutSpellings.addTo(table);
    NormalizationSpellings.addTo(table);
    RecurrentLayout.addTo(table);
    ReductionAxes.addTo(table);
    return Map.copyOf(table);
  }

  /**
   * The same network in the operators of an opset; its inputs and outputs keep names and types.
   *
   * @param opset in [13, 21]
   * @throws EspalierException ({@link ErrorCode#INFEASIBLE_PLAN}, [onnx-lowering]) with every node
   *     that the opset has no exact form of
   * @throws IllegalArgumentException for an opset outside the range
   */
  public static Rewrite to(Graph graph, long opset) {
    if (opset < OLDEST || opset > NEWEST) {
      throw new IllegalArgumentException(
          "The opset (%d) must be in [%d, %d].".formatted(opset, OLDEST, NEWEST));
    }
    Problems problems = new Problems();
    Draft draft = new Draft(graph);
    LoweringScope scope = new LoweringScope(Inference.of(graph), draft, opset, problems);
    graph.nodes().forEach(node -> lower(node, scope, draft));
    problems.throwIfPresent(ErrorCode.INFEASIBLE_PLAN);
    Rewrite rewrite = draft.finish();
    Map<String, Long> opsets = new LinkedHashMap<>(graph.opsets());
    opsets.put("", opset);
    Graph lowered = rewrite.graph().withOpsets(opsets);
    requireSound(lowered);
    return new Rewrite(lowered, rewrite.changes());
  }

  private static void lower(Node node, LoweringScope scope, Draft draft) {
    node.subgraphs().forEach(subgraph -> requireUnchanged(node, subgraph, scope));
    if (!node.domain().isEmpty() || !Newcomers.accepts(node, scope)) {
      return;
    }
    List<Node> lowered = RULES.getOrDefault(node.operator(), Lowering::same).lower(node, scope);
    if (lowered.equals(List.of(node))) {
      return;
    }
    lowered.subList(0, lowered.size() - 1).forEach(part -> draft.insertBefore(node, part));
    draft
        .replace(node, lowered.getLast())
        .note(
            "Wrote the %s (%s) in the form of opset %d."
                .formatted(node.operator(), node.name(), scope.target()));
  }

  private static List<Node> same(Node node, LoweringScope scope) {
    return List.of(node);
  }

  /** Values of a subgraph have no inferred types, so that a rule could not be trusted there. */
  private static void requireUnchanged(Node owner, Graph subgraph, LoweringScope scope) {
    for (Node node : subgraph.nodes()) {
      boolean concerned =
          node.domain().isEmpty()
              && Newcomers.accepts(node, scope)
              && !RULES
                  .getOrDefault(node.operator(), Lowering::same)
                  .lower(node, scope)
                  .equals(List.of(node));
      if (concerned) {
        scope.refuse(node, NEWEST, "it stands in a subgraph of %s".formatted(owner.name()));
      }
      node.subgraphs().forEach(inner -> requireUnchanged(node, inner, scope));
    }
  }

  private static void requireSound(Graph graph) {
    List<Problem> problems = GraphChecker.check(graph);
    if (!problems.isEmpty()) {
      throw new EspalierException(
          ErrorCode.INTERNAL_ERROR,
          "Impossible state: lowering to opset %d broke the graph.".formatted(graph.opset()),
          problems);
    }
  }
}
