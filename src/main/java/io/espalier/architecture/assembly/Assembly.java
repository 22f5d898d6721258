package io.espalier.architecture.assembly;

import io.espalier.format.ImportedModel;
import io.espalier.format.SourceTensor;
import io.espalier.format.SourceTensor.Layout;
import io.espalier.format.UniqueNames;
import io.espalier.graph.Attribute;
import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph that grows node by node from the tensors of a source.
 *
 * <p>Growing goes on when a tensor is missing, so that all faults are found; {@link #build} then
 * refuses.
 */
public final class Assembly {
  private static final long OPSET = 17;

  private final TensorSource source;
  private final WeightLayouts layouts;
  private final UniqueNames values = new UniqueNames();
  private final UniqueNames nodeNames = new UniqueNames();
  private final List<ValueInfo> inputs = new ArrayList<>();
  private final Map<String, ValueInfo> outputs = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> initializers = new LinkedHashMap<>();
  private final Map<String, SourceTensor> sources = new LinkedHashMap<>();

  public Assembly(TensorSource source, WeightLayouts layouts) {
    this.source = source;
    this.layouts = layouts;
    values.takeAll(source.names());
  }

  public TensorSource source() {
    return source;
  }

  /** An input whose first axis is the batch. */
  public String input(String name, ElementType type, Dim... withoutBatch) {
    String value = values.fresh(name);
    inputs.add(info(value, type, withoutBatch));
    return value;
  }

  /** Makes a value an output of the network, whose first axis is the batch. */
  public void output(String name, String value, long... withoutBatch) {
    Dim[] extents = new Dim[withoutBatch.length];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = Dim.of(Math.max(0, withoutBatch[i]));
    }
    output(name, value, extents);
  }

  /** Makes a value an output of the network, whose first axis is the batch. */
  public void output(String name, String value, Dim... withoutBatch) {
    outputs.put(value, info(values.fresh(name), ElementType.FLOAT, withoutBatch));
  }

  private static ValueInfo info(String name, ElementType type, Dim... withoutBatch) {
    List<Dim> shape = new ArrayList<>(List.of(Dim.symbol("batch")));
    shape.addAll(List.of(withoutBatch));
    return new ValueInfo(name, new TensorType(type, shape));
  }

  /** A tensor of the source with a shape, used as it lies. */
  public String weight(String tensor, long... shape) {
    source.take(tensor, shape).ifPresent(taken -> put(tensor, layouts.asIs(taken), Layout.AS_IS));
    return source.fullName(tensor);
  }

  /** A matrix of the source with both axes exchanged; the shape is that of the source. */
  public String transposed(String tensor, long rows, long columns) {
    source
        .take(tensor, rows, columns)
        .ifPresent(taken -> put(tensor, layouts.transposed(taken), Layout.TRANSPOSED));
    return source.fullName(tensor);
  }

  private void put(String tensor, Tensor content, Layout layout) {
    String name = source.fullName(tensor);
    initializers.put(name, content);
    sources.put(name, new SourceTensor(name, layout));
  }

  /** A constant that no tensor of the source holds. */
  public String constant(String name, Tensor content) {
    String value = values.fresh(name);
    initializers.put(value, content);
    return value;
  }

  public String op(String name, String operator, String... operands) {
    return op(name, operator, Map.of(), operands);
  }

  /** Adds a node and returns its output. */
  public String op(
      String name, String operator, Map<String, Attribute> attributes, String... operands) {
    return op(name, operator, 1, attributes, operands).getFirst();
  }

  /** Adds a node and returns its outputs. */
  public List<String> op(
      String name,
      String operator,
      int outputCount,
      Map<String, Attribute> attributes,
      String... operands) {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < outputCount; i++) {
      made.add(values.fresh(name + "_out"));
    }
    nodes.add(new Node(nodeNames.fresh(name), "", operator, List.of(operands), made, attributes));
    return List.copyOf(made);
  }

  /**
   * The network.
   *
   * @throws io.espalier.problem.EspalierException with every fault of the tensors
   */
  public ImportedModel build(String name, String format) {
    List<String> warnings = source.finish();
    Graph graph =
        new Graph(
            name,
            inputs,
            List.copyOf(outputs.values()),
            nodes.stream().map(this::withOutputNames).toList(),
            initializers,
            Map.of("", OPSET),
            Map.of());
    return new ImportedModel(format, graph, sources, warnings);
  }

  private Node withOutputNames(Node node) {
    return node.withInputs(node.inputs().stream().map(this::outputName).toList())
        .withOutputs(node.outputs().stream().map(this::outputName).toList());
  }

  private String outputName(String value) {
    return Optional.ofNullable(outputs.get(value)).map(ValueInfo::name).orElse(value);
  }
}
