package io.espalier.method.prune.flow;

import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A network whose BatchNormalizations take mean and variance of the batch at hand, as in training.
 *
 * @param statistics in graph order
 */
record BatchStatistics(Graph graph, List<Statistics> statistics) {
  /** Reductions name their axes in an attribute before. */
  private static final int AXES_ARE_AN_INPUT = 18;

  private static final int MEAN = 3;
  private static final int VARIANCE = 4;
  private static final int INPUTS = 5;

  /**
   * The statistics of one BatchNormalization.
   *
   * @param mean name of the constant
   * @param variance name of the constant
   * @param batchMean value {@code [C]}
   * @param batchVariance value {@code [C]}, biased
   */
  record Statistics(String mean, String variance, String batchMean, String batchVariance) {}

  static BatchStatistics of(TypedGraph typed, Graph graph) {
    GraphEditor editor = new GraphEditor(graph);
    List<Statistics> all = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (isFixed(node, graph)) {
        int rank = typed.type(node.inputs().getFirst()).orElseThrow().rank();
        all.add(replace(editor, node, rank, graph.opset()));
      }
    }
    return new BatchStatistics(editor.build(), List.copyOf(all));
  }

  /** Names of the values that tell the statistics. */
  List<String> values() {
    return statistics.stream()
        .flatMap(one -> List.of(one.batchMean(), one.batchVariance()).stream())
        .toList();
  }

  private static boolean isFixed(Node node, Graph graph) {
    return node.is("BatchNormalization")
        && node.inputs().size() == INPUTS
        && node.inputs().stream().skip(1).allMatch(graph::isConstant)
        && node.intAttribute("training_mode", 0) == 0;
  }

  private static Statistics replace(GraphEditor editor, Node node, int rank, long opset) {
    String x = node.inputs().getFirst();
    String kept = editor.freshName(node.name() + "_kept_mean");
    String difference = editor.freshName(node.name() + "_difference");
    String square = editor.freshName(node.name() + "_square");
    String mean = editor.freshName(node.name() + "_batch_mean");
    String variance = editor.freshName(node.name() + "_batch_variance");
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(MEAN, mean);
    inputs.set(VARIANCE, variance);
    editor.replace(
        node,
        reduced(editor, x, kept, rank, opset, true),
        Node.of(editor.freshName("Sub"), "Sub", List.of(x, kept), List.of(difference)),
        Node.of(editor.freshName("Mul"), "Mul", List.of(difference, difference), List.of(square)),
        reduced(editor, x, mean, rank, opset, false),
        reduced(editor, square, variance, rank, opset, false),
        node.withInputs(inputs));
    return new Statistics(node.inputs().get(MEAN), node.inputs().get(VARIANCE), mean, variance);
  }

  private static Node reduced(
      GraphEditor editor, String x, String mean, int rank, long opset, boolean keep) {
    long[] axes = LongStream.range(0, rank).filter(axis -> axis != 1).toArray();
    Map<String, Attribute> keeps = Map.of("keepdims", new Attribute.IntValue(keep ? 1 : 0));
    String name = editor.freshName("ReduceMean");
    if (opset < AXES_ARE_AN_INPUT) {
      return Node.of(name, "ReduceMean", List.of(x), List.of(mean))
          .withAttributes(keeps)
          .withAttribute("axes", new Attribute.IntList(LongStream.of(axes).boxed().toList()));
    }
    String constant = editor.freshName(mean + "_axes");
    editor.putInitializer(constant, Tensor.vector(axes));
    return Node.of(name, "ReduceMean", List.of(x, constant), List.of(mean)).withAttributes(keeps);
  }
}
