package io.espalier.method.prune.latency;

import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Graphs of one layer, to be timed. */
final class LayerGraph {
  /** Of every weight: how long a product takes does not depend on it, as long as it is usual. */
  private static final float WEIGHT = 0.01f;

  private final TimedLayer layer;
  private final LayerWidths widths;
  private final LayerWidths whole;
  private final Map<String, Tensor> constants = new LinkedHashMap<>();

  private LayerGraph(TimedLayer layer, LayerWidths widths) {
    this.layer = layer;
    this.widths = widths;
    this.whole = layer.whole();
  }

  /** The layer on one sample, as wide as asked for, with weights of no meaning. */
  static Graph of(TimedLayer layer, LayerWidths widths) {
    return layer.kind() == LayerKind.WHOLE ? whole(layer) : new LayerGraph(layer, widths).build();
  }

  private Graph build() {
    List<Node> nodes = new ArrayList<>();
    nodes.add(layer.kind() == LayerKind.DEPTHWISE ? regrouped() : layer.node());
    nodes.addAll(layer.followers());
    String weight = layer.node().inputs().get(1);
    constants.put(weight, filled(weightShape(weight)));
    layer.node().presentInputs().skip(2).forEach(this::putVector);
    layer.followers().forEach(node -> node.presentInputs().skip(1).forEach(this::putVector));
    int in = layer.kind() == LayerKind.DEPTHWISE ? widths.out() : widths.in();
    return graph(
        List.of(value(layer.node().inputs().getFirst(), in)),
        value(nodes.getLast().outputs().getFirst(), widths.out()),
        nodes,
        constants);
  }

  private Node regrouped() {
    return layer.node().withAttribute("group", new Attribute.IntValue(widths.out()));
  }

  private long[] weightShape(String weight) {
    long[] shape = layer.typed().graph().initializers().get(weight).shape();
    shape[layer.kind().inAxis()] = widths.in();
    shape[layer.kind().outAxis()] = widths.out();
    return shape;
  }

  /** A constant with one number for each channel follows the width; bounds and the like do not. */
  private void putVector(String constant) {
    Tensor original = layer.typed().graph().initializers().get(constant);
    long[] shape = original.shape();
    boolean follows = shape.length > 0 && shape[shape.length - 1] == whole.out();
    if (follows) {
      shape[shape.length - 1] = widths.out();
    }
    constants.put(constant, follows ? filled(shape) : original);
  }

  private ValueInfo value(String name, int channels) {
    TensorType type = layer.typed().type(name).orElseThrow();
    List<Dim> shape = new ArrayList<>(ofOneSample(type).shape());
    int axis = layer.kind().dataAxis();
    shape.set(axis < 0 ? axis + shape.size() : axis, Dim.of(channels));
    return new ValueInfo(name, type.withShape(shape));
  }

  private Graph graph(
      List<ValueInfo> inputs, ValueInfo output, List<Node> nodes, Map<String, Tensor> weights) {
    return of(layer, inputs, List.of(output), nodes, weights);
  }

  private static Graph of(
      TimedLayer layer,
      List<ValueInfo> inputs,
      List<ValueInfo> outputs,
      List<Node> nodes,
      Map<String, Tensor> weights) {
    return new Graph(
        "layer", inputs, outputs, nodes, weights, layer.typed().graph().opsets(), Map.of());
  }

  private static Graph whole(TimedLayer layer) {
    Map<String, Tensor> weights = new LinkedHashMap<>(layer.typed().graph().initializers());
    weights.keySet().retainAll(layer.node().inputs());
    List<ValueInfo> inputs =
        layer
            .node()
            .presentInputs()
            .filter(value -> !weights.containsKey(value))
            .distinct()
            .map(value -> ofOneSample(layer, value))
            .toList();
    List<ValueInfo> outputs =
        layer.node().presentOutputs().map(value -> ofOneSample(layer, value)).toList();
    return of(layer, inputs, outputs, List.of(layer.node()), weights);
  }

  /** Whether all is known that the graph of the layer needs. */
  static boolean canBeTimed(TimedLayer layer) {
    return layer.node().subgraphs().isEmpty()
        && layer
            .node()
            .presentInputs()
            .map(layer.typed()::type)
            .allMatch(
                type -> type.map(TensorType::elementType).filter(NUMBERS::contains).isPresent())
        && layer.node().presentOutputs().map(layer.typed()::type).allMatch(Optional::isPresent);
  }

  private static final List<ElementType> NUMBERS =
      List.of(ElementType.FLOAT, ElementType.DOUBLE, ElementType.INT64, ElementType.INT32);

  private static ValueInfo ofOneSample(TimedLayer layer, String value) {
    return new ValueInfo(value, ofOneSample(layer.typed().type(value).orElseThrow()));
  }

  private static TensorType ofOneSample(TensorType type) {
    return type.withShape(type.shape().stream().map(dim -> Dim.of(dim.coefficient())).toList());
  }

  private static Tensor filled(long... shape) {
    long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    MemorySegment bytes = Arena.ofAuto().allocate(Float.BYTES * elements, Long.BYTES);
    for (long i = 0; i < elements; i++) {
      bytes.setAtIndex(ValueLayout.JAVA_FLOAT, i, WEIGHT);
    }
    return Tensor.of(ElementType.FLOAT, shape, bytes);
  }
}
