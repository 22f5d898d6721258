package io.espalier.graph.cost;

import io.espalier.graph.Dim;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.op.Operators;
import io.espalier.graph.op.RuleFailure;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Counts the cost of a graph from its types alone, never from the contents of a tensor.
 *
 * <p>The conventions are those of {@link Cost}. The batch is whatever symbol stands on the first
 * axis of a graph input; it counts as 1.
 */
public final class CostModel {
  private final TypedGraph typed;
  private final Set<String> batch;
  private final Constants constants;
  private final Map<String, String> notCosted = new LinkedHashMap<>();

  private CostModel(TypedGraph typed) {
    this.typed = typed;
    batch = batchSymbols(typed.graph());
    constants = new Constants(typed);
  }

  /**
   * The cost under the types given, which may differ from those of the graph's own constants.
   *
   * @throws EspalierException ({@link ErrorCode#MODEL_INVALID}) when a sum exceeds 64 bits; a node
   *     that cannot be counted is listed instead
   */
  public static Cost of(TypedGraph typed) {
    return new CostModel(typed).count();
  }

  /** The cost with numbers in the place of symbolic extents, such as a dynamic height. */
  public static Cost of(Graph graph, Map<String, Long> symbols) {
    return of(ShapeInference.infer(graph, symbols));
  }

  /**
   * Names of the constants that count as parameters; running statistics and plain numbers do not.
   */
  public static Set<String> learned(TypedGraph typed) {
    return new Constants(typed).learned();
  }

  private static Set<String> batchSymbols(Graph graph) {
    return graph.inputs().stream()
        .filter(input -> input.type().rank() > 0)
        .flatMap(input -> input.type().dim(0).factors().stream())
        .collect(Collectors.toSet());
  }

  private Cost count() {
    List<NodeCost> nodes = typed.graph().nodes().stream().map(this::count).toList();
    return new Cost(
        nodes,
        sum(nodes, NodeCost::parameters),
        sum(nodes, NodeCost::macs),
        sum(nodes, NodeCost::flops),
        sum(nodes, NodeCost::bytes),
        notCosted);
  }

  private static long sum(List<NodeCost> nodes, ToLongFunction<NodeCost> figure) {
    try {
      return nodes.stream().mapToLong(figure).reduce(0, Math::addExact);
    } catch (ArithmeticException overflow) {
      String message = "The model is too large to count: the sum over all nodes exceeds 64 bits.";
      Problem problem = new Problem("model:graph", "onnx-bad-dims", message);
      throw new EspalierException(ErrorCode.MODEL_INVALID, message, List.of(problem));
    }
  }

  private NodeCost count(Node node) {
    Work work = work(node);
    long macs = work.macs().coefficient();
    return new NodeCost(
        node.name(),
        node.qualifiedOperator(),
        constants.parameters(node),
        macs,
        2 * macs + work.biasAdditions().coefficient(),
        constants.bytes(node),
        node.presentOutputs().map(typed::type).flatMap(Optional::stream).toList());
  }

  /** The work of a node; nothing, with a reason, when it is not exactly known. */
  private Work work(Node node) {
    Optional<WorkRule> rule =
        node.domain().isEmpty()
            ? Optional.ofNullable(WorkRule.TABLE.get(node.operator()))
            : Optional.empty();
    if (rule.isEmpty()) {
      noteUnknownOperator(node);
      return Work.NONE;
    }
    try {
      return perSample(node, rule.get());
    } catch (RuleFailure failure) {
      notCosted.put(node.name(), failure.getMessage());
    } catch (ArithmeticException overflow) {
      notCosted.put(node.name(), "Its multiply-accumulates are too many to count.");
    }
    return Work.NONE;
  }

  private void noteUnknownOperator(Node node) {
    if (Operators.find(node).isEmpty()) {
      notCosted.put(
          node.name(), "The operator %s is not known.".formatted(node.qualifiedOperator()));
    }
  }

  private Work perSample(Node node, WorkRule rule) {
    List<TensorType> inputs = new ArrayList<>();
    for (String value : node.presentInputs().toList()) {
      inputs.add(known(value));
    }
    Work work = rule.work(node, inputs, known(firstOutput(node)));
    Math.addExact(
        Math.multiplyExact(2, work.macs().coefficient()), work.biasAdditions().coefficient());
    return new Work(perSample(work.macs()), perSample(work.biasAdditions()));
  }

  private static String firstOutput(Node node) {
    return node.presentOutputs().findFirst().orElseThrow();
  }

  private TensorType known(String value) {
    return typed
        .type(value)
        .orElseThrow(
            () -> RuleFailure.unresolved("The type of (%s) is not known.".formatted(value)));
  }

  private Dim perSample(Dim count) {
    List<String> open =
        count.factors().stream().filter(s -> !batch.contains(s)).distinct().toList();
    if (!open.isEmpty()) {
      throw RuleFailure.unresolved(
          "Its work depends on the symbolic extents %s; give them numbers.".formatted(open));
    }
    return Dim.of(count.coefficient());
  }
}
