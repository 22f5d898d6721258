package io.espalier.graph.rewrite.half;

import io.espalier.graph.Attribute;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.GraphIndex;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.check.GraphChecker;
import io.espalier.graph.rewrite.FloatingTensors;
import io.espalier.graph.rewrite.Rewrite;
import io.espalier.graph.shape.Inference;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import io.espalier.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings weights and activations to 16-bit floating point; inputs and outputs of the network stay
 * in 32 bits, with a Cast at each border.
 *
 * <p>A node keeps 32 bits where its operator has no form of 16, where its result may overflow, or
 * where a constant does not fit; it then stands between two casts. Normalisations and attention
 * should be fused before, because their spelling sums squares.
 */
public final class HalfPrecision {
  private final Graph graph;
  private final PrecisionChoice choice;
  private final GraphEditor names;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> constants;
  private final Map<String, String> halves = new HashMap<>();
  private final Set<String> floats = new HashSet<>();
  private final List<String> changes = new ArrayList<>();
  private int narrowed;

  private HalfPrecision(Graph graph) {
    this.graph = graph;
    choice = new PrecisionChoice(Inference.of(graph).typed());
    names = new GraphEditor(graph);
    constants = new LinkedHashMap<>(graph.initializers());
    floats.addAll(constants.keySet());
    graph.inputs().forEach(input -> floats.add(input.name()));
  }

  /**
   * The network in 16 bits, with a sentence for each node that keeps 32.
   *
   * @throws EspalierException ({@link ErrorCode#INTERNAL_ERROR}) when the graph broke
   */
  public static Rewrite of(Graph graph) {
    return new HalfPrecision(graph).rewrite();
  }

  private Rewrite rewrite() {
    graph.nodes().forEach(this::add);
    graph.outputs().stream().map(ValueInfo::name).forEach(this::widen);
    changes.addFirst("Brought %d nodes to 16 bits.".formatted(narrowed));
    Graph changed = graph.withNodes(nodes).withInitializers(constants);
    Graph half = new GraphEditor(changed).build();
    List<Problem> problems = GraphChecker.check(half);
    if (!problems.isEmpty()) {
      throw new EspalierException(
          ErrorCode.INTERNAL_ERROR, "Impossible state: 16 bits broke the graph.", problems);
    }
    return new Rewrite(half, changes);
  }

  private void add(Node node) {
    if (choice.isHalf(node) && !turnsFloats(node)) {
      narrowed++;
      nodes.add(narrow(node));
    } else {
      GraphIndex.reads(node).forEach(this::widen);
      nodes.add(node);
      node.presentOutputs().forEach(floats::add);
      noteWhy(node);
    }
  }

  /**
   * True for a Transpose of a value that is there in 32 bits: the cast goes behind it. ONNX Runtime
   * 1.29 crashes on a cast to 16 bits, a Transpose of leading axes and a MatMul in this order.
   */
  private boolean turnsFloats(Node node) {
    String input = node.inputs().getFirst();
    return node.is("Transpose") && !halves.containsKey(input) && !graph.isConstant(input);
  }

  private void noteWhy(Node node) {
    choice
        .reasonAgainst(node)
        .filter(_ -> choice.computesWithFloats(node))
        .ifPresent(
            reason ->
                changes.add(
                    "Kept the %s (%s) in 32 bits: %s."
                        .formatted(node.operator(), node.name(), reason)));
  }

  private Node narrow(Node node) {
    List<String> inputs = new ArrayList<>(node.inputs());
    for (int i = 0; i < inputs.size(); i++) {
      if (choice.narrows(node, i)) {
        inputs.set(i, half(inputs.get(i)));
      } else if (choice.isFloat(inputs.get(i))) {
        widen(inputs.get(i));
      }
    }
    List<String> outputs = new ArrayList<>(node.outputs());
    outputs.replaceAll(value -> choice.isFloat(value) ? halfName(value) : value);
    node.presentOutputs().filter(value -> !choice.isFloat(value)).forEach(floats::add);
    return node.withInputs(inputs).withOutputs(outputs);
  }

  /** The value in 16 bits: what a node made, a constant, or a Cast of the value in 32. */
  private String half(String value) {
    if (halves.containsKey(value)) {
      return halves.get(value);
    }
    String name = halfName(value);
    if (graph.isConstant(value)) {
      constants.put(
          name, FloatingTensors.cast(graph.initializers().get(value), ElementType.FLOAT16));
    } else {
      nodes.add(cast(value, name, ElementType.FLOAT16));
    }
    return name;
  }

  private String halfName(String value) {
    return halves.computeIfAbsent(value, _ -> names.freshName(value + ".half"));
  }

  /** Makes sure that the value is there in its own type. */
  private void widen(String value) {
    if (halves.containsKey(value) && floats.add(value)) {
      nodes.add(cast(halves.get(value), value, ElementType.FLOAT));
    }
  }

  private Node cast(String from, String to, ElementType type) {
    Map<String, Attribute> attributes = Map.of("to", Attribute.of((long) type.onnxCode()));
    String name = names.freshName(to + ".cast");
    return new Node(name, "", "Cast", List.of(from), List.of(to), attributes);
  }
}
