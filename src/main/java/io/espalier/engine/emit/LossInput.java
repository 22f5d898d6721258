package io.espalier.engine.emit;

import io.espalier.engine.train.LearnerSettings;
import io.espalier.engine.train.Loss;
import io.espalier.engine.train.Penalty;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.rewrite.RemoveDeadNodes;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a loss reads: the first output or, for cross entropy, what goes into the softmax that ends
 * the network, since the loss takes the softmax itself.
 */
final class LossInput {
  private LossInput() {}

  /** The part of a network that computes it, with it as the only output. */
  static TypedGraph of(TypedGraph network, Loss loss) {
    return of(network, List.of(value(network, loss)));
  }

  /** As the first output; a penalty is the second. */
  static TypedGraph of(TypedGraph network, LearnerSettings settings) {
    List<String> values = new ArrayList<>(List.of(value(network, settings.loss())));
    settings.penalty().map(Penalty::value).ifPresent(values::add);
    return of(network, values);
  }

  private static TypedGraph of(TypedGraph network, List<String> values) {
    Graph graph = network.graph();
    List<ValueInfo> outputs =
        values.stream()
            .map(value -> new ValueInfo(value, network.type(value).orElseThrow()))
            .toList();
    Graph scored =
        new Graph(
            graph.name(),
            graph.inputs(),
            outputs,
            graph.nodes(),
            graph.initializers(),
            graph.opsets(),
            graph.metadata());
    return ShapeInference.infer(new RemoveDeadNodes().apply(scored).graph());
  }

  static String value(TypedGraph network, Loss loss) {
    String value = network.graph().outputs().getFirst().name();
    return loss instanceof Loss.CrossEntropy ? beforeSoftmax(network, value).orElse(value) : value;
  }

  private static Optional<String> beforeSoftmax(TypedGraph network, String output) {
    return network.graph().nodes().stream()
        .filter(node -> node.presentOutputs().anyMatch(output::equals))
        .filter(node -> isOverClasses(node, network))
        .findFirst()
        .flatMap(node -> node.input(0))
        .filter(input -> network.type(input).isPresent());
  }

  private static boolean isOverClasses(Node node, TypedGraph network) {
    if (!node.is("Softmax") && !node.is("LogSoftmax")) {
      return false;
    }
    int rank = network.type(node.outputs().getFirst()).map(TensorType::rank).orElse(0);
    long axis = node.intAttribute("axis", -1);
    return (axis < 0 ? axis + rank : axis) == classAxis(rank);
  }

  /** Sequences have their classes last, everything else behind the batch. */
  static int classAxis(int rank) {
    return rank == 3 ? 2 : 1;
  }
}
