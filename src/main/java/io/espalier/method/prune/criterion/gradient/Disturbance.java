package io.espalier.method.prune.criterion.gradient;

import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.graph.shape.TypedGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that adds a constant of zeros to some of its values: the derivative of the loss for
 * such a constant is the one for the value.
 *
 * @param network of batches of one sample
 * @param constants by the value they are added to
 */
record Disturbance(TypedGraph network, Map<String, String> constants) {

  /**
   * @param values floating-point, by name, with their shapes for one sample
   */
  static Disturbance of(Graph graph, Map<String, long[]> values) {
    GraphEditor editor = new GraphEditor(graph);
    GraphIndex index = GraphIndex.of(graph);
    Map<String, String> constants = new LinkedHashMap<>();
    values.forEach(
        (value, shape) -> {
          String constant = editor.freshName(value + ".disturbance");
          editor.putInitializer(constant, zeros(shape));
          disturb(editor, index.producer(value).orElseThrow(), value, constant);
          constants.put(value, constant);
        });
    return new Disturbance(ShapeInference.infer(editor.build()), constants);
  }

  private static void disturb(GraphEditor editor, Node node, String value, String constant) {
    String before = editor.freshName(value + ".undisturbed");
    List<String> outputs = new ArrayList<>(node.outputs());
    outputs.set(outputs.indexOf(value), before);
    Node sum =
        Node.of(
            editor.freshName(node.name() + ".disturbed"),
            "Add",
            List.of(before, constant),
            List.of(value));
    editor.replace(node, node.withOutputs(outputs), sum);
  }

  private static Tensor zeros(long[] shape) {
    int elements = 1;
    for (long extent : shape) {
      elements = Math.multiplyExact(elements, Math.toIntExact(extent));
    }
    return Tensor.ofFloats(shape, new float[elements]);
  }
}
