package io.espalier.method.prune.gate;

import io.espalier.graph.Dim;
import io.espalier.graph.ElementType;
import io.espalier.graph.Graph;
import io.espalier.graph.GraphEditor;
import io.espalier.graph.Node;
import io.espalier.graph.Tensor;
import io.espalier.graph.TensorType;
import io.espalier.graph.ValueInfo;
import io.espalier.graph.analysis.Analysis;
import io.espalier.graph.channel.ChannelGroup;
import io.espalier.graph.shape.ShapeInference;
import io.espalier.method.prune.criterion.ChannelValues;
import io.espalier.method.prune.criterion.ChannelValues.ChannelValue;
import io.espalier.problem.ErrorCode;
import io.espalier.problem.EspalierException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Puts gates into a network: one on every value that carries the channels of a group. */
final class Gating {
  private static final int OPSET_OF_AXES_AS_INPUTS = 18;

  private final Analysis analysis;
  private final ChannelValues values;
  private final double penalty;
  private final double kept;
  private final Map<String, Integer> order = new HashMap<>();
  private final Map<String, List<Node>> behind = new HashMap<>();
  private final Map<String, String> gated = new HashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final List<String> weights = new ArrayList<>();
  private final List<ValueInfo> outputs;
  private final List<Node> last = new ArrayList<>();
  private final List<String> penalties = new ArrayList<>();

  /**
   * @param penalty weight of the squared distance between the mean gate and {@code kept}
   * @param kept share of the channels that are to stay, in (0, 1)
   */
  Gating(Analysis analysis, double penalty, double kept) {
    this.analysis = analysis;
    this.values = new ChannelValues(analysis);
    this.penalty = penalty;
    this.kept = kept;
    this.outputs = new ArrayList<>(analysis.graph().outputs());
    List<Node> nodes = analysis.graph().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      int place = i;
      nodes.get(i).presentOutputs().forEach(value -> order.put(value, place));
    }
  }

  /**
   * The network with a gate for each group.
   *
   * @throws EspalierException INFEASIBLE_PLAN naming a group whose channels no value carries
   */
  GatedNetwork apply(List<ChannelGroup> groups, RandomGenerator random) {
    constants.put(GatedNetwork.STEEPNESS, Tensor.scalar(1));
    for (int i = 0; i < groups.size(); i++) {
      add(groups.get(i), "gate." + i, random);
    }
    last.add(Node.of("gate.sum", "Sum", penalties, List.of(GatedNetwork.PENALTY)));
    GraphEditor editor = new GraphEditor(analysis.graph()).expandNodes(this::expanded);
    constants.forEach(editor::putInitializer);
    return new GatedNetwork(
        ShapeInference.infer(observed(editor.build())), analysis.graph().outputs().size(), weights);
  }

  private void add(ChannelGroup group, String name, RandomGenerator random) {
    List<ChannelValue> carried =
        values.of(group).stream()
            .sorted(Comparator.comparing(it -> order.get(it.value())))
            .toList();
    if (carried.isEmpty()) {
      throw new EspalierException(
          ErrorCode.INFEASIBLE_PLAN,
          "No value carries the channels of the layer (%s), so no gate can learn there; protect it or choose another criterion."
              .formatted(group.id()));
    }
    boolean axesAreInputs = analysis.graph().opset() >= OPSET_OF_AXES_AS_INPUTS;
    Gate gate = new Gate(name, group.channels(), axesAreInputs);
    ChannelValue first = carried.getFirst();
    String open = gate.open(first, type(first), random);
    penalties.add(gate.penalty(open, penalty, kept));
    put(first, gate.takeNodes());
    for (ChannelValue value : carried) {
      String current = gated.getOrDefault(value.value(), value.value());
      gated.put(value.value(), gate.gated(current, value, type(value), open));
      put(value, gate.takeNodes());
    }
    constants.putAll(gate.constants());
    weights.add(gate.weight());
    outputs.add(
        new ValueInfo(
            gate.code(),
            new TensorType(ElementType.FLOAT, List.of(Dim.of(1), Dim.of(group.channels())))));
  }

  private TensorType type(ChannelValue value) {
    return analysis.typed().type(value.value()).orElseThrow();
  }

  private void put(ChannelValue value, List<Node> nodes) {
    behind.computeIfAbsent(value.value(), _ -> new ArrayList<>()).addAll(nodes);
  }

  /** A node that reads gated values, and what stands behind it. */
  private List<Node> expanded(Node node) {
    Node reading =
        node.withInputs(
            node.inputs().stream().map(value -> gated.getOrDefault(value, value)).toList());
    Stream<Node> inserted =
        node.presentOutputs().flatMap(value -> behind.getOrDefault(value, List.of()).stream());
    List<Node> expanded = new ArrayList<>(Stream.concat(Stream.of(reading), inserted).toList());
    if (node.equals(analysis.graph().nodes().getLast())) {
      expanded.addAll(last);
    }
    return expanded;
  }

  private Graph observed(Graph graph) {
    return new Graph(
        graph.name(),
        graph.inputs(),
        outputs,
        graph.nodes(),
        graph.initializers(),
        graph.opsets(),
        graph.metadata());
  }
}
